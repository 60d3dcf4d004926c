"""What the sender of a declaration may still do within a day: correct it, withdraw it, say how he found the place."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import update
from sqlalchemy.exc import IntegrityError

from app.access.scope import unscoped
from app.crypto import CellRef, blind_index, current_keys, day_key_id, seal_json
from app.db import begin_write, db
from app.declarations.actions import seal_declaration
from app.declarations.judging import Health
from app.declarations.models import Declaration
from app.tallies.actions import bump
from app.visits.actions.checking_in import told_apart_by
from app.visits.models import Visit
from app.visits.rules import ExitKind
from app.visits.stays import Stay

BECAUSE = "who changes it holds the device that sent it"


def correct(stay: Stay, person: Mapping[str, Any], health: Health, *, at: datetime) -> bool:
    """Let the declaration say this instead, under the key of its own day, and judge it anew.

    False when that person is inside here by another form already: then nothing changes.
    """
    keys, key_id = current_keys(), day_key_id(stay.day)
    sealed = seal_declaration(stay.declaration_id, stay.declaration_day, person, health.said)
    visitor = {"full_name": person["full_name"], "phone": person["phone"]}
    index = blind_index(keys, key_id, "person", f"{told_apart_by(person)}\n{visitor['full_name'].casefold()}")
    cell = seal_json(keys, CellRef("visit", "person", stay.visit_id, key_id), visitor)
    begin_write()
    try:
        _change(Visit, stay.day, stay.visit_id, person=cell, person_index=index, phone_index=sealed.phone_index)
    except IntegrityError:
        db.session.rollback()
        return False
    _change(
        Declaration,
        stay.declaration_day,
        stay.declaration_id,
        person=sealed.person,
        answers=sealed.answers,
        phone_index=sealed.phone_index,
        id_number_index=sealed.id_number_index,
        form=health.form,
        form_version=health.form_version,
        rules_version=health.rules_version,
        risk=health.risk,
        corrected_at=at,
    )
    return True


def withdraw(stay: Stay, *, at: datetime) -> None:
    """Erase what was declared; that somebody entered stays, since whoever was there may have to be warned."""
    begin_write()
    changed = _change(
        Declaration,
        stay.declaration_day,
        stay.declaration_id,
        Declaration.withdrawn_at.is_(None),
        person=b"",
        answers=b"",
        phone_index=None,
        id_number_index=None,
        withdrawn_at=at,
    )
    if changed:
        bump(stay.unit_id, stay.day, declarations=-1)


def rate(stay: Stay, rating: int) -> None:
    """Keep how the visitor found the unit's measures; once, and only of a visit whose end was recorded."""
    begin_write()
    _change(Visit, stay.day, stay.visit_id, Visit.rating.is_(None), Visit.exit_kind == ExitKind.RECORDED, rating=rating)


def is_correctable(stay: Stay, *, at: datetime) -> bool:
    """Whether the declaration behind a stay can still be corrected or withdrawn: made with it, within 24 hours."""
    is_own_declaration = stay.declaration_id == stay.visit_id and stay.risk is not None and not stay.withdrawn_at
    return is_own_declaration and at - stay.checked_in_at < timedelta(hours=24)


def _change(model: Any, day: Any, row_id: str, *conditions: Any, **values: Any) -> bool:
    stmt = update(model).where(model.day == day, model.id == row_id, *conditions).values(**values)
    result: Any = db.session.execute(unscoped(stmt, because=BECAUSE))
    return bool(result.rowcount)
