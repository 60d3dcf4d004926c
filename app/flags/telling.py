"""Letting those who manage a unit, or are in a community team, know that they are asked to explain."""

from collections.abc import Collection

from sqlalchemy import Select, select

from app.access.models import User, UserTeam, UserUnit
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
from app.zones.models import Team

# A unit, or a community team: the other is empty.
Whose = tuple[int | None, int | None]
EXPLAINING = [role for role in Role if Permission.FLAG_EXPLAIN in granted(role)]


def tell_those_asked(flags: Collection[Flag]) -> None:
    """One letter a flag into the inbox of every account that holds its unit, or is in its team."""
    people = _managers(flags) | _members(flags)
    names = _names(flags, Unit) | _names(flags, Team)
    for flag in flags:
        values = {
            Variable.BODY: names[flag.unit_id, flag.team_id],
            Variable.TITLE: str(KIND_LABELS[flag.kind]),
            Variable.DEADLINE: write_day(flag.explain_by),
        }
        if recipients := people.get((flag.unit_id, flag.team_id)):
            tell(Notice(OPENED.key, f"flag-{flag.id}", values, f"/flags/{flag.id}"), recipients)


def _managers(flags: Collection[Flag]) -> dict[Whose, list[Recipient]]:
    stmt = select(User.id, UserUnit.unit_id).join(UserUnit, UserUnit.user_id == User.id)
    stmt = stmt.where(UserUnit.unit_id.in_(sorted({flag.unit_id for flag in flags if flag.unit_id})))
    return {(unit_id, None): people for unit_id, people in _by_key(stmt).items()}


def _members(flags: Collection[Flag]) -> dict[Whose, list[Recipient]]:
    stmt = select(User.id, UserTeam.team_id).join(UserTeam, UserTeam.user_id == User.id)
    stmt = stmt.where(UserTeam.team_id.in_(sorted({flag.team_id for flag in flags if flag.team_id})))
    return {(None, team_id): people for team_id, people in _by_key(stmt).items()}


def _by_key(stmt: Select[int, int]) -> dict[int, list[Recipient]]:
    stmt = stmt.where(User.disabled_at.is_(None), ~User.is_device, User.role.in_(EXPLAINING)).order_by(User.id)
    found: dict[int, list[Recipient]] = {}
    for user_id, key in db.session.execute(stmt):
        found.setdefault(key, []).append(Recipient(f"user-{user_id}", {Channel.INBOX: ""}, user_id))
    return found


def _names(flags: Collection[Flag], model: type[Unit | Team]) -> dict[Whose, str]:
    of_units = model is Unit
    ids = {flag.unit_id if of_units else flag.team_id for flag in flags} - {None}
    stmt = within(office_viewer(), model).where(model.id.in_(ids)).with_only_columns(model.id, model.name)
    rows = db.session.execute(stmt)
    return {(row[0], None) if of_units else (None, row[0]): row[1] for row in rows}
