"""Heads hear of a letter and of their week's cut-off; those above of who is late, where the group says so."""

from datetime import timedelta

import pytest
import time_machine

from app import settings
from app.clock import at, local_day
from app.db import db, transaction
from app.directives.actions import acknowledge, confirm_period, load_letter, reopen_period
from app.directives.queries import Answer, find_confirmation, get_draft, get_period_book, last_over
from app.directives.rules import ConfirmationOutcome, PeriodStatus
from app.door import office_viewer
from app.jobs import run_job
from app.notices.models import Message, Reminder
from app.organisations.models import Relation
from app.organisations.queries import find_organisation
from app.organisations.rules import RelationGroup


def _friday():
    today = local_day()
    return today + timedelta((4 - today.weekday()) % 7 or 7)


@pytest.fixture
def friday(inside, cast):
    """09:00 of the Friday on which a week of the letter has just ended; the letter was sent two weeks before."""
    with time_machine.travel(at(_friday() - timedelta(14), 9), tick=False) as clock:
        with transaction():
            letter_id = load_letter(office_viewer()).id
        clock.move_to(at(local_day() + timedelta(14), 9))
        with transaction():
            db.session.execute(db.update(Reminder).values(next_at=None))
        yield clock, letter_id


def pass_to(clock, hour, minute=1):
    clock.move_to(at(local_day(), hour, minute))
    run_job("remind-of-letters")
    run_job("send-reminders")


def told(kind):
    db.session.rollback()
    rows = db.session.scalars(db.select(Message).where(Message.kind == f"directives.{kind}"))
    return sorted({each.user.username for each in rows})


def confirm(head, letter_id):
    with transaction():
        draft = get_draft(head.viewer, letter_id, last_over().first_on, organisation_id=head.organisation_id)
        confirm_period(head.viewer, draft, Answer(ConfirmationOutcome.NOT_CONFIRMED, "Thiếu số liệu"))


def test_addressees_hear_of_a_letter_as_it_is_sent_each_in_the_words_of_its_group(inside, cast):
    with transaction():
        tourism = find_organisation("tourism")
        db.session.execute(
            db.update(Relation).where(Relation.organisation_id == tourism.id).values(group=RelationGroup.MASS)
        )
    with transaction():
        load_letter(office_viewer())
    run_job("remind-of-letters")

    rows = {each.user.username: each.body for each in db.session.scalars(db.select(Message))}
    assert set(rows) == {"lan", "loan", "an", "anh", "binh"}
    assert "Chủ tịch UBND tỉnh đề nghị người đứng đầu" in rows["loan"]
    assert "Chủ tịch UBND tỉnh yêu cầu người đứng đầu" in rows["anh"]


def test_a_head_who_acknowledges_is_reminded_no_more(inside, cast):
    with transaction():
        letter_id = load_letter(office_viewer()).id
    with transaction():
        acknowledge(cast.loan.viewer, letter_id)
    with time_machine.travel(at(local_day() + timedelta(3), 8, 1)):
        run_job("send-reminders")

    assert told("receipt.before") == ["an", "anh", "binh"]


def test_a_week_is_reminded_of_before_and_at_its_cut_off_then_those_above_hear(friday, cast):
    clock, letter_id = friday
    pass_to(clock, 11)
    early = told("period.before")
    pass_to(clock, 12)
    before = told("period.before")
    confirm(cast.loan, letter_id)
    pass_to(clock, 15)
    pass_to(clock, 16)
    above_early = told("period.escalation")
    pass_to(clock, 17)
    pass_to(clock, 18)

    assert early == []
    assert before == ["an", "anh", "binh", "lan", "loan"]
    assert told("period.due") == ["an", "anh", "binh"]
    assert (above_early, told("period.escalation")) == ([], ["chau", "chuong"])
    (body,) = {each.body for each in db.session.scalars(db.select(Message).where(Message.kind.like("%period.esc%")))}
    assert "còn 3 cơ quan cấp dưới" in body
    assert "Sở Y tế, UBND thành phố Hà Tiên, UBND thành phố Phú Quốc" in body


def test_where_the_province_says_so_nobody_above_hears(friday, cast):
    clock, _ = friday
    with transaction():
        change = {"from_on": local_day(), "basis": "Quyết định 1"}
        settings.change(office_viewer(), "directives.escalates_direct", "no", **change)
    pass_to(clock, 11)
    pass_to(clock, 20)

    assert told("period.due") == ["an", "anh", "binh", "lan", "loan"]
    assert told("period.escalation") == []


def reopen(office, letter_id, first_on, organisation_id):
    """Twice, as somebody who taps again."""
    confirmed = find_confirmation(office.viewer, letter_id, organisation_id, first_on)
    for _tap in range(2):
        with transaction():
            reopen_period(office.viewer, confirmed, "Thiếu số liệu của hai khách sạn")


def pass_days(clock, *hours, days=1):
    """The hours of a later day, one after the other."""
    clock.move_to(at(local_day() + timedelta(days), hours[0], 1))
    for hour in hours:
        pass_to(clock, hour)


def count_told(kind):
    db.session.rollback()
    return db.session.scalar(db.select(db.func.count()).where(Message.kind == f"directives.{kind}"))


def test_a_period_that_was_reopened_is_reminded_of_anew_until_it_is_confirmed_once_more(friday, cast):
    clock, letter_id = friday
    pass_to(clock, 11)
    first_on = last_over().first_on
    for head in (cast.loan, cast.anh):
        confirm(head, letter_id)
    pass_to(clock, 16)
    before = {kind: count_told(f"period.{kind}") for kind in ("before", "due", "escalation")}
    reopen(cast.chau, letter_id, first_on, cast.loan.organisation_id)
    pass_to(clock, 20)
    on_friday = count_told("period.before") - before["before"], count_told("period.due")
    (row,) = [each for each in get_period_book(cast.loan.viewer, first_on).own if each.period.first_on == first_on]
    pass_days(clock, 11, 12, 15, 17, 18, days=3)

    # Until Monday's hour it is neither late nor forgotten.
    assert (row.status, row.due_at) == (PeriodStatus.DUE, at(local_day(), 15))
    assert on_friday == (0, before["due"])
    new = db.session.scalars(db.select(Message).where(Message.created_at >= at(local_day(), 0))).all()
    assert sorted({(each.kind.removeprefix("directives.period."), each.user.username) for each in new}) == [
        *(("before", name) for name in ("lan", "loan")),
        *(("due", name) for name in ("lan", "loan")),
        *(("escalation", name) for name in ("chau", "chuong")),
    ]
    assert len(new) == 6
    assert all("Sở Du lịch" in each.body for each in new)
    assert {
        each.user.username for each in db.session.scalars(db.select(Message)) if each.kind == "directives.reopened"
    } == {
        "lan",
        "loan",
    }


def test_who_confirmed_once_more_hears_no_more_of_it_and_a_third_version_begins_anew(friday, cast):
    clock, letter_id = friday
    pass_to(clock, 11)
    first_on = last_over().first_on
    confirm(cast.loan, letter_id)
    reopen(cast.chau, letter_id, first_on, cast.loan.organisation_id)
    confirm_first(cast.loan, letter_id, first_on)
    pass_days(clock, 12, 15, 17, days=3)
    after_second = [each for each in told_of(cast.loan) if each != "directives.reopened"]
    reopen(cast.chau, letter_id, first_on, cast.loan.organisation_id)
    pass_days(clock, 12, 15)

    assert after_second == ["directives.letter"]
    assert told_of(cast.loan)[-2:] == ["directives.period.before", "directives.period.due"]


def confirm_first(head, letter_id, first_on):
    with transaction():
        draft = get_draft(head.viewer, letter_id, first_on, organisation_id=head.organisation_id)
        confirm_period(head.viewer, draft, Answer(ConfirmationOutcome.NOT_CONFIRMED, "Đang bổ sung"))


def told_of(person):
    db.session.rollback()
    stmt = db.select(Message.kind).where(Message.user_id == person.user_id).order_by(Message.id)
    return list(db.session.scalars(stmt))
