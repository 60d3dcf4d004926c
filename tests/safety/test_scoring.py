"""The four scoring models, on every boundary that the documents give."""

import json
from importlib import resources

import pytest

from app.safety.rules import (
    Level,
    Model,
    Source,
    Unanswered,
    is_address_at,
    judge,
    missing,
    read_scoring,
    to_fix,
)
from app.units.rules import UnitKind

SHIPPED = {
    each["code"]: each
    for each in json.loads((resources.files("app.safety") / "data" / "criteria_sets.json").read_text("utf-8"))
}
GOOD, FAIR, POOR = (band["name"] for band in SHIPPED["school"]["bands"])


def _scoring(code):
    return read_scoring(Model(SHIPPED[code]["model"]), SHIPPED[code])


def _answers(code, **changed):
    """The best answers there are, but those to `number_N`."""
    scoring = _scoring(code)
    best = min if scoring.model is Model.INDEX else max
    answers = {each.number: best(option.value for option in each.options) for each in scoring.criteria}
    return scoring, answers | {int(name.removeprefix("number_")): value for name, value in changed.items()}


def _failing(code, numbers):
    return _answers(code, **{f"number_{number}": 0 for number in numbers})


@pytest.mark.parametrize(
    ("failed", "name", "level"),
    [
        ((), GOOD, Level.SAFE),
        ((1, 2, 3, 6), GOOD, Level.SAFE),  # 11 met
        ((1, 2, 3, 6, 7), FAIR, Level.AT_RISK),  # 10
        ((1, 2, 3, 6, 7, 8, 9), FAIR, Level.AT_RISK),  # 8
        ((1, 2, 3, 6, 7, 8, 9, 12), POOR, Level.UNSAFE),  # 7
        (range(1, 16), POOR, Level.UNSAFE),
        *(((number,), POOR, Level.UNSAFE) for number in (4, 5, 10, 11)),  # 14 met, a mandatory one is not
        *(((number,), GOOD, Level.SAFE) for number in (1, 2, 3, 6, 7, 8, 9, 12, 13, 14, 15)),
    ],
)
def test_a_school_counts_what_it_meets_and_must_meet_four_of_them(failed, name, level):
    verdict = judge(*_failing("school", failed))

    assert (verdict.band.name, verdict.level) == (name, level)


def test_a_school_has_seven_criteria_before_six_during_and_two_after_the_day():
    assert [len(section.criteria) for section in _scoring("school").sections] == [7, 6, 2]


def _index(total):
    """Answers to fifteen plain criteria of 0 to 20 that add up to `total`."""
    content = {
        "options": [[value, str(value)] for value in range(21)],
        "sections": [{"name": "", "criteria": [{"text": ""}] * 15}],
        "bands": SHIPPED["workplace"]["bands"],
    }
    values = {number: min(20, max(0, total - 20 * (number - 1))) for number in range(1, 16)}
    return read_scoring(Model.INDEX, content), values


@pytest.mark.parametrize(
    ("total", "name", "level"),
    [
        (0, "Rất ít nguy cơ lây nhiễm", Level.SAFE),
        (45, "Rất ít nguy cơ lây nhiễm", Level.SAFE),  # 15 %
        (46, "Nguy cơ lây nhiễm thấp", Level.SAFE),  # 15,3 % is rounded up
        (90, "Nguy cơ lây nhiễm thấp", Level.SAFE),  # 30 %
        (91, "Nguy cơ lây nhiễm trung bình", Level.AT_RISK),
        (150, "Nguy cơ lây nhiễm trung bình", Level.AT_RISK),  # 50 %
        (151, "Nguy cơ lây nhiễm cao", Level.UNSAFE),
        (240, "Nguy cơ lây nhiễm cao", Level.UNSAFE),  # 80 %
        (241, "Nguy cơ lây nhiễm rất cao", Level.UNSAFE),
        (300, "Nguy cơ lây nhiễm rất cao", Level.UNSAFE),
    ],
)
def test_a_workplace_adds_indices_of_three_hundred_and_more_is_worse(total, name, level):
    verdict = judge(*_index(total))

    assert (verdict.score, verdict.most) == (total, 300)
    assert (verdict.band.name, verdict.level) == (name, level)


def test_the_indices_of_a_workplace_add_up_to_three_hundred():
    scoring = _scoring("workplace")

    assert (len(scoring.criteria), scoring.most) == (15, 300)
    assert [option.value for option in scoring.criteria[0].options] == [1, 2, 4, 6, 8, 10]


@pytest.mark.parametrize(
    ("code", "points", "level"),
    [
        ("lodging", 100, Level.SAFE),
        ("lodging", 95, Level.AT_RISK),
        ("lodging", 50, Level.AT_RISK),
        ("lodging", 45, Level.UNSAFE),
        ("transport", 80, Level.SAFE),
        ("transport", 75, Level.AT_RISK),
        ("transport", 60, Level.AT_RISK),
        ("transport", 55, Level.UNSAFE),
        ("supermarket", 80, Level.SAFE),
        ("supermarket", 75, Level.AT_RISK),
        ("supermarket", 50, Level.AT_RISK),
        ("supermarket", 45, Level.UNSAFE),
        ("market", 80, Level.SAFE),
        ("market", 75, Level.AT_RISK),
        ("market", 50, Level.AT_RISK),
        ("market", 45, Level.UNSAFE),
    ],
)
def test_points_are_held_against_the_bounds_of_the_kind(code, points, level):
    assert judge(*_lowered(code, points)).level is level


def _lowered(code, points):
    """Answers worth so many of a hundred points, with no mandatory criterion at nothing."""
    scoring, answers = _answers(code)
    free = [each for each in scoring.criteria if not each.is_mandatory]
    bound = [each for each in scoring.criteria if each.is_mandatory]
    for each in [*free, *free, *bound]:
        options = sorted(option.value for option in each.options if option.value or not each.is_mandatory)
        lower = [value for value in options if value < answers[each.number]]
        if lower and sum(answers.values()) - points >= answers[each.number] - lower[-1]:
            answers[each.number] = lower[-1]
    assert sum(answers.values()) == points
    return scoring, answers


@pytest.mark.parametrize(
    ("failed", "level"),
    [
        ((), Level.SAFE),
        ((1, 2, 3, 4, 6), Level.SAFE),  # 50 %
        ((1, 2, 3, 4, 6, 7), Level.UNSAFE),  # 40 %
        *(((number,), Level.UNSAFE) for number in (5, 9, 10)),
    ],
)
def test_a_restaurant_has_three_criteria_that_it_must_meet(failed, level):
    assert judge(*_failing("eating", failed)).level is level


@pytest.mark.parametrize(
    ("code", "mandatory"),
    [("transport", range(1, 7)), ("supermarket", (3, 4)), ("market", (1, 2)), ("lodging", ())],
)
def test_nothing_at_a_mandatory_criterion_stops_the_unit(code, mandatory):
    scoring = _scoring(code)
    stops = [each.number for each in scoring.criteria if judge(*_failing(code, (each.number,))).level is Level.UNSAFE]

    assert stops == list(mandatory)


@pytest.mark.parametrize(
    ("points", "level"),
    [
        (150, Level.SAFE),
        (113, Level.SAFE),
        (112, Level.AT_RISK),  # 112,5 is exactly 75 %
        (75, Level.AT_RISK),  # 50 %
        (74, Level.UNSAFE),
    ],
)
def test_a_hospital_needs_more_than_three_quarters_of_150_points(points, level):
    content = {
        "options": [[value, str(value)] for value in range(6)],
        "sections": [{"name": "", "criteria": [{"text": ""}] * 30}],
        "bands": SHIPPED["hospital"]["bands"],
    }
    answers = {number: points // 30 + (number <= points % 30) for number in range(1, 31)}

    assert judge(read_scoring(Model.VETO, content), answers).level is level


def test_exactly_three_quarters_is_the_lower_level_of_a_hospital():
    content = {
        "options": [[value, str(value)] for value in range(5)],
        "sections": [{"name": "", "criteria": [{"text": ""}] * 4}],
        "bands": SHIPPED["hospital"]["bands"],
    }

    assert judge(read_scoring(Model.VETO, content), {1: 3, 2: 3, 3: 3, 4: 3}).level is Level.AT_RISK


def test_one_criterion_at_nothing_makes_a_hospital_unsafe():
    scoring = _scoring("hospital")

    assert (len(scoring.sections), len(scoring.criteria), scoring.most) == (8, 37, 150)
    assert {judge(*_failing("hospital", (each.number,))).level for each in scoring.criteria} == {Level.UNSAFE}


def test_without_all_answers_there_is_no_level():
    scoring, answers = _answers("school")
    del answers[15]

    assert [each.number for each in missing(scoring, answers)] == [15]
    with pytest.raises(Unanswered):
        judge(scoring, answers)


def test_what_decides_alone_is_to_be_fixed_first_then_the_largest_losses():
    scoring, answers = _answers("transport", number_2=0, number_7=0, number_1=5)
    indices, high = _answers("workplace", number_4=10, number_9=25)

    assert [each.number for each in to_fix(scoring, answers)] == [2, 7, 1]
    assert [each.number for each in to_fix(indices, high)] == [9, 4]


def test_every_kind_of_unit_has_one_set_with_a_basis():
    kinds = [kind for each in SHIPPED.values() for kind in each["kinds"]]

    assert sorted(kinds) == sorted(kind.value for kind in UnitKind)
    assert all(each["basis"] and each["note"] for each in SHIPPED.values())


@pytest.mark.parametrize(
    ("source", "address", "known"),
    [
        (Source.ANTOANCOVID, "https://antoancovid.vn/co-so/1", True),
        (Source.ANTOANCOVID, "https://www.antoancovid.vn/", True),
        (Source.TOURISM, "https://safe.tourism.com.vn/x", True),
        (Source.TOURISM, "https://antoancovid.vn/x", False),
        (Source.ANTOANCOVID, "https://antoancovid.vn.example.com/", False),
        (Source.ANTOANCOVID, "https://notantoancovid.vn/", False),
        (Source.ANTOANCOVID, "javascript:alert(1)//antoancovid.vn", False),
        (Source.ANTOANCOVID, "https://[antoancovid.vn", False),
    ],
)
def test_a_link_leads_to_the_system_that_is_named(source, address, known):
    assert is_address_at(source, address) is known
