"""What the sender of a declaration may still do within a day: correct it, withdraw it, say how he found the place."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import or_, select, update
from sqlalchemy.exc import IntegrityError

from app.access.scope import unscoped
from app.clock import days, local_day
from app.crypto import CellRef, blind_index, blind_indexes, current_keys, day_key_id, seal_json
from app.crypto.cells import INDEX_BYTES
from app.db import begin_write, db
from app.declarations.actions import SealedDeclaration, seal_declaration
from app.declarations.judging import Health
from app.declarations.models import Declaration
from app.declarations.queries import find_person
from app.tallies.actions import bump
from app.visits.actions.checking_in import told_apart_by
from app.visits.boarding import erase_seat
from app.visits.models import Visit
from app.visits.rules import ExitKind
from app.visits.stays import Stay, list_family, list_stays

BECAUSE = "who changes it holds the device that sent it"
# What a family says once for all.
SHARED = ("phone", "place", "address", "email")
Key = tuple[date, str]


@dataclass(frozen=True)
class _Change:
    """New values of one row."""

    model: Any
    key: Key
    values: Mapping[str, Any] = field(default_factory=dict)


def correct(stay: Stay, person: Mapping[str, Any], health: Health, *, at: datetime, receipts: Sequence[str]) -> bool:
    """Let the declaration say this instead, under the key of its own day, and judge it anew.

    Every entry that went by it takes the new name and phone, those of the phone's own `receipts` among them; whoever
    of the family shared a phone or address with it shares the new one. False when that person is inside here by
    another form already: then nothing changes.
    """
    before = find_person(stay.declaration_day, stay.declaration_id) or {}
    sealed = seal_declaration(stay.declaration_id, stay.declaration_day, person, health.said)
    entries = _entries_by(stay, before, receipts)
    changes = [*(_visit(key, person) for key in entries), *_of_family(stay, before, person)]
    begin_write()
    try:
        for change in changes:
            _change(change)
        db.session.flush()
    except IntegrityError:
        db.session.rollback()
        return False
    judged = {
        "form": health.form,
        "form_version": health.form_version,
        "rules_version": health.rules_version,
        "risk": health.risk,
        "corrected_at": at,
        "answers": sealed.answers,
    }
    _change(_Change(Declaration, (stay.declaration_day, stay.declaration_id), {**judged, **_who(sealed)}))
    return True


def withdraw(stay: Stay, *, at: datetime, receipts: Sequence[str]) -> None:
    """Erase what was declared, and who it was from every entry that went by it; that somebody entered stays a count."""
    before = find_person(stay.declaration_day, stay.declaration_id) or {}
    entries = _entries_by(stay, before, receipts)
    nothing = {"person": b"", "answers": b"", "phone_index": None, "id_number_index": None, "withdrawn_at": at}
    begin_write()
    key = (stay.declaration_day, stay.declaration_id)
    if not _change(_Change(Declaration, key, nothing), Declaration.withdrawn_at.is_(None)):
        return
    for entry in entries:
        # An index that nobody's name and phone lead to.
        blank = {"person": b"", "person_index": secrets.token_bytes(INDEX_BYTES), "phone_index": None}
        _change(_Change(Visit, entry, blank))
        erase_seat(*entry)
    bump(stay.unit_id, stay.day, declarations=-1)


def rate(stay: Stay, rating: int) -> None:
    """Keep how the visitor found the unit's measures; once, and only of a visit whose end was recorded."""
    begin_write()
    change = _Change(Visit, (stay.day, stay.visit_id), {"rating": rating})
    _change(change, Visit.rating.is_(None), Visit.exit_kind == ExitKind.RECORDED)


def is_correctable(stay: Stay, *, at: datetime) -> bool:
    """Whether the declaration behind a stay can still be corrected or withdrawn: made with it, within 24 hours."""
    is_own_declaration = stay.declaration_id == stay.visit_id and stay.risk is not None and not stay.withdrawn_at
    return is_own_declaration and at - stay.checked_in_at < timedelta(hours=24)


def _entries_by(stay: Stay, person: Mapping[str, Any], receipts: Sequence[str]) -> Sequence[Key]:
    """The entries that went by the declaration: of this phone, and wherever a guard found it by the phone's number."""
    own = [each for each in list_stays(receipts) if _is_by(each, stay)] if receipts else []
    found = {(stay.day, stay.visit_id), *((each.day, each.visit_id) for each in own)}
    return sorted(found | set(_with_phone(stay, str(person.get("phone") or ""))))


def _is_by(other: Stay, stay: Stay) -> bool:
    return (other.declaration_day, other.declaration_id) == (stay.declaration_day, stay.declaration_id)


def _with_phone(stay: Stay, phone: str) -> Sequence[Key]:
    by_key = {day_key_id(day): day for day in days(stay.declaration_day, local_day())}
    indexes = blind_indexes(current_keys(), by_key, "phone", phone) if phone else {}
    if not indexes:
        return ()
    mine = or_(*((Visit.day == by_key[key]) & (Visit.phone_index == index) for key, index in indexes.items()))
    stmt = select(Visit.day, Visit.id).where(
        mine, Visit.declaration_day == stay.declaration_day, Visit.declaration_id == stay.declaration_id
    )
    return [(day, visit_id) for day, visit_id in db.session.execute(unscoped(stmt, because=BECAUSE))]


def _of_family(stay: Stay, before: Mapping[str, Any], after: Mapping[str, Any]) -> Sequence[_Change]:
    """What changes for those who shared with him what he corrects."""
    changes: list[_Change] = []
    for each in list_family(stay) if stay.follows_id is None else ():
        known = find_person(each.day, each.visit_id)
        shared = {name: after[name] for name in SHARED if known and known.get(name) and known[name] == before[name]}
        if known and any(known[name] != text for name, text in shared.items()):
            person = {**known, **shared}
            sealed = seal_declaration(each.visit_id, each.day, person, {})
            changes += [_visit((each.day, each.visit_id), person)]
            changes += [_Change(Declaration, (each.day, each.visit_id), _who(sealed))]
    return changes


def _visit(key: Key, person: Mapping[str, Any]) -> _Change:
    keys, (day, visit_id) = current_keys(), key
    key_id, phone = day_key_id(day), person["phone"]
    visitor = {"full_name": person["full_name"], "phone": phone}
    who = f"{told_apart_by(person)}\n{visitor['full_name'].casefold()}"
    values = {
        "person": seal_json(keys, CellRef("visit", "person", visit_id, key_id), visitor),
        "person_index": blind_index(keys, key_id, "person", who),
        "phone_index": blind_index(keys, key_id, "phone", phone) if phone else None,
    }
    return _Change(Visit, key, values)


def _who(sealed: SealedDeclaration) -> dict[str, Any]:
    return {
        "person": sealed.person,
        "phone_index": sealed.phone_index,
        "id_number_index": sealed.id_number_index,
    }


def _change(change: _Change, *conditions: Any) -> bool:
    day, row_id = change.key
    stmt = update(change.model).where(change.model.day == day, change.model.id == row_id, *conditions)
    result: Any = db.session.execute(unscoped(stmt.values(**change.values), because=BECAUSE))
    return bool(result.rowcount)
