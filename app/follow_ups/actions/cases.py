"""One case from its opening to its end. Days on which a body owes an update are kept in spells."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select, update

from app import audit
from app.access.scope import unscoped, within
from app.areas.models import Area
from app.clock import local_day, now
from app.db import db
from app.door import Viewer
from app.follow_ups.actions import stays
from app.follow_ups.actions.alerts import settle_missing
from app.follow_ups.models import FollowUp, FollowUpAlert, FollowUpSpell, FollowUpTest
from app.follow_ups.people import Person, new_key, renew_token, seal_person
from app.follow_ups.queries.protocols import find_protocol
from app.follow_ups.rules.cases import CaseClass, CaseEnd, Place
from app.follow_ups.rules.protocols import planned_end, sample_days
from app.follow_ups.rules.reports import Session
from app.organisations.models import Organisation
from app.text import nfc
from app.units.models import Unit
from app.zones.models import Team

WITH_HEAD = "a household goes with its head, whose case is the viewer's"


class NoProtocol(Exception):
    """No protocol holds for the day on which the case starts."""


class CaseEnded(Exception):
    """What has ended does not change."""


class EndTooEarly(Exception):
    """A planned end can be put off, not brought forward; who is released earlier is ended early with a reason."""


@dataclass(frozen=True)
class NewCase:
    """What an order says: who, why, where from when, who answers."""

    person: Person
    case_class: CaseClass
    place: Place
    organisation: Organisation
    area: Area
    order_number: str
    started_on: date
    unit: Unit | None = None
    room: str = ""
    bed: str = ""
    team: Team | None = None
    head: FollowUp | None = None
    planned_end_on: date | None = None


def open_case(viewer: Viewer, new: NewCase, *, key: str = "") -> FollowUp:
    """Begin to follow somebody. `key` is that of the form: sent twice, it opens one case. Raises NoProtocol."""
    key = key or new_key()
    if found := _opened(viewer, key):
        return found
    protocol = find_protocol(new.started_on)
    if protocol is None:
        raise NoProtocol
    end = new.planned_end_on or planned_end(new.started_on, protocol.schedule, new.place)
    row = FollowUp(key=key, case_class=new.case_class, place=new.place, order_number=nfc(new.order_number))
    row.organisation, row.area, row.unit, row.protocol = new.organisation, new.area, new.unit, protocol
    row.room, row.bed, row.team = nfc(new.room), nfc(new.bed), new.team
    row.head_id = new.head.id if new.head else None
    row.started_on, row.planned_end_on = new.started_on, end
    row.opened_at, row.opened_by_id = now(), viewer.user_id
    seal_person(row, new.person)
    renew_token(row)
    db.session.add(row)
    db.session.flush()
    _begin_spell(row, new.started_on + timedelta(1))
    stays.begin_room(row, new.started_on)
    if new.head:
        stays.live_with(row, new.head)
    plan_samples(viewer, row, from_on=new.started_on)
    audit.record("follow_up.opened", row.id, by=viewer, case_class=row.case_class, organisation_id=row.organisation.id)
    return row


def plan_samples(viewer: Viewer, row: FollowUp, *, from_on: date) -> None:
    """Let the samples of the case's protocol be due, from a day on until its end; those that stand already do."""
    stmt = within(viewer, FollowUpTest).where(FollowUpTest.follow_up_id == row.id)
    known = set(db.session.scalars(stmt.with_only_columns(FollowUpTest.due_on)))
    for sample in sample_days(row.started_on, row.protocol.schedule):
        if from_on <= sample.due_on <= row.planned_end_on and sample.due_on not in known:
            db.session.add(FollowUpTest(follow_up_id=row.id, due_on=sample.due_on, day_number=sample.number))


def _opened(viewer: Viewer, key: str) -> FollowUp | None:
    found: FollowUp | None = db.session.scalar(within(viewer, FollowUp).where(FollowUp.key == key))
    return found


def extend_case(viewer: Viewer, row: FollowUp, *, until_on: date, order_number: str) -> None:
    """Put the planned end off. Raises CaseEnded, EndTooEarly."""
    refuse_if_ended(row)
    if until_on <= row.planned_end_on:
        raise EndTooEarly
    before, row.planned_end_on = row.planned_end_on, until_on
    told = {"before": before.isoformat(), "until": until_on.isoformat(), "order_number": nfc(order_number)}
    audit.record("follow_up.extended", row.id, by=viewer, **told)


def convert_case(viewer: Viewer, row: FollowUp, case_class: CaseClass) -> None:
    """Let the person be of another class; what he was stays in the history. Raises CaseEnded."""
    refuse_if_ended(row)
    set_class(viewer, row, case_class)


def set_class(viewer: Viewer, row: FollowUp, case_class: CaseClass) -> None:
    """The same, also of somebody who has left: a result that comes late says what he is all the same."""
    if case_class is row.case_class:
        return
    before, row.case_class = row.case_class, case_class
    audit.record("follow_up.converted", row.id, by=viewer, before=before, case_class=case_class)


def assign_team(viewer: Viewer, row: FollowUp, team: Team | None) -> None:
    """Say which team looks after who is at home, and after what waits of him. Raises CaseEnded."""
    refuse_if_ended(row)
    row.team = team
    team_id = team.id if team else None
    move_alerts(row, team_id=team_id)
    audit.record("follow_up.assigned", row.id, by=viewer, team_id=team_id)


def move_alerts(row: FollowUp, **place: int | None) -> None:
    """What waits of a case is looked after by whoever looks after the case."""
    stmt = update(FollowUpAlert).where(FollowUpAlert.follow_up_id == row.id, FollowUpAlert.acknowledged_at.is_(None))
    stmt = stmt.values(**place)
    db.session.execute(unscoped(stmt, because="what waits of a case goes with the case, which is the viewer's"))


def report_for(viewer: Viewer, row: FollowUp, head: FollowUp | None) -> None:
    """Let the head of the household report for this person too, or nobody but himself. Raises CaseEnded."""
    refuse_if_ended(row)
    row.head_id = head.id if head and head.id != row.id else None
    if head and row.head_id:
        # Of a household one reports: those for whom this person did go to the same head.
        for member in _members_of(row):
            stays.live_with(member, head)
        _give_members(row, row.head_id)
        stays.live_with(row, head)
    audit.record("follow_up.joined_household", row.id, by=viewer, head_id=row.head_id)


def leave_household(viewer: Viewer, row: FollowUp) -> None:
    """Somebody lives elsewhere now: nobody reports for him, and he for nobody."""
    row.head_id = None
    _free_members(viewer, row)


def _free_members(viewer: Viewer, row: FollowUp) -> None:
    """By this one's link the household is reported no more: from now on each of its members has only his own."""
    for member in _members_of(row):
        audit.record("follow_up.joined_household", member.id, by=viewer, head_id=None)
    _give_members(row, None)


def _members_of(row: FollowUp) -> Sequence[FollowUp]:
    stmt = select(FollowUp).where(FollowUp.head_id == row.id, FollowUp.ended_on.is_(None)).order_by(FollowUp.id)
    return db.session.scalars(unscoped(stmt, because=WITH_HEAD)).all()


def _give_members(row: FollowUp, head_id: int | None) -> None:
    stmt = update(FollowUp).where(FollowUp.head_id == row.id).values(head_id=head_id)
    db.session.execute(unscoped(stmt, because=WITH_HEAD))


def renew_link(viewer: Viewer, row: FollowUp) -> None:
    """Make a new link; who holds the old one sees nothing any more. Raises CaseEnded."""
    refuse_if_ended(row)
    renew_token(row)
    audit.record("follow_up.link_renewed", row.id, by=viewer)


def move_to_hospital(viewer: Viewer, row: FollowUp) -> None:
    """From today nobody owes an update. Raises CaseEnded."""
    refuse_if_ended(row)
    row.place = Place.HOSPITAL
    stays.leave_room(row)
    end_spells(viewer, row, local_day())
    settle_missing(row)
    audit.record("follow_up.in_hospital", row.id, by=viewer)


def return_from_hospital(viewer: Viewer, row: FollowUp) -> None:
    """Back at the site, or at home. Raises CaseEnded."""
    refuse_if_ended(row)
    row.place = Place.SITE if row.unit_id else Place.HOME
    stays.begin_room(row, local_day())
    _begin_spell(row, local_day() + timedelta(1))
    audit.record("follow_up.back_from_hospital", row.id, by=viewer)


def end_case(viewer: Viewer, row: FollowUp, *, end: CaseEnd, reason: str = "") -> None:
    """The case is over: nothing more is due, and its link is dead.

    Raises CaseEnded, and EndTooEarly where it is called completed before its planned end.
    """
    refuse_if_ended(row)
    today = local_day()
    if end is CaseEnd.COMPLETED and today < row.planned_end_on:
        raise EndTooEarly
    row.ended_on, row.end, row.end_reason = today, end, nfc(reason)
    row.token_digest = None
    stays.leave_everybody(row)
    end_spells(viewer, row, today)
    settle_missing(row)
    _free_members(viewer, row)
    audit.record("follow_up.ended", row.id, by=viewer, end=end)


def take_over(viewer: Viewer, row: FollowUp, day: date) -> None:
    """From a day on the case's body of now owes the updates."""
    end_spells(viewer, row, day)
    _begin_spell(row, max(day, row.started_on + timedelta(1)))


def end_spells(viewer: Viewer, row: FollowUp, day: date) -> None:
    """Nobody owes an update from this day on."""
    stmt = within(viewer, FollowUpSpell).where(FollowUpSpell.follow_up_id == row.id, FollowUpSpell.until_on.is_(None))
    for spell in db.session.scalars(stmt):
        spell.until_on = max(day, spell.from_on)


def refuse_if_ended(row: FollowUp) -> None:
    """Raises CaseEnded."""
    if not row.is_open:
        raise CaseEnded


def refuse_if_erased(row: FollowUp) -> None:
    """What was written of who has left can be put right, and what comes late noted, until he is erased.

    Raises CaseEnded.
    """
    if row.erased_at is not None:
        raise CaseEnded


def note_report(row: FollowUp, day: date, session: Session) -> None:
    """Keep on the case itself on which day it was last reported, so that lists need not look further."""
    if session is Session.MORNING:
        row.morning_on = max(day, row.morning_on or day)
    else:
        row.evening_on = max(day, row.evening_on or day)
    row.first_report_at = row.first_report_at or now()


def _begin_spell(row: FollowUp, from_on: date) -> None:
    place = {
        "organisation_id": row.organisation.id,
        "area_id": row.area.id,
        "unit_id": row.unit.id if row.unit else None,
    }
    db.session.add(FollowUpSpell(follow_up_id=row.id, place=row.place, from_on=from_on, **place))
