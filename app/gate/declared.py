"""Finding the declaration that somebody made before, by what he shows or says at the door.

The search is by blind index over the days in which a declaration still holds. The guard sees the masked name and the
level, nothing of what was said.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import and_, or_, select

from app import settings
from app.access.scope import unscoped
from app.clock import local_day
from app.crypto import CellRef, Unreadable, blind_indexes, current_keys, day_key_id, unseal_json
from app.db import db
from app.declarations.models import Declaration
from app.declarations.settings import VALID_HOURS
from app.gate.rules.scans import Card
from app.text import mask_name
from app.visits.remembered import Declared
from app.visits.stays import Stay

MOST_FOUND = 10


@dataclass(frozen=True)
class Found:
    """A declaration that still holds, and who made it; `person` never leaves the server."""

    declared: Declared
    person: Mapping[str, Any]

    @property
    def name_key(self) -> str:
        """What tells apart who declared with one phone."""
        return name_key(str(self.person["full_name"]))

    @property
    def masked_name(self) -> str:
        return mask_name(str(self.person["full_name"]))


def find_declared(shown: Card, *, at: datetime) -> Sequence[Found]:
    """The last declaration of everybody who declared with this phone or paper and whose declaration still holds."""
    return _search(at, phone=shown.phone, id_number=shown.id_number)


def find_of_stay(stay: Stay, *, at: datetime) -> Found | None:
    """The declaration by which somebody entered, if it still holds."""
    found = _read(and_(Declaration.day == stay.declaration_day, Declaration.id == stay.declaration_id), at)
    return found[0] if found else None


def get_of_act(day: Any, declaration_id: Any, *, at: datetime) -> Found | None:
    """The declaration of somebody who was held."""
    found = _read(and_(Declaration.day == day, Declaration.id == declaration_id), at)
    return found[0] if found else None


def _search(at: datetime, **numbers: str) -> Sequence[Found]:
    today = local_day(at)
    days = [today - timedelta(n) for n in range(_hours() // 24 + 2)]
    conditions = []
    for purpose, number in numbers.items():
        by_key = blind_indexes(current_keys(), map(day_key_id, days), purpose, number) if number else {}
        column = getattr(Declaration, f"{purpose}_index")
        known = [(day, index) for day in days if (index := by_key.get(day_key_id(day)))]
        conditions += [and_(Declaration.day == day, column == index) for day, index in known]
    return _read(or_(*conditions), at) if conditions else ()


def _read(condition: Any, at: datetime) -> Sequence[Found]:
    since = at - timedelta(hours=_hours())
    stmt = select(Declaration).where(condition, Declaration.sent_at > since, Declaration.withdrawn_at.is_(None))
    stmt = stmt.order_by(Declaration.sent_at.desc(), Declaration.id).limit(MOST_FOUND)
    latest: dict[str, Found] = {}
    for row in db.session.scalars(
        unscoped(stmt, because="the visitor gives his own number to the guard, who sees a masked name")
    ):
        if person := _person(row):
            declared = Declared(row.day, row.id, row.risk, row.form_version, row.sent_at, row.form)
            latest.setdefault(name_key(str(person["full_name"])), Found(declared, person))
    return list(latest.values())


def name_key(name: str) -> str:
    """Equal for the same name, however large its letters are."""
    return name.casefold()


def _person(row: Declaration) -> Mapping[str, Any] | None:
    cell = CellRef("declaration", "person", row.id, day_key_id(row.day))
    try:
        person: Mapping[str, Any] = unseal_json(current_keys(), cell, row.person)
    except Unreadable:
        return None
    return person


def _hours() -> int:
    return int(settings.value(VALID_HOURS))
