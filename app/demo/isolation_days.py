"""The days of people in isolation after the story: what is said of them, their samples, who goes home and who comes."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from random import Random

from app import clock
from app.access.scope import within
from app.db import db
from app.demo.isolation import HOURS, MISSED_SHARE, invent_case, invent_cell
from app.door import Viewer, office_viewer
from app.follow_ups.actions import end_case, open_case, record_sample, write_report
from app.follow_ups.models import FollowUp
from app.follow_ups.queries.samples import list_tests
from app.follow_ups.rules.cases import CaseEnd, Place, SampleResult
from app.follow_ups.rules.reports import Session, Writer, read_cell

# Whoever comes back after months finds a few days told of each person, and does not wait for all of them.
LONGEST_TOLD = timedelta(days=3)
CARES = (1.0, 0.98, 0.95, 0.9, 0.6)


def follow_on(since: datetime, until: datetime) -> int:
    """What falls between two instants; in steps or at once the same sessions are told. Returns how many these are.

    Cases that somebody opened in the demo are his own to look after, and so is a session that he wrote.
    """
    told = 0
    for day in clock.days(clock.local_day(max(since, until - LONGEST_TOLD)), clock.local_day(until)):
        for session, hour in HOURS.items():
            if since <= clock.at(day, hour, 20) < until:
                with clock.showing(clock.at(day, hour, 20)):
                    told += sum(_say(row, day, session) for row in _open_cases() if row.started_on < day)
        if since <= clock.at(day, 16) < until:
            with clock.showing(clock.at(day, 16)):
                _leave_and_come(day)
    return told


def _open_cases() -> Iterable[FollowUp]:
    stmt = within(office_viewer(), FollowUp).where(FollowUp.ended_on.is_(None), FollowUp.opened_by_id.is_(None))
    return db.session.scalars(stmt.where(FollowUp.place != Place.HOSPITAL).order_by(FollowUp.id)).all()


def _say(row: FollowUp, day: date, session: Session) -> bool:
    care, rng = CARES[row.id % len(CARES)], Random(f"{row.key} {day.isoformat()} {session.value}")
    if rng.random() > care or row.last_on(session) == day:
        return False
    cell = invent_cell(rng)
    staff = Writer.STAFF if row.unit_id else Writer.SELF
    write_report(Viewer(), row, read_cell(cell), day=day, session=session, writer=Writer.SELF if cell == "t" else staff)
    return True


def _leave_and_come(day: date) -> None:
    """The samples of the day are taken; whose time is over goes home, and another comes to his bed."""
    for row in _open_cases():
        rng = Random(f"{row.key} {day.isoformat()}")
        for test in list_tests(office_viewer(), row):
            if test.due_on == day and rng.random() > MISSED_SHARE:
                record_sample(office_viewer(), test, SampleResult.NEGATIVE, on=day)
        if row.planned_end_on <= day:
            end_case(office_viewer(), row, end=CaseEnd.COMPLETED)
            place = {"team": row.team, "room": row.room, "bed": row.bed}
            open_case(office_viewer(), invent_case(rng, row.organisation, row.area, row.unit, on=day, **place))
