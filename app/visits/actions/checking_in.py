"""Entering: one transaction holds the submission, the declaration, the visit and the day's counts."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any, NamedTuple

from sqlalchemy import bindparam, insert, select
from sqlalchemy.exc import IntegrityError

from app.access.scope import unscoped
from app.clock import local_day
from app.crypto import CellRef, blind_index, blind_indexes, current_keys, day_key_id, seal_json
from app.db import begin_write
from app.declarations.actions import (
    Accepted,
    SealedDeclaration,
    accept,
    declaring,
    find_receipts,
    id_of_member,
    seal_declaration,
    submitting,
)
from app.declarations.judging import Health
from app.posters.models import Poster
from app.tallies.actions import bumping
from app.tallies.hot_path import Call, StatementsStale, can_run_prepared, run, run_many, run_prepared
from app.units.models import Vehicle
from app.visits.actions.counts import Counts
from app.visits.actions.ending import end_stay
from app.visits.actions.usual import Found, storing_usual
from app.visits.boarding import Boarding, join_trip
from app.visits.gates import Gate, find_gate
from app.visits.models import Visit
from app.visits.remembered import Declared
from app.visits.rules import ExitKind, assumed_end, counts_as_estimate, exit_time

# In each round one of those who send at once gets through.
ATTEMPTS = 12
_ORDERED = json.JSONEncoder(ensure_ascii=False, sort_keys=True)

_VISIT: Any = Visit.__table__
# What happens to a stay later is not named, so that it is no value to send.
_LATER = frozenset({"checked_out_at", "exit_kind", "rating"})
_ENTER = unscoped(
    insert(_VISIT).values({column.name: bindparam(column.name) for column in _VISIT.c if column.name not in _LATER}),
    because="a citizen adds his own row by the code on the wall",
)
_OPEN_STAYS = unscoped(
    select(Visit.day, Visit.id, Visit.unit_id, Visit.checked_in_at, Vehicle.kind)
    .join(Poster, Poster.id == Visit.poster_id)
    .outerjoin(Vehicle, Vehicle.checkpoint_id == Poster.checkpoint_id)
    .where(
        Visit.checked_out_at.is_(None),
        ((Visit.day == bindparam("today")) & Visit.person_index.in_(bindparam("indexes_today", expanding=True)))
        | (
            (Visit.day == bindparam("yesterday"))
            & Visit.person_index.in_(bindparam("indexes_yesterday", expanding=True))
        ),
    ),
    because="the person himself enters: what he left open is found by his own name and phone",
)


@dataclass(frozen=True)
class Arrival:
    """What a citizen sent at a gate: `by` is a declaration made now, or where the one lies that he made before.

    `others` of his family come in with him by the same form.
    """

    gate: Gate
    submission_id: str
    at: datetime
    language: str
    person: Mapping[str, Any]
    by: Health | Declared
    others: Sequence[tuple[Mapping[str, Any], Health]] = ()
    boarding: Boarding | None = None
    seat: str = ""

    @cached_property
    def day(self) -> date:
        return local_day(self.at)

    @property
    def content(self) -> str:
        """What makes two sendings of one form the same; the moment of sending is no part of it."""
        said = self.by.said if isinstance(self.by, Health) else self.by.id
        family = [[person, health.said] for person, health in self.others]
        seat = [self.seat] if self.seat else []
        return _ORDERED.encode([self.gate.code, self.person, said, family, *seat])

    def members(self, submission_id: str) -> list["Arrival"]:
        """The others of the family as arrivals of their own."""
        return [
            replace(
                self,
                submission_id=id_of_member(submission_id, number),
                person=person,
                by=health,
                others=(),
                seat=health.said.get("seat", ""),
            )
            for number, (person, health) in enumerate(self.others, start=2)
        ]


class SealedArrival(NamedTuple):
    """An arrival's encrypted columns, for the row with this id."""

    id: str
    person: bytes
    phone_index: bytes | None
    index_today: bytes
    index_yesterday: bytes | None
    declaration: SealedDeclaration | None
    joining: Call | None


def check_in(arrival: Arrival, *, alone: bool = False) -> Accepted | None:
    """Record an arrival once, however often and from however many taps it is sent; ends what was left open before.

    `alone`: the request writes nothing else; the usual arrival is committed when this returns.

    Encrypts first and takes the database for writing only then. None when the gate is not what it was taken for.
    """
    sealed = _seal(arrival, arrival.submission_id)
    begin_write()
    if can_run_prepared() and not arrival.others:
        if accepted := _store_usual(arrival, sealed, alone=alone):
            return accepted
        begin_write()
    for _again in range(ATTEMPTS - 1):
        try:
            return _store(arrival, sealed)
        except IntegrityError:
            # Another form of the same person was stored between our look at open stays and our entry: look again.
            begin_write()
    return _store(arrival, sealed)


def _store_usual(arrival: Arrival, sealed: SealedArrival, *, alone: bool) -> Accepted | None:
    """The usual arrival in one statement; None when it is not the usual one: then nothing is stored."""
    submission = submitting(sealed.id, arrival.content, at=arrival.at, day=arrival.day)
    declaration = _declaration(arrival, sealed)
    usual = storing_usual(
        arrival.gate,
        arrival.day,
        Found(sealed.index_today, sealed.index_yesterday),
        submission=submission,
        visit=_visit(arrival, sealed),
        beside=[*declaration, *([sealed.joining] if sealed.joining else [])],
        bump=bumping(arrival.gate.unit_id, arrival.day, entries=1, declarations=len(declaration)),
    )
    try:
        stored = run_prepared(usual, alone=alone).touched == 1
    except (IntegrityError, StatementsStale):
        return None
    return Accepted(sealed.id, arrival.day, submission.values["receipt"], is_new=True) if stored else None


def _store(arrival: Arrival, sealed: SealedArrival) -> Accepted | None:
    """The form's own record, then all who came by it, with as many statements for ten as for one."""
    if find_gate(arrival.gate.code) != arrival.gate:
        return None
    accepted = accept(arrival.submission_id, arrival.content, at=arrival.at, day=arrival.day)
    members = arrival.members(accepted.id)
    if not accepted.is_new:
        return replace(accepted, others=find_receipts([each.submission_id for each in members]) if members else ())
    if accepted.id != sealed.id:
        sealed = _seal(arrival, accepted.id)
    submissions = [_following(each, accepted.id) for each in members]
    run_many(submissions)
    party = [(arrival, sealed), *((each, _seal(each, each.submission_id)) for each in members)]
    _take_in(party)
    return replace(accepted, others=[str(each.values["receipt"]) for each in submissions])


def _following(member: Arrival, first_id: str) -> Call:
    content = json.dumps(member.person, sort_keys=True)
    return submitting(member.submission_id, content, at=member.at, day=member.day, follows_id=first_id)


def _take_in(party: Sequence[tuple[Arrival, SealedArrival]]) -> None:
    counts = Counts()
    _end_open_stays(party, counts)
    declarations = [call for arrival, sealed in party for call in _declaration(arrival, sealed)]
    run_many(declarations)
    run_many([_visit(arrival, sealed) for arrival, sealed in party])
    run_many([sealed.joining for _, sealed in party if sealed.joining])
    first = party[0][0]
    counts.add(first.gate.unit_id, first.day, entries=len(party), declarations=len(declarations))
    counts.write()


def _end_open_stays(party: Sequence[tuple[Arrival, SealedArrival]], counts: Counts) -> None:
    """One stay at a time: who enters has left where he was before, today or yesterday; when, is an estimate."""
    arrival = party[0][0]
    values = {
        "today": arrival.day,
        "yesterday": arrival.day - timedelta(1),
        "indexes_today": [sealed.index_today for _, sealed in party],
        "indexes_yesterday": [sealed.index_yesterday for _, sealed in party if sealed.index_yesterday],
    }
    open_stays: Any = run(Call(_OPEN_STAYS, values)).all()
    for day, visit_id, unit_id, checked_in_at, vehicle in open_stays:
        again = ExitKind.REPEATED if unit_id == arrival.gate.unit_id else ExitKind.ELSEWHERE
        kind = assumed_end(again, vehicle)
        if end_stay(day, visit_id, exit_time(checked_in_at, arrival.at), kind, known_as=None):
            counts.add(unit_id, day, estimated_exits=int(counts_as_estimate(kind)))


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
        health=arrival.by,
    )
    return [call]


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
        "suspect": False,
        "person": sealed.person,
        "person_index": sealed.index_today,
        "phone_index": sealed.phone_index,
    }
    return Call(_ENTER, values)


def _seal(arrival: Arrival, row_id: str) -> SealedArrival:
    keys, today, yesterday = current_keys(), day_key_id(arrival.day), day_key_id(arrival.day - timedelta(1))
    name, phone = arrival.person["full_name"], arrival.person["phone"]
    who = _who(arrival.person)
    by = arrival.by
    declaration = seal_declaration(row_id, arrival.day, arrival.person, by.said) if isinstance(by, Health) else None
    # A declaration of the same day has the same index already.
    phone_index = declaration.phone_index if declaration else phone and blind_index(keys, today, "phone", phone)
    return SealedArrival(
        id=row_id,
        person=seal_json(keys, CellRef("visit", "person", row_id, today), {"full_name": name, "phone": phone}),
        phone_index=phone_index or None,
        index_today=blind_index(keys, today, "person", who),
        index_yesterday=blind_indexes(keys, [yesterday], "person", who).get(yesterday),
        declaration=declaration,
        joining=join_trip(arrival.boarding, arrival.day, row_id, arrival.seat) if arrival.boarding else None,
    )


def person_indexes(person: Mapping[str, Any], days: Iterable[date]) -> Mapping[date, bytes]:
    """How stays of this person are found on each of these days that still has its key."""
    names = {day: day_key_id(day) for day in days}
    found = blind_indexes(current_keys(), names.values(), "person", _who(person))
    return {day: found[name] for day, name in names.items() if name in found}


def _who(person: Mapping[str, Any]) -> str:
    return f"{told_apart_by(person)}\n{person['full_name'].casefold()}"


def told_apart_by(person: Mapping[str, Any]) -> str:
    """What tells two people of one name apart: the phone; without one the papers; without both the year and home."""
    own = person["phone"] or person["id_number"]
    return str(own or f"{person['birth_year']} {person['place']} {person['address'].casefold()}")
