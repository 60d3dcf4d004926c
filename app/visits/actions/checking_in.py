"""Entering: one transaction holds the submission, the declaration, the visit and the day's counts."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, insert, select
from sqlalchemy.exc import IntegrityError

from app.access.scope import unscoped
from app.clock import local_day
from app.crypto import CellRef, blind_index, blind_indexes, current_keys, day_key_id, seal_json
from app.db import begin_write
from app.declarations.actions import Accepted, SealedDeclaration, accept, declaring, seal_declaration, submitting
from app.declarations.rules import Answer, Question, RiskLevel
from app.posters.models import Poster
from app.tallies.actions import bumping
from app.tallies.hot_path import Call, can_run_together, run, run_together
from app.units.models import Vehicle
from app.visits.actions.counts import Counts
from app.visits.actions.ending import end_stay
from app.visits.boarding import Boarding, join_trip
from app.visits.gates import Gate, find_gate, gate_by_code
from app.visits.models import Visit
from app.visits.remembered import Declared
from app.visits.rules import ExitKind, assumed_end, counts_as_estimate, exit_time

# In each round one of those who send at once gets through.
ATTEMPTS = 12

_ENTER = unscoped(
    insert(Visit.__table__),  # type: ignore[arg-type]
    because="a citizen adds his own row by the code on the wall",
)
_OPEN_STAYS = unscoped(
    select(Visit.day, Visit.id, Visit.unit_id, Visit.checked_in_at, Vehicle.kind)
    .join(Poster, Poster.id == Visit.poster_id)
    .outerjoin(Vehicle, Vehicle.checkpoint_id == Poster.checkpoint_id)
    .where(
        Visit.checked_out_at.is_(None),
        ((Visit.day == bindparam("today")) & (Visit.person_index == bindparam("index_today")))
        | ((Visit.day == bindparam("yesterday")) & (Visit.person_index == bindparam("index_yesterday"))),
    ),
    because="the person himself enters: what he left open is found by his own name and phone",
)


@dataclass(frozen=True)
class Health:
    """A declaration made now: answers, what was written beside them, and how that was judged."""

    answers: Mapping[Question, Answer]
    details: Mapping[str, str]
    risk: RiskLevel


@dataclass(frozen=True)
class Arrival:
    """What a citizen sent at a gate: `by` is a declaration made now, or where the one lies that he made before."""

    gate: Gate
    submission_id: str
    at: datetime
    language: str
    person: Mapping[str, Any]
    by: Health | Declared
    boarding: Boarding | None = None
    seat: str = ""

    @property
    def day(self) -> date:
        return local_day(self.at)

    @property
    def content(self) -> str:
        """What makes two sendings of one form the same; the moment of sending is no part of it."""
        said = [self.by.answers, self.by.details] if isinstance(self.by, Health) else self.by.id
        seat = [self.seat] if self.seat else []
        return json.dumps([self.gate.code, self.person, said, *seat], ensure_ascii=False, sort_keys=True)


@dataclass(frozen=True)
class SealedArrival:
    """An arrival's encrypted columns, for the row with this id."""

    id: str
    person: bytes
    phone_index: bytes
    index_today: bytes
    index_yesterday: bytes | None
    declaration: SealedDeclaration | None
    joining: Call | None


def check_in(arrival: Arrival) -> Accepted | None:
    """Record an arrival once, however often and from however many taps it is sent; ends what was left open before.

    Encrypts first and takes the database for writing only then. None when the gate is not what it was taken for.
    """
    sealed = _seal(arrival, arrival.submission_id)
    begin_write()
    if can_run_together():
        if accepted := _store_at_once(arrival, sealed):
            return accepted
        begin_write()
    for _again in range(ATTEMPTS - 1):
        try:
            return _store(arrival, sealed)
        except IntegrityError:
            # Another form of the same person was stored between our look at open stays and our entry: look again.
            begin_write()
    return _store(arrival, sealed)


def _store_at_once(arrival: Arrival, sealed: SealedArrival) -> Accepted | None:
    """All statements of the usual arrival in one parcel: a new form, nothing left open, the gate as it was.

    None when it is not the usual one; then nothing of it may stand.
    """
    submission = submitting(sealed.id, arrival.content, at=arrival.at, day=arrival.day)
    asked = [gate_by_code(arrival.gate.code), submission, _open_stays(arrival, sealed)]
    declaration = _declaration(arrival, sealed)
    bump = bumping(arrival.gate.unit_id, arrival.day, entries=1, declarations=len(declaration))
    stored = [*declaration, *_entry(arrival, sealed), bump]
    try:
        gate, accepted, open_stays = run_together([*asked, *stored])[: len(asked)]
    except IntegrityError:
        return None
    seen = Gate(*gate.rows[0]) if gate.rows else None
    if seen != arrival.gate or accepted.touched != 1 or open_stays.rows:
        return None
    return Accepted(sealed.id, arrival.day, submission.values["receipt"], is_new=True)


def _store(arrival: Arrival, sealed: SealedArrival) -> Accepted | None:
    if find_gate(arrival.gate.code) != arrival.gate:
        return None
    accepted = accept(arrival.submission_id, arrival.content, at=arrival.at, day=arrival.day)
    if not accepted.is_new:
        return accepted
    if accepted.id != sealed.id:
        sealed = _seal(arrival, accepted.id)
    counts = Counts()
    _end_open_stays(arrival, sealed, counts)
    declaration = _declaration(arrival, sealed)
    for call in (*declaration, *_entry(arrival, sealed)):
        run(call)
    counts.add(arrival.gate.unit_id, arrival.day, entries=1, declarations=len(declaration))
    counts.write()
    return accepted


def _end_open_stays(arrival: Arrival, sealed: SealedArrival, counts: Counts) -> None:
    """One stay at a time: who enters has left where he was before, today or yesterday; when, is an estimate."""
    open_stays: Any = run(_open_stays(arrival, sealed)).all()
    for day, visit_id, unit_id, checked_in_at, vehicle in open_stays:
        again = ExitKind.REPEATED if unit_id == arrival.gate.unit_id else ExitKind.ELSEWHERE
        kind = assumed_end(again, vehicle)
        if end_stay(day, visit_id, exit_time(checked_in_at, arrival.at), kind, known_as=None):
            counts.add(unit_id, day, estimated_exits=int(counts_as_estimate(kind)))


def _open_stays(arrival: Arrival, sealed: SealedArrival) -> Call:
    values = {
        "today": arrival.day,
        "yesterday": arrival.day - timedelta(1),
        "index_today": sealed.index_today,
        "index_yesterday": sealed.index_yesterday,
    }
    return Call(_OPEN_STAYS, values)


def _declaration(arrival: Arrival, sealed: SealedArrival) -> list[Call]:
    if sealed.declaration is None or not isinstance(arrival.by, Health):
        return []
    call = declaring(
        sealed.id,
        sealed.declaration,
        unit_id=arrival.gate.unit_id,
        poster_id=arrival.gate.poster_id,
        at=arrival.at,
        day=arrival.day,
        language=arrival.language,
        risk=arrival.by.risk,
    )
    return [call]


def _entry(arrival: Arrival, sealed: SealedArrival) -> list[Call]:
    """The visit, and of a vehicle's passenger the trip that it belongs to."""
    visit = _visit(arrival, sealed)
    return [visit] if sealed.joining is None else [visit, sealed.joining]


def _visit(arrival: Arrival, sealed: SealedArrival) -> Call:
    declared = (arrival.by.day, arrival.by.id) if isinstance(arrival.by, Declared) else (arrival.day, sealed.id)
    values = {
        "day": arrival.day,
        "id": sealed.id,
        "unit_id": arrival.gate.unit_id,
        "poster_id": arrival.gate.poster_id,
        "declaration_day": declared[0],
        "declaration_id": declared[1],
        "checked_in_at": arrival.at,
        "checked_out_at": None,
        "exit_kind": None,
        "suspect": False,
        "person": sealed.person,
        "person_index": sealed.index_today,
        "phone_index": sealed.phone_index,
    }
    return Call(_ENTER, values)


def _seal(arrival: Arrival, row_id: str) -> SealedArrival:
    keys, today, yesterday = current_keys(), day_key_id(arrival.day), day_key_id(arrival.day - timedelta(1))
    name, phone = arrival.person["full_name"], arrival.person["phone"]
    who = f"{phone}\n{name.casefold()}"
    by = arrival.by
    return SealedArrival(
        id=row_id,
        person=seal_json(keys, CellRef("visit", "person", row_id, today), {"full_name": name, "phone": phone}),
        phone_index=blind_index(keys, today, "phone", phone),
        index_today=blind_index(keys, today, "person", who),
        index_yesterday=blind_indexes(keys, [yesterday], "person", who).get(yesterday),
        declaration=seal_declaration(row_id, arrival.day, arrival.person, by.answers, by.details)
        if isinstance(by, Health)
        else None,
        joining=join_trip(arrival.boarding, arrival.day, row_id, arrival.seat) if arrival.boarding else None,
    )
