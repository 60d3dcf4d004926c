"""Samples and what they showed; needs that were met; rooms of sites and who is in which."""

from collections.abc import Sequence
from datetime import date

from app import audit
from app.access.scope import within
from app.clock import local_day, now
from app.db import db
from app.door import Viewer
from app.follow_ups.actions import stays
from app.follow_ups.actions.cases import CaseEnded, refuse_if_ended, refuse_if_erased, set_class
from app.follow_ups.actions.positive import raise_positive
from app.follow_ups.models import FollowUp, FollowUpNeed, FollowUpTest, SiteRoom
from app.follow_ups.queries.sites import list_rooms
from app.follow_ups.rules.cases import FINAL_RESULTS, CaseClass, PaperKind, SampleResult, Serving
from app.gate.rules.regulars import Group
from app.text import nfc
from app.units.models import Unit


class ResultStands(Exception):
    """What a sample showed is known already; another result is a correction with its reason."""


def record_sample(viewer: Viewer, test: FollowUpTest, result: SampleResult, *, on: date) -> None:
    """Note that a sample was taken, or what it showed. Who is positive is F0 from now on.

    Of who has left it is noted in the same way: results come when they come. A sample that was due after he left was
    never taken here. Said a second time nothing changes. Raises CaseEnded, ResultStands.
    """
    row = test.follow_up
    refuse_if_erased(row)
    if test.result is result:
        return
    if test.result in FINAL_RESULTS:
        raise ResultStands
    if not may_come_late(test):
        raise CaseEnded
    test.result, test.by_id = result, viewer.user_id
    test.taken_on = test.taken_on or min(on, row.ended_on or on)
    test.result_on = None if result is SampleResult.TAKEN else on
    audit.record("follow_up.sampled", row.id, by=viewer, test_id=test.id, result=result)
    if result is SampleResult.POSITIVE:
        set_class(viewer, row, CaseClass.F0)
        raise_positive(row, on)


def may_come_late(test: FollowUpTest) -> bool:
    """Whether there can be such a sample of who has left."""
    left_on = test.follow_up.ended_on
    return left_on is None or test.taken_on is not None or test.due_on <= left_on


def add_sample(viewer: Viewer, row: FollowUp, *, due_on: date) -> None:
    """A sample that the protocol does not ask for; one on a day that has one already is that one. Raises CaseEnded."""
    refuse_if_ended(row)
    known = within(viewer, FollowUpTest).where(FollowUpTest.follow_up_id == row.id, FollowUpTest.due_on == due_on)
    if db.session.scalar(known) is None:
        number = (due_on - row.started_on).days + 1
        db.session.add(FollowUpTest(follow_up_id=row.id, due_on=due_on, day_number=number))
        audit.record("follow_up.sample_planned", row.id, by=viewer, due_on=due_on.isoformat())


def answer_need(viewer: Viewer, need: FollowUpNeed) -> None:
    """Say that the family has got it; said a second time the first answer stands."""
    if need.answered_at is None:
        need.answered_at, need.answered_by_id = now(), viewer.user_id
        audit.record("follow_up.need_answered", need.follow_up_id, by=viewer, kind=need.kind)


def keep_rooms(viewer: Viewer, unit: Unit, rooms: Sequence[Group]) -> None:
    """Let these be the rooms of a site: known ones take the new number of beds, those left out end."""
    known = {Group(row.name, row.beds).key: row for row in list_rooms(viewer, unit)}
    for room in rooms:
        row = known.pop(room.key, None) or SiteRoom(unit_id=unit.id)
        row.name, row.beds = room.name, room.people
        db.session.add(row)
    for row in known.values():
        row.ended_at = now()
    audit.record("unit.rooms_kept", unit.id, by=viewer, rooms=len(rooms), beds=sum(room.people for room in rooms))


def note_served(viewer: Viewer, row: FollowUp, *, paper: PaperKind, served_on: date, served_by: Serving) -> None:
    """Note that a document was handed over, when and how."""
    told = {"paper": paper, "served_on": served_on.isoformat(), "served_by": served_by}
    audit.record("follow_up.served", row.id, by=viewer, **told)


def put_into_room(viewer: Viewer, row: FollowUp, *, room: str, bed: str) -> None:
    """Say where at the site somebody stays. Raises CaseEnded."""
    refuse_if_ended(row)
    row.room, row.bed = nfc(room), nfc(bed)
    stays.change_room(row)
    audit.record("follow_up.moved_room", row.id, by=viewer, day=local_day().isoformat())
