"""The list of tokhaiyte.vn against those for whom the viewer is on duty."""

from collections.abc import Collection

from app import audit
from app.access.scope import within
from app.clock import local, local_day, now
from app.db import db
from app.door import Viewer
from app.follow_ups.actions.reports import write_report
from app.follow_ups.duty import is_on_duty
from app.follow_ups.models import FollowUp
from app.follow_ups.people import person_of
from app.follow_ups.rules.cases import Place
from app.follow_ups.rules.reports import Kind, Reading, Writer, session_at


def take_national_list(viewer: Viewer, phones: Collection[str]) -> int:
    """Note of everybody with one of these phones that he reported there in this session. Returns how many these are."""
    day, session = local_day(), session_at(local(now()))
    stmt = within(viewer, FollowUp).where(FollowUp.ended_on.is_(None), FollowUp.place != Place.HOSPITAL)
    found = [row for row in db.session.scalars(stmt) if is_on_duty(viewer, row) and _phone(row) in phones]
    for row in found:
        write_report(viewer, row, Reading(Kind.ELSEWHERE), day=day, session=session, writer=Writer.UPLOAD)
    audit.record("follow_up.national_list", day.isoformat(), by=viewer, phones=len(phones), found=len(found))
    return len(found)


def _phone(row: FollowUp) -> str:
    person = person_of(row)
    # Who has none is on no list.
    return (person.phone if person else "") or "-"
