"""Files: cases to open, and the list of tokhaiyte.vn against those for whom the viewer is on duty."""

from collections import defaultdict
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
    """Open those that were not opened yet, ended ones among them. Returns how many were new. Raises NoProtocol.

    The same name, year and first day are one case, unless papers tell two people apart; a case known before stands
    for one row of the file, so that of two people of one name neither is lost.
    """
    known: defaultdict[_Likeness, list[Person]] = defaultdict(list)
    stmt = within(viewer, FollowUp).where(FollowUp.started_on.in_({new.started_on for new in cases}))
    for row in db.session.scalars(stmt.order_by(FollowUp.id)):
        if person := person_of(row):
            known[_likeness(person, row.started_on)].append(person)
    count, seen = 0, set()
    for new in cases:
        if (person := new.person) in seen:
            continue
        seen.add(person)
        others = known[_likeness(person, new.started_on)]
        if found := _nearest(person, others):
            others.remove(found)
        else:
            open_case(viewer, new)
            count += 1
    return count


_Likeness = tuple[str, int | None, date]


def _likeness(person: Person, started_on: date) -> _Likeness:
    return search_key(person.full_name), person.birth_year, started_on


def _nearest(person: Person, others: Sequence[Person]) -> Person | None:
    """Who of these the person may be, rather one with the same papers or phone."""
    may_be = [
        each for each in others if not (each.id_number and person.id_number) or each.id_number == person.id_number
    ]
    alike = sorted(may_be, key=lambda each: (each.id_number != person.id_number, each.phone != person.phone))
    return alike[0] if alike else None


def _phone(row: FollowUp) -> str:
    person = person_of(row)
    # Who has none is on no list.
    return (person.phone if person else "") or "-"
