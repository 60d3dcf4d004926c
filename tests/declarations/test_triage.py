"""How a declaration is judged, and how long it may be used again."""

from datetime import UTC, date, datetime, timedelta

import pytest

from app.declarations.rules import (
    EPIDEMIC_AREA,
    Answer,
    EpidemicListing,
    Question,
    RiskLevel,
    TriageRule,
    is_from_epidemic,
    judge,
    may_reuse,
    met_conditions,
    names_of_area,
)
from app.declarations.shipped import RULES

HEALTHY = {question.value: Answer.NO for question in Question}
KEYS = tuple(HEALTHY)
SENT = datetime(2021, 5, 10, 1, 0, tzinfo=UTC)
DAY = date(2021, 5, 10)
WINDOW = timedelta(14)


def _triage(yes, **options):
    answers = HEALTHY | {question.value: Answer.YES for question in yes}
    return judge(met_conditions(answers, KEYS, **{"from_epidemic": False, **options}), RULES)


@pytest.mark.parametrize(
    ("yes", "risk"),
    [
        pytest.param([], RiskLevel.GREEN, id="nothing"),
        pytest.param([Question.TRAVELLED], RiskLevel.AMBER, id="travelled"),
        pytest.param([Question.SYMPTOMS], RiskLevel.RED, id="symptoms"),
        pytest.param([Question.CONTACT_CASE], RiskLevel.RED, id="contact with a case"),
        pytest.param([Question.CONTACT_COUNTRY], RiskLevel.AMBER, id="contact from abroad"),
        pytest.param([Question.CONTACT_SYMPTOMS], RiskLevel.AMBER, id="contact with symptoms"),
        pytest.param([Question.TRAVELLED, Question.SYMPTOMS], RiskLevel.RED, id="the gravest counts"),
    ],
)
def test_the_shipped_table(yes, risk):
    judged = _triage(yes)

    assert judged.risk is risk
    assert set(judged.reasons) == {question.value for question in yes}


def test_who_comes_from_an_epidemic_area_is_red():
    judged = _triage([Question.TRAVELLED], from_epidemic=True)

    assert judged.risk is RiskLevel.RED
    assert judged.reasons[0] == EPIDEMIC_AREA


def test_the_gravest_reason_comes_first():
    assert _triage([Question.TRAVELLED, Question.CONTACT_CASE]).reasons[0] == "contact_case"


def test_an_answer_that_is_missing_is_no_no():
    assert judge(met_conditions({}, KEYS, from_epidemic=False), RULES).risk is RiskLevel.RED


def test_a_rule_with_two_conditions_needs_both_and_its_advice_is_given():
    advice = {"vi": "Xin đeo khẩu trang N95."}
    rules = [TriageRule(frozenset({"symptoms", EPIDEMIC_AREA}), RiskLevel.RED, advice)]

    assert judge({"symptoms"}, rules).risk is RiskLevel.GREEN
    assert judge({"symptoms", EPIDEMIC_AREA}, rules).advice == (advice,)


def _listing(from_on, until_on=None):
    names = names_of_area("Thành phố Hồ Chí Minh", "Sài Gòn", " TPHCM ")
    return EpidemicListing(names, "79", from_on, until_on)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("TP. Hồ Chí Minh, Cần Thơ", True, id="as it is spelt"),
        pytest.param("di choi ho chi minh", True, id="without marks"),
        pytest.param("SÀI GÒN", True, id="by another name"),
        pytest.param("tphcm-q7", True, id="by an abbreviation"),
        pytest.param("Sài Gòng", False, id="part of a word"),
        pytest.param("Hà Nội", False, id="elsewhere"),
        pytest.param("", False, id="nothing"),
    ],
)
def test_an_area_is_found_in_what_people_write(text, expected):
    assert is_from_epidemic([_listing(DAY)], [text], set(), sent_on=DAY, window=WINDOW) is expected


@pytest.mark.parametrize(
    ("from_on", "until_on", "expected"),
    [
        pytest.param(DAY, None, True, id="listed today"),
        pytest.param(DAY + timedelta(1), None, False, id="listed tomorrow"),
        pytest.param(DAY - timedelta(60), None, True, id="listed for long"),
        pytest.param(DAY - timedelta(60), DAY - timedelta(13), True, id="ended within the window"),
        pytest.param(DAY - timedelta(60), DAY - timedelta(14), False, id="ended before the window"),
    ],
)
def test_an_area_counts_on_the_days_that_the_form_asks_about(from_on, until_on, expected):
    assert is_from_epidemic([_listing(from_on, until_on)], [], {"79"}, sent_on=DAY, window=WINDOW) is expected


@pytest.mark.parametrize(
    ("risk", "in_use", "after", "expected"),
    [
        pytest.param(RiskLevel.GREEN, True, timedelta(0), True, id="at once"),
        pytest.param(RiskLevel.GREEN, True, timedelta(hours=23, minutes=59), True, id="in the last minute"),
        pytest.param(RiskLevel.GREEN, True, timedelta(hours=24), False, id="a day later"),
        pytest.param(RiskLevel.GREEN, True, timedelta(seconds=-1), False, id="from the future"),
        pytest.param(RiskLevel.AMBER, True, timedelta(hours=1), False, id="amber"),
        pytest.param(RiskLevel.RED, True, timedelta(hours=1), False, id="red"),
        pytest.param(RiskLevel.GREEN, False, timedelta(hours=1), False, id="a form out of use"),
    ],
)
def test_may_reuse(risk, in_use, after, expected):
    assert may_reuse(risk, SENT, is_in_use=in_use, at=SENT + after, valid_hours=24) is expected
