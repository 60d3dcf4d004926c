"""Files: cases to open, and the list of tokhaiyte.vn against those for whom the viewer is on duty."""

from collections.abc import Collection, Sequence
from datetime import date

from app import audit
from app.access.scope import within
from app.clock import local, local_day, now
from app.db import db
from app.door import Viewer
from app.follow_ups.actions.cases import NewCase, open_case
from app.follow_ups.actions.reports import write_report
from app.follow_ups.duty import is_on_duty
from app.follow_ups.models import FollowUp
from app.follow_ups.people import Person, person_of
from app.follow_ups.rules.cases import Place
from app.follow_ups.rules.reports import Kind, Reading, Writer, session_at
from app.text import search_key


def take_national_list(viewer: Viewer, phones: Collection[str]) -> int:
    """Note of everybody with one of these phones that he reported there in this session. Returns how many these are."""
    day, session = local_day(), session_at(local(now()))
    stmt = within(viewer, FollowUp).where(FollowUp.ended_on.is_(None), FollowUp.place != Place.HOSPITAL)
    found = [row for row in db.session.scalars(stmt) if is_on_duty(viewer, row) and _phone(row) in phones]
    for row in found:
        write_report(viewer, row, Reading(Kind.ELSEWHERE), day=day, session=session, writer=Writer.UPLOAD)
    audit.record("follow_up.national_list", day.isoformat(), by=viewer, phones=len(phones), found=len(found))
    return len(found)


def open_cases(viewer: Viewer, cases: Sequence[NewCase]) -> int:
    """Open those that are not open yet: the same name, year and first day are one case. Returns how many were new.

    Raises NoProtocol.
    """
    stmt = within(viewer, FollowUp).where(FollowUp.ended_on.is_(None))
    stmt = stmt.where(FollowUp.started_on.in_({new.started_on for new in cases}))
    known = {_same(person, row.started_on) for row in db.session.scalars(stmt) if (person := person_of(row))}
    count = 0
    for new in cases:
        if (same := _same(new.person, new.started_on)) not in known:
            known.add(same)
            open_case(viewer, new)
            count += 1
    return count


def _same(person: Person, started_on: date) -> tuple[str, int | None, date]:
    return search_key(person.full_name), person.birth_year, started_on


def _phone(row: FollowUp) -> str:
    person = person_of(row)
    # Who has none is on no list.
    return (person.phone if person else "") or "-"
