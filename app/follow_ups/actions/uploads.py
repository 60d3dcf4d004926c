"""Files: cases to open, and the list of tokhaiyte.vn against those for whom the viewer is on duty."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from app import audit
from app.access.scope import within
from app.clock import local, local_day, now
from app.db import db
from app.door import Viewer
from app.follow_ups.actions.cases import NewCase, open_case
from app.follow_ups.actions.reports import write_report
from app.follow_ups.duty import is_on_duty
from app.follow_ups.models import FollowUp
from app.follow_ups.people import person_of
from app.follow_ups.queries.known import Known, find_known
from app.follow_ups.rules.cases import Place
from app.follow_ups.rules.reports import Kind, Reading, Writer, session_at


def take_national_list(viewer: Viewer, phones: Collection[str]) -> int:
    """Note of everybody with one of these phones that he reported there in this session. Returns how many these are."""
    day, session = local_day(), session_at(local(now()))
    stmt = within(viewer, FollowUp).where(FollowUp.ended_on.is_(None), FollowUp.place != Place.HOSPITAL)
    stmt = stmt.where(FollowUp.started_on <= day)
    found = [row for row in db.session.scalars(stmt) if is_on_duty(viewer, row) and _phone(row) in phones]
    for row in found:
        write_report(viewer, row, Reading(Kind.ELSEWHERE), day=day, session=session, writer=Writer.UPLOAD)
    audit.record("follow_up.national_list", day.isoformat(), by=viewer, phones=len(phones), found=len(found))
    return len(found)


def open_cases(viewer: Viewer, cases: Sequence[NewCase], heads: Mapping[int, int] | None = None) -> int:
    """Open those that were not opened yet. Returns how many were new. Raises NoProtocol.

    `heads` says of members of a household which of the list reports for them; what stands already is left as it is.
    """
    heads = heads or {}
    known = find_known(viewer, [(new.person, new.started_on) for new in cases])
    rows = {index: each.row for index, each in enumerate(known) if each.row}
    # Heads first: who reports for somebody has a case before him.
    new = sorted((index for index, each in enumerate(known) if each.is_new), key=lambda index: index in heads)
    for index in new:
        head = _head_among(rows, known, heads[index]) if index in heads else cases[index].head
        rows[index] = open_case(viewer, replace(cases[index], head=head))
    return len(new)


def _head_among(rows: Mapping[int, FollowUp], known: Sequence[Known], index: int) -> FollowUp | None:
    """The open case of a head of the list; where somebody else reports for him already, nobody of the list does."""
    same_as = known[index].same_as
    row = rows[index if same_as is None else same_as]
    return row if row.is_open and row.head_id is None else None


def _phone(row: FollowUp) -> str:
    person = person_of(row)
    # Who has none is on no list.
    return (person.phone if person else "") or "-"
