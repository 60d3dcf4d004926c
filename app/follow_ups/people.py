"""What is personal of a case, sealed under the key of the case; whoever destroys the key erases the person."""

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields
from typing import Any

from app.crypto import CellRef, Unreadable, blind_index, current_keys, seal, seal_json, unseal, unseal_json
from app.follow_ups.models import DailyReport, FollowUp
from app.follow_ups.rules.reports import Kind, Reading, Symptom
from app.text import mask_name, sort_key

TOKEN_BYTES = 18
PURPOSE = "phone"


@dataclass(frozen=True)
class Person:
    """Who is isolated and why; `reason` is what the order says of it."""

    full_name: str
    birth_year: int | None = None
    gender: str = ""
    phone: str = ""
    id_number: str = ""
    address: str = ""
    reason: str = ""

    @property
    def masked(self) -> str:
        """How a page that anybody may see names the person."""
        return mask_name(self.full_name)

    @property
    def sort_key(self) -> str:
        return sort_key(self.full_name)


_NAMES = frozenset(field.name for field in fields(Person))


def told_apart(people: Sequence[Person | None]) -> list[str]:
    """The masked names of a household; where two read the same the year stands beside them, and then a number."""
    masked = [person.masked if person else "" for person in people]
    years = [str(person.birth_year or "") if person else "" for person in people]
    named = [
        f"{name} ({year})" if year and masked.count(name) > 1 else name
        for name, year in zip(masked, years, strict=True)
    ]
    return [f"{name} {named[: n + 1].count(name)}" if named.count(name) > 1 else name for n, name in enumerate(named)]


def new_key() -> str:
    """What names a case in the key store and says nothing else."""
    return secrets.token_hex(16)


def key_id(key: str) -> str:
    """The data key of a case."""
    return f"case-{key}"


def seal_person(row: FollowUp, person: Person) -> None:
    """Store who it is, and the index to find the phone by."""
    row.person = seal_json(current_keys(), _cell("follow_up", "person", row.key, row.key), asdict(person))
    row.phone_index = blind_index(current_keys(), key_id(row.key), PURPOSE, person.phone) if person.phone else None


def person_of(row: FollowUp) -> Person | None:
    """Who it is; None once the case was erased."""
    try:
        known = unseal_json(current_keys(), _cell("follow_up", "person", row.key, row.key), row.person)
    except Unreadable:
        return None
    return Person(**{name: value for name, value in known.items() if name in _NAMES})


def renew_token(row: FollowUp) -> None:
    """A new link; the one before is dead."""
    token = secrets.token_urlsafe(TOKEN_BYTES)
    row.token = seal(current_keys(), _cell("follow_up", "token", row.key, row.key), token)
    row.token_digest = digest_of(token)


def token_of(row: FollowUp) -> str | None:
    """The secret part of the link; None where there is none any more."""
    if row.token_digest is None:
        return None
    try:
        return unseal(current_keys(), _cell("follow_up", "token", row.key, row.key), row.token)
    except Unreadable:
        return None


def digest_of(token: str) -> str:
    """What is stored to find a link by."""
    return hashlib.sha256(token.encode()).hexdigest()


def seal_reading(row: DailyReport, case_key: str, reading: Reading) -> None:
    """Store what a record says of the person."""
    if reading.kind is not Kind.HEALTH:
        row.health = None
        return
    plain: dict[str, Any] = {"tenths": reading.tenths, "spo2": reading.spo2, "note": reading.note}
    plain["symptoms"] = [symptom.value for symptom in sorted(reading.symptoms)]
    row.health = seal_json(current_keys(), _cell("daily_report", "health", row.key, case_key), plain)


def reading_of(row: DailyReport, case_key: str) -> Reading | None:
    """What a record says; None once the case was erased."""
    if row.health is None:
        return Reading(row.kind)
    try:
        known = unseal_json(current_keys(), _cell("daily_report", "health", row.key, case_key), row.health)
    except Unreadable:
        return None
    symptoms = tuple(Symptom(each) for each in known["symptoms"])
    return Reading(row.kind, known["tenths"], known["spo2"], symptoms, known["note"])


def temperature_of(report_key: str, case_key: str, health: bytes | None) -> int | None:
    """Tenths of a degree of one record; None where there is none, or the case was erased."""
    if health is None:
        return None
    try:
        known = unseal_json(current_keys(), _cell("daily_report", "health", report_key, case_key), health)
    except Unreadable:
        return None
    tenths: int | None = known["tenths"]
    return tenths


def _cell(table: str, column: str, row_key: str, case_key: str) -> CellRef:
    return CellRef(table, column, row_key, key_id(case_key))
