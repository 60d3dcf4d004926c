"""Letting officers know where they are sent, and those who manage a unit that a record about it was signed."""

from datetime import date

from sqlalchemy import select

from app.access.models import User, UserUnit
from app.access.policy import Role, granted
from app.clock import local_day
from app.db import db
from app.door import Permission
from app.inspections.models import Inspection
from app.inspections.notices import ASSIGNED, SIGNED
from app.notices.people import Recipient
from app.notices.rules import Channel
from app.notices.telling import Notice, tell
from app.notices.wording import Variable
from app.web.filters import day as write_day

ANSWERING = [role for role in Role if Permission.INSPECTION_ANSWER in granted(role)]


def tell_officers(inspection: Inspection, *, but: int | None) -> None:
    """One letter into the inbox of each who goes, but not of who decided it; moved to another day, one more."""
    people = [_inbox(officer.id) for officer in inspection.officers if officer.id != but]
    day = inspection.planned_on
    values = {Variable.BODY: inspection.unit.name, Variable.DEADLINE: write_day(day)}
    if people:
        about = f"inspection-{inspection.id}-{day.isoformat()}"
        tell(Notice(ASSIGNED.key, about, values, f"/inspections/{inspection.id}"), people)


def _inbox(user_id: int) -> Recipient:
    return Recipient(f"user-{user_id}", {Channel.INBOX: ""}, user_id)


def tell_managers(inspection: Inspection, *, due_on: date | None) -> None:
    """One letter into the inbox of every account that holds the unit."""
    stmt = select(User.id).join(UserUnit, UserUnit.user_id == User.id).where(UserUnit.unit_id == inspection.unit_id)
    stmt = stmt.where(User.disabled_at.is_(None), ~User.is_device, User.role.in_(ANSWERING)).order_by(User.id)
    people = [_inbox(user_id) for user_id in db.session.scalars(stmt)]
    values = {
        Variable.BODY: inspection.unit.name,
        Variable.TITLE: inspection.organisation.name,
        Variable.DEADLINE: write_day(due_on or local_day()),
    }
    if people:
        tell(Notice(SIGNED.key, f"inspection-{inspection.id}", values, f"/inspections/{inspection.id}"), people)
