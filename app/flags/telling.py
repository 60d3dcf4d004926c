"""Letting those who manage a unit know that they are asked to explain."""

from collections.abc import Collection, Mapping

from sqlalchemy import select

from app.access.models import User, UserUnit
from app.access.policy import Role, granted
from app.access.scope import within
from app.db import db
from app.door import Permission, office_viewer
from app.flags.labels import KIND_LABELS
from app.flags.models import Flag
from app.flags.notices import OPENED
from app.notices.people import Recipient
from app.notices.rules import Channel
from app.notices.telling import Notice, tell
from app.notices.wording import Variable
from app.units.models import Unit
from app.web.filters import day as write_day

EXPLAINING = [role for role in Role if Permission.FLAG_EXPLAIN in granted(role)]


def tell_managers(flags: Collection[Flag]) -> None:
    """One letter a flag into the inbox of every account that holds its unit."""
    people, names = _managers(flags), _names(flags)
    for flag in flags:
        values = {
            Variable.BODY: names[flag.unit_id],
            Variable.TITLE: str(KIND_LABELS[flag.kind]),
            Variable.DEADLINE: write_day(flag.explain_by),
        }
        if recipients := people.get(flag.unit_id):
            tell(Notice(OPENED.key, f"flag-{flag.id}", values, f"/flags/{flag.id}"), recipients)


def _managers(flags: Collection[Flag]) -> Mapping[int, list[Recipient]]:
    stmt = select(User.id, UserUnit.unit_id).join(UserUnit, UserUnit.user_id == User.id)
    stmt = stmt.where(UserUnit.unit_id.in_(sorted({flag.unit_id for flag in flags})))
    stmt = stmt.where(User.disabled_at.is_(None), ~User.is_device, User.role.in_(EXPLAINING)).order_by(User.id)
    found: dict[int, list[Recipient]] = {}
    for user_id, unit_id in db.session.execute(stmt):
        found.setdefault(unit_id, []).append(Recipient(f"user-{user_id}", {Channel.INBOX: ""}, user_id))
    return found


def _names(flags: Collection[Flag]) -> Mapping[int, str]:
    stmt = within(office_viewer(), Unit).where(Unit.id.in_(sorted({flag.unit_id for flag in flags})))
    return {row[0]: row[1] for row in db.session.execute(stmt.with_only_columns(Unit.id, Unit.name))}
