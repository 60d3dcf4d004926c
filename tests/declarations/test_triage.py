"""How a declaration is judged, and how long it may be used again."""

from datetime import UTC, datetime, timedelta

import pytest

from app.clock import local_day
from app.db import transaction
from app.declarations.rules import FORM_VERSION, Answer, Question, RiskLevel, may_reuse, triage
from app.declarations.settings import risk_levels
from app.door import office_viewer
from app.settings import change

HEALTHY = dict.fromkeys(Question, Answer.NO)
SENT = datetime(2021, 5, 10, 1, 0, tzinfo=UTC)


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
def test_triage(yes, risk):
    judged = triage(HEALTHY | dict.fromkeys(yes, Answer.YES))

    assert judged.risk is risk
    assert set(judged.reasons) == set(yes)


def test_the_gravest_reason_comes_first():
    judged = triage(HEALTHY | dict.fromkeys([Question.TRAVELLED, Question.CONTACT_CASE], Answer.YES))

    assert judged.reasons[0] is Question.CONTACT_CASE


def test_an_answer_that_is_missing_is_no_no():
    assert triage({}).risk is RiskLevel.RED


def test_the_province_changes_the_table(inside):
    with transaction():
        change(office_viewer(), "declarations.risk_travelled", "green", from_on=local_day(), basis="1234/SYT")

    assert triage(HEALTHY | {Question.TRAVELLED: Answer.YES}, risk_levels()).risk is RiskLevel.GREEN


@pytest.mark.parametrize(
    ("risk", "version", "after", "expected"),
    [
        pytest.param(RiskLevel.GREEN, FORM_VERSION, timedelta(0), True, id="at once"),
        pytest.param(RiskLevel.GREEN, FORM_VERSION, timedelta(hours=23, minutes=59), True, id="in the last minute"),
        pytest.param(RiskLevel.GREEN, FORM_VERSION, timedelta(hours=24), False, id="a day later"),
        pytest.param(RiskLevel.GREEN, FORM_VERSION, timedelta(seconds=-1), False, id="from the future"),
        pytest.param(RiskLevel.AMBER, FORM_VERSION, timedelta(hours=1), False, id="amber"),
        pytest.param(RiskLevel.RED, FORM_VERSION, timedelta(hours=1), False, id="red"),
        pytest.param(RiskLevel.GREEN, FORM_VERSION + 1, timedelta(hours=1), False, id="another form"),
    ],
)
def test_may_reuse(risk, version, after, expected):
    assert may_reuse(risk, version, SENT, at=SENT + after, valid_hours=24) is expected
