"""`lead` counts what heads did in time, what they did late, and what they did not do."""

from datetime import date

import pytest
import time_machine

from app import clock
from app.access.actions import create_account
from app.access.policy import Role
from app.db import transaction
from app.directives.actions import acknowledge, confirm_period, record_document
from app.directives.measures import Cut, Span, StepState, figures_by, figures_of_body, lead_steps
from app.directives.queries import Answer, get_directive, get_draft
from app.directives.rules import ConfirmationOutcome, MeasureKey
from app.documents.papers import KeptPaper
from app.door import office_viewer
from app.organisations.actions import appoint
from app.organisations.queries import find_organisation
from app.organisations.rules import Position
from tests.cast import PASSWORD, START, as_person
from tests.directives.conftest import FIRST_ON, LAST_ON

LEAD = MeasureKey.LEAD
WEEK = {"first": FIRST_ON, "last": LAST_ON}
NEXT_WEEK = {"first": date(2021, 5, 7), "last": date(2021, 5, 13)}
IN_TIME = clock.at(date(2021, 5, 5), 8)


@pytest.fixture
def inside_letter(letter, inside):
    return letter


def acknowledge_at(viewer, letter, at):
    with time_machine.travel(at, tick=False), transaction():
        acknowledge(viewer, letter)


def confirm_at(viewer, letter, at, outcome=ConfirmationOutcome.CONFIRMED_WITH_SHORTFALL):
    with time_machine.travel(at, tick=False):
        draft = get_draft(viewer, letter, FIRST_ON, organisation_id=viewer.organisation_id)
        reasons = dict.fromkeys(draft.below_target, "đang khắc phục")
        with transaction():
            confirm_period(viewer, draft, Answer(outcome, "có giải trình", reasons))


def state(cast, at, week=WEEK):
    steps = lead_steps(cast.anh.viewer, Span(week["first"], week["last"], at))
    return [(step.kind.value, step.state) for step in steps]


@pytest.mark.parametrize(
    ("done_at", "expected"),
    [
        pytest.param(None, StepState.MISSING, id="never"),
        pytest.param(clock.at(date(2021, 5, 6), 23, 59), StepState.IN_TIME, id="last minute"),
        pytest.param(clock.at(date(2021, 5, 7), 0, 1), StepState.LATE, id="a minute late"),
    ],
)
def test_an_acknowledgement_is_in_time_late_or_missing(inside_letter, cast, done_at, expected):
    if done_at:
        acknowledge_at(cast.anh.viewer, inside_letter, done_at)

    assert state(cast, clock.at(date(2021, 5, 7), 12))[0] == ("acknowledge", expected)


def test_who_was_late_once_stands_done_in_the_next_week(inside_letter, cast):
    acknowledge_at(cast.loan.viewer, inside_letter, clock.at(date(2021, 5, 7), 1))
    at = clock.at(date(2021, 5, 20), 9)

    late = figures_of_body(cast.chau.viewer, cast.loan.organisation_id, [LEAD], **NEXT_WEEK, at=at)[LEAD]
    after = figures_of_body(
        cast.chau.viewer, cast.loan.organisation_id, [LEAD], first=date(2021, 5, 14), last=date(2021, 5, 19), at=at
    )[LEAD]

    assert (late.numerator, late.split["step_late"]) == (0, 1)
    # Acknowledged; the document is missing, and a department has no bodies below.
    assert (after.numerator, after.denominator, after.split["below_due"]) == (1, 2, 0)


def test_the_acknowledgement_is_not_due_before_its_day(inside_letter, cast):
    assert state(cast, clock.at(date(2021, 5, 6), 23)) == []


@pytest.mark.parametrize(
    ("done_at", "outcome", "expected"),
    [
        pytest.param(clock.at(date(2021, 5, 7), 10), ConfirmationOutcome.CONFIRMED_WITH_SHORTFALL, StepState.IN_TIME),
        pytest.param(clock.at(date(2021, 5, 7), 15, 1), ConfirmationOutcome.CONFIRMED_WITH_SHORTFALL, StepState.LATE),
        pytest.param(clock.at(date(2021, 5, 7), 11), ConfirmationOutcome.NOT_CONFIRMED, StepState.DECLINED),
        pytest.param(None, None, StepState.MISSING),
    ],
)
def test_a_confirmation_is_in_time_late_declined_or_missing(inside_letter, cast, done_at, outcome, expected):
    if done_at:
        confirm_at(cast.anh.viewer, inside_letter, done_at, outcome)

    assert state(cast, clock.at(date(2021, 5, 8), 9))[1] == ("confirm", expected)


def test_a_confirmation_is_not_due_before_its_hour(inside_letter, cast):
    assert [kind for kind, _ in state(cast, clock.at(date(2021, 5, 7), 14, 59))] == ["acknowledge"]


def test_every_level_sums_the_bodies(inside_letter, cast):
    acknowledge_at(cast.anh.viewer, inside_letter, IN_TIME)
    at = clock.at(date(2021, 5, 8), 9)

    leaves = figures_by(cast.chau.viewer, Cut.OWNER, [LEAD], **WEEK, at=at)
    province = figures_of_body(cast.chau.viewer, cast.chau.organisation_id, [LEAD], **WEEK, at=at)[LEAD]

    assert {leaf[LEAD].denominator for leaf in leaves.values()} == {2}
    assert (province.numerator, province.denominator) == (1, 8)
    assert leaves[cast.anh.organisation_id][LEAD].split["step_missing"] == 1


def test_communes_are_not_asked_and_places_have_no_steps(inside_letter, cast):
    at = clock.at(date(2021, 5, 8), 9)

    assert cast.duong.organisation_id not in figures_by(cast.chau.viewer, Cut.OWNER, [LEAD], **WEEK, at=at)
    assert figures_by(cast.chau.viewer, Cut.PLACE, [LEAD], **WEEK, at=at) == {}


def test_a_district_sees_its_own_steps_only(inside_letter, cast):
    at = clock.at(date(2021, 5, 8), 9)

    assert set(figures_by(cast.binh.viewer, Cut.OWNER, [LEAD], **WEEK, at=at)) == {cast.binh.organisation_id}


def test_the_document_and_those_below_are_due_from_their_days(inside_letter, cast):
    kinds = [kind for kind, _ in state(cast, clock.at(date(2021, 5, 20), 9), NEXT_WEEK)]

    assert kinds == ["acknowledge", "document", "below", "confirm"]
    assert state(cast, clock.at(date(2021, 5, 9), 0), NEXT_WEEK)[1:] == [("below", StepState.MISSING)]


def record_at(viewer, letter, at):
    with time_machine.travel(at, tick=False), transaction():
        kept = KeptPaper("application/pdf", b"%PDF")
        words = {"number": "1/KH", "title": "Kế hoạch", "signed_on": at.date(), "file_name": "a.pdf"}
        record_document(viewer, get_directive(letter), kept=kept, **words)


@pytest.mark.parametrize(
    ("done_at", "expected"),
    [
        pytest.param(None, StepState.MISSING, id="never"),
        pytest.param(clock.at(date(2021, 5, 10), 23), StepState.IN_TIME, id="last day"),
        pytest.param(clock.at(date(2021, 5, 11), 1), StepState.LATE, id="a day late"),
    ],
)
def test_a_document_is_in_time_late_or_missing(inside_letter, cast, done_at, expected):
    if done_at:
        record_at(cast.an.viewer, inside_letter, done_at)
        record_at(cast.an.viewer, inside_letter, clock.at(date(2021, 5, 19), 1))

    assert dict(state(cast, clock.at(date(2021, 5, 20), 9), NEXT_WEEK))["document"] is expected


def test_those_below_are_done_when_the_last_of_them_is(inside_letter, cast):
    heads = [commune_head(code, number) for number, code in enumerate(("commune-31078", "commune-31096"))]
    at = clock.at(date(2021, 5, 20), 9)
    acknowledge_at(cast.anh.viewer, inside_letter, IN_TIME)
    acknowledge_at(heads[0].viewer, inside_letter, IN_TIME)
    one_is_missing = dict(state(cast, at, NEXT_WEEK))["below"]
    acknowledge_at(heads[1].viewer, inside_letter, clock.at(date(2021, 5, 9), 8))

    assert one_is_missing is StepState.MISSING
    assert dict(state(cast, at, NEXT_WEEK))["below"] is StepState.LATE


def commune_head(code, number):
    body = find_organisation(code)
    with transaction():
        appoint(office_viewer(), body, position=Position.HEAD, full_name=code, title="Chủ tịch", from_on=START)
        user = create_account(
            office_viewer(),
            username=f"xa{number}",
            password=PASSWORD,
            full_name=code,
            role=Role.COMMUNE_HEAD,
            organisation=body,
        )
    return as_person(user)
