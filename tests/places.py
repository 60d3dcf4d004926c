"""Units as tests walk up to them: plain values, made in an app context of their own, so that browsers share nothing."""

from dataclasses import dataclass
from typing import Any

from flask import Flask

from app.db import db
from app.units.rules import UnitStatus
from tests.cast import Person
from tests.factories import make_manager, make_poster, make_unit


@dataclass(frozen=True)
class Place:
    """A unit, the code at its gate, and who manages it."""

    unit_id: int
    code: str
    manager: Person


def open_place(app: Flask, by: Any = None, *, username: str = "mai", **details: Any) -> Place:
    """An active unit (unless `status` says otherwise) with its manager."""
    with app.app_context():
        unit = make_unit(by, **{"status": UnitStatus.ACTIVE, **details})
        unit_id, code = unit.id, make_poster(unit=unit).code
        manager = make_manager(unit, username)
        db.session.remove()
    return Place(unit_id, code, manager)
