"""Telling days: what was planned for them becomes rows, as far as the clock of the story has come."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zlib import crc32

from sqlalchemy import bindparam, insert, update

from app.access.scope import unscoped
from app.crypto import CellRef, blind_index, current_keys, day_key_id, seal_json
from app.db import db
from app.declarations.actions import seal_declaration
from app.declarations.models import Declaration, Submission
from app.declarations.rules import SHIPPED_NUMBER, judge, met_conditions
from app.declarations.shipped import RULES
from app.demo.days import Citizen, DayPlan, Stay
from app.demo.doors import BECAUSE
from app.demo.trips import Trips, seat_passengers
from app.tallies.actions import bump
from app.tallies.models import UnitDay
from app.visits.models import Visit
from app.visits.rules import FACTS, ExitKind

Counts = dict[int, Counter[str]]


@dataclass(frozen=True)
class Window:
    """What is told now: from an instant up to, and without, another."""

    since: datetime
    until: datetime

    def has(self, instant: datetime) -> bool:
        return self.since <= instant < self.until


def tell_day(plan: DayPlan, window: Window, trips: Trips) -> int:
    """Store what of a day's plan lies in the window; passengers belong to `trips`. Returns how many people entered."""
    entered = [stay for stay in plan.stays if window.has(stay.enters_at)]
    left = [stay for stay in plan.stays if stay.enters_at < window.since and _is_fact(stay, window)]
    _insert(plan.day, entered, window)
    seat_passengers(plan.day, entered, trips)
    _record_exits(plan.day, left)
    _count(plan, entered, left, window)
    return len(entered)


def _is_fact(stay: Stay, window: Window) -> bool:
    """Whether the end of a stay that was open before becomes known now; an estimate is left to the portal's own job."""
    return stay.exit_kind is not ExitKind.ELAPSED and window.has(stay.leaves_at)


def _insert(day: date, entered: Collection[Stay], window: Window) -> None:
    declared = [stay for stay in entered if stay.declared_by is None]
    _store(Submission, [_submission(day, stay) for stay in entered])
    _store(Declaration, [_declaration(day, stay) for stay in declared])
    _store(Visit, [_visit(day, stay, window) for stay in entered])


def _store(model: Any, rows: list[dict[str, Any]]) -> None:
    if rows:
        db.session.execute(unscoped(insert(model.__table__), because=BECAUSE), rows)


def _submission(day: date, stay: Stay) -> dict[str, Any]:
    digest = blind_index(current_keys(), day_key_id(day), "submission", stay.id)
    return {"id": stay.id, "day": day, "receipt": stay.receipt, "digest": digest, "created_at": stay.enters_at}


def _declaration(day: date, stay: Stay) -> dict[str, Any]:
    answers = {question.value: answer for question, answer in stay.answers.items()}
    said = {**{key: answer.value for key, answer in answers.items()}, **stay.details, "place": stay.citizen.place}
    sealed = seal_declaration(stay.id, day, _person(stay.citizen), said)
    return {
        "day": day,
        "id": stay.id,
        "unit_id": stay.door.unit_id,
        "poster_id": stay.poster_id,
        "sent_at": stay.enters_at,
        "form_version": SHIPPED_NUMBER,
        "rules_version": SHIPPED_NUMBER,
        "language": stay.language,
        "risk": judge(met_conditions(answers, answers, from_epidemic=False), RULES).risk,
        "person": sealed.person,
        "answers": sealed.answers,
        "phone_index": sealed.phone_index,
        "id_number_index": sealed.id_number_index,
    }


def _person(citizen: Citizen) -> dict[str, Any]:
    person = citizen.person
    return {
        "full_name": person.full_name,
        "id_number": person.id_number,
        "birth_year": person.birth_year,
        "gender": person.gender.value,
        "nationality": "VN",
        "place": citizen.place,
        "address": citizen.address,
        "phone": person.phone,
        "email": "",
        "other_user": False,
    }


def _visit(day: date, stay: Stay, window: Window) -> dict[str, Any]:
    keys, key_id, person = current_keys(), day_key_id(day), stay.citizen.person
    is_over = stay.leaves_at < window.until
    visitor = {"full_name": person.full_name, "phone": person.phone}
    return {
        "day": day,
        "id": stay.id,
        "unit_id": stay.door.unit_id,
        "poster_id": stay.poster_id,
        "declaration_day": day,
        "declaration_id": stay.declaration_id,
        "checked_in_at": stay.enters_at,
        "checked_out_at": stay.leaves_at if is_over else None,
        "exit_kind": stay.exit_kind if is_over else None,
        "rating": _rating(stay) if is_over and stay.exit_kind is ExitKind.RECORDED else None,
        "suspect": False,
        "person": seal_json(keys, CellRef("visit", "person", stay.id, key_id), visitor),
        "person_index": blind_index(keys, key_id, "person", f"{person.phone}\n{person.full_name.casefold()}"),
        "phone_index": blind_index(keys, key_id, "phone", person.phone),
    }


def _rating(stay: Stay) -> int | None:
    """Every other visitor tells how it was: mostly well, at a few doors badly."""
    moods = (3, 3, 3, 2) if stay.door.unit_id % 7 else (1, 2, 1, 3)
    drawn = crc32(str(stay.id).encode())
    return moods[drawn // 2 % len(moods)] if drawn % 2 else None


def _record_exits(day: date, left: Collection[Stay]) -> None:
    if not left:
        return
    table: Any = Visit.__table__
    stmt = update(table).where(
        table.c.day == bindparam("of_day"), table.c.id == bindparam("of_id"), table.c.checked_out_at.is_(None)
    )
    stmt = stmt.values(checked_out_at=bindparam("left_at"), exit_kind=bindparam("known_as"))
    rows = [{"of_day": day, "of_id": s.id, "left_at": s.leaves_at, "known_as": s.exit_kind} for s in left]
    db.session.execute(unscoped(stmt, because=BECAUSE), rows)


def _count(plan: DayPlan, entered: Iterable[Stay], left: Iterable[Stay], window: Window) -> None:
    counts: Counts = defaultdict(Counter)
    for stay in entered:
        counts[stay.door.unit_id]["entries"] += 1
        counts[stay.door.unit_id]["declarations"] += stay.declared_by is None
    over = [stay for stay in entered if stay.leaves_at < window.until]
    for stay in (*over, *left):
        recorded = stay.exit_kind in FACTS
        counts[stay.door.unit_id]["exits" if recorded else "estimated_exits"] += 1
    quiet = {unit_id: at for unit_id, at in plan.quiet.items() if window.has(at)}
    for unit_id in sorted({*counts, *quiet}):
        bump(unit_id, plan.day, **counts[unit_id])
    _declare_quiet(plan.day, quiet)


def _declare_quiet(day: date, quiet: Mapping[int, datetime]) -> None:
    if not quiet:
        return
    table: Any = UnitDay.__table__
    stmt = update(table).where(table.c.unit_id == bindparam("of_unit"), table.c.day == bindparam("of_day"))
    stmt = stmt.where(table.c.entry_count == 0).values(no_visitors_at=bindparam("said_at"))
    rows = [{"of_unit": unit_id, "of_day": day, "said_at": at} for unit_id, at in quiet.items()]
    db.session.execute(unscoped(stmt, because=BECAUSE), rows)
