"""What somebody needs to look around: the address, who can sign in as what, and the codes on the walls."""

from collections.abc import Sequence
from typing import Any

from flask import current_app
from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from app.access.models import User, UserUnit
from app.access.scope import within
from app.db import db
from app.demo.accounts import ACCOUNTS, PASSWORD
from app.demo.isolation import list_links
from app.door import office_viewer
from app.posters.models import Poster
from app.units.models import Unit
from app.units.rules import USABLE

SHOWN_LINKS = 5


def describe() -> dict[str, Any]:
    """The demo as `demo info` prints it; without any account when no demo is loaded."""
    return {
        "base_url": current_app.config["BASE_URL"],
        "accounts": list_accounts(),
        "units": _units(),
        "isolation_links": list_links(SHOWN_LINKS),
    }


def list_accounts() -> list[dict[str, str]]:
    """Role, username, password and scope of each demo account that is there, in the order of the cast."""
    names = [each.username for each in ACCOUNTS]
    found = {user.username: user for user in db.session.scalars(select(User).where(User.username.in_(names)))}
    units = _unit_names()
    return [_account(found[name], units) for name in names if name in found]


def _account(user: User, units: dict[int, str]) -> dict[str, str]:
    scope = user.organisation.name if user.organisation else units.get(user.id, "")
    return {"role": user.role.value, "username": user.username, "password": PASSWORD, "scope": scope}


def _unit_names() -> dict[int, str]:
    """Names of the units at which accounts work, by the account's id."""
    names = within(office_viewer(), Unit).with_only_columns(UserUnit.user_id, Unit.name)
    rows = db.session.execute(names.join(UserUnit, UserUnit.unit_id == Unit.id).order_by(Unit.id.desc()))
    return {row.user_id: row.name for row in rows}


def _units() -> list[dict[str, str]]:
    """The first valid code of every usable unit; those at which accounts work come first."""
    known = set(_unit_names().values())
    units = [_unit(code, name, kind.value) for code, name, kind in _codes()]
    return sorted(units, key=lambda unit: unit["name"] not in known)


def _codes() -> Sequence[Any]:
    other = aliased(Poster)
    first = select(func.min(other.id)).where(other.unit_id == Unit.id, other.replaced_at.is_(None))
    codes = within(office_viewer(), Unit, Poster).with_only_columns(Poster.code, Unit.name, Unit.kind)
    joined = codes.join(Poster, Poster.id == first.scalar_subquery()).where(Unit.status.in_(USABLE))
    return db.session.execute(joined.order_by(Unit.id)).all()


def _unit(code: str, name: str, kind: str) -> dict[str, str]:
    return {"code": code, "name": name, "kind": kind, "url": f"{current_app.config['BASE_URL']}/q/{code}"}
