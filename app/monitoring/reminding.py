"""Reminding by hand: whom a reminder reaches, and sending it once a day to each."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from app import audit
from app.access.models import User, UserUnit
from app.access.policy import Role, granted
from app.access.scope import within
from app.clock import local_day, now
from app.db import db
from app.directives.measures import LeadStep, Limits
from app.door import Permission, Viewer
from app.monitoring.notices import BODY_OWES, UNIT_SILENT
from app.monitoring.queries.late import LateUnit, all_late_units
from app.notices.people import Recipient, people_of
from app.notices.rules import Channel
from app.notices.telling import Notice, tell
from app.notices.wording import Variable
from app.units.models import Unit
from app.web.filters import day as write_day
from app.web.filters import instant, number

AT_MOST = 500
ANSWERING = [role for role in Role if Permission.DAY_DECLARE in granted(role)]


@dataclass(frozen=True)
class Reminded:
    """How many were reminded now; `before` of those asked for had been that day already, or cannot be reached."""

    now: int
    before: int


def remind_units(viewer: Viewer, units: Collection[LateUnit], day: date) -> Reminded:
    """Remind managers of units without data of a day; each unit once a day, whoever asks."""
    people, new = managers_of(viewer, [unit.unit_id for unit in units]), 0
    for unit in units:
        values = {Variable.BODY: unit.name, Variable.PERIOD: write_day(day)}
        cause = f"silent-{day.isoformat()}/unit-{unit.unit_id}/{local_day().isoformat()}"
        notice = Notice(UNIT_SILENT.key, cause, values, f"/units/{unit.unit_id}/days")
        new += bool(tell(notice, people.get(unit.unit_id, ())))
    audit.record("monitoring.units_reminded", day.isoformat(), by=viewer, count=new)
    return Reminded(new, len(units) - new)


def late_among(viewer: Viewer, day: date, unit_ids: Collection[int]) -> Sequence[LateUnit]:
    """Which of these units are the viewer's and late."""
    return all_late_units(viewer, day, Limits(unit_ids=unit_ids), limit=AT_MOST) if unit_ids else []


def managers_of(viewer: Viewer, unit_ids: Collection[int]) -> Mapping[int, Sequence[Recipient]]:
    """Accounts of those who manage each unit, and the manager's telephone."""
    found: defaultdict[int, list[Recipient]] = defaultdict(list)
    stmt = select(User.id, UserUnit.unit_id).join(UserUnit, UserUnit.user_id == User.id)
    stmt = stmt.where(UserUnit.unit_id.in_(sorted(unit_ids)), User.disabled_at.is_(None), User.role.in_(ANSWERING))
    for user_id, unit_id in db.session.execute(stmt.where(~User.is_device).order_by(User.id)):
        found[unit_id].append(Recipient(f"user-{user_id}", {Channel.INBOX: ""}, user_id))
    phones = within(viewer, Unit).where(Unit.id.in_(sorted(unit_ids)), Unit.manager_phone != "")
    for unit_id, phone in db.session.execute(phones.with_only_columns(Unit.id, Unit.manager_phone)):
        found[unit_id].append(Recipient(f"unit-{unit_id}", {Channel.SMS: phone, Channel.ZALO: phone}))
    return found


def remind_bodies(viewer: Viewer, steps: Collection[LeadStep]) -> Reminded:
    """Remind bodies of what they owe; each once a day, whoever asks."""
    owed = Counter((step.organisation_id, step.organisation_name) for step in steps)
    today, new = local_day(), 0
    for (body_id, name), count in sorted(owed.items()):
        values = {Variable.BODY: name, Variable.COUNT: number(count), Variable.PERIOD: instant(now())}
        notice = Notice(BODY_OWES.key, f"owes/body-{body_id}/{today.isoformat()}", values, "/confirmations")
        new += bool(tell(notice, people_of([body_id], BODY_OWES.permission, on=today)))
    audit.record("monitoring.bodies_reminded", today.isoformat(), by=viewer, count=new)
    return Reminded(new, len(owed) - new)
