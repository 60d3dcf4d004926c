"""What is done at a door. Entries and exits are no audit events, as citizens' are not; `gate_act` keeps them."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import delete, or_, select, update

from app import audit
from app.access.scope import unscoped
from app.clock import local_day, now
from app.db import begin_write, db
from app.declarations.actions import accept, declaring, id_that_follows, seal_declaration
from app.declarations.judging import Health
from app.declarations.models import Declaration
from app.declarations.rules import RiskLevel
from app.door import Viewer
from app.gate.declared import Found, find_of_stay
from app.gate.models import GateAct, GateCount
from app.gate.queries import Door, counts_of, find_act_of, get_own_stay
from app.gate.rules.acts import LETTING_IN, ActKind, Clock, Decision, may_undo
from app.gate.rules.scans import Unfit
from app.tallies.actions import bump, bump_app
from app.tallies.hot_path import run
from app.tallies.queries import is_late
from app.tallies.rules import NationalApp, late_part
from app.units.models import Unit
from app.visits.actions import Arrival, check_in, check_out, person_indexes
from app.visits.actions.counts import Counts
from app.visits.boarding import find_boarding
from app.visits.gates import find_gate
from app.visits.models import Visit
from app.visits.remembered import Declared
from app.visits.rules import ExitKind
from app.visits.stays import Stay


class DoorChanged(Exception):
    """The door's code was replaced, or the unit was suspended, while the guard was at work."""


class TooLateToUndo(Exception):
    """More than half a minute has passed, or it was undone already."""


@dataclass(frozen=True)
class Moment:
    """When something was done and by whose clock; `submission_id` makes it be done once."""

    at: datetime
    clock: Clock
    submission_id: str


def moment(submission_id: str) -> Moment:
    """Now, as the server knows it."""
    return Moment(now(), Clock.SERVER, submission_id)


def enter(
    viewer: Viewer,
    door: Door,
    person: Mapping[str, Any],
    by: Health | Declared,
    when: Moment,
    *,
    decision: Decision | None = None,
) -> GateAct:
    """Let somebody in, once however often it is sent. Raises DoorChanged."""
    gate, when = find_gate(door.code), _unused(viewer, when, ActKind.ENTERED)
    if gate is None or not gate.is_usable(when.at):
        raise DoorChanged
    arrival = Arrival(gate, when.submission_id, when.at, "vi", person, by, boarding=find_boarding(gate, when.at))
    accepted = check_in(arrival)
    if accepted is None:
        raise DoorChanged
    known = None if accepted.is_new else find_act_of(viewer, accepted.id)
    if known:
        return known
    if is_late(accepted.day, now()):
        bump(door.unit_id, accepted.day, late=1)
    return _note(
        viewer,
        door,
        ActKind.ENTERED,
        Moment(when.at, when.clock, accepted.id),
        reason=by.risk.value,
        decision=decision,
        subject=(accepted.day, accepted.id),
    )


def declare_held(viewer: Viewer, door: Door, person: Mapping[str, Any], health: Health, when: Moment) -> GateAct:
    """Keep what somebody declared at the door who is held, and that he was. Raises DoorChanged."""
    gate = find_gate(door.code)
    if gate is None or not gate.is_usable(when.at):
        raise DoorChanged
    day = local_day(when.at)
    sealed = seal_declaration(when.submission_id, day, person, health.said)
    begin_write()
    accepted = accept(when.submission_id, repr(sorted(person.items(), key=str)), at=when.at, day=day)
    if not accepted.is_new:
        if known := find_act_of(viewer, accepted.id):
            return known
        raise DoorChanged
    if accepted.id != when.submission_id:
        sealed = seal_declaration(accepted.id, day, person, health.said)
    run(
        declaring(
            accepted.id,
            sealed,
            unit_id=gate.unit_id,
            poster_id=gate.poster_id,
            at=when.at,
            day=day,
            language="vi",
            health=health,
        )
    )
    bump(door.unit_id, day, declarations=1)
    return _note(
        viewer,
        door,
        ActKind.HELD,
        Moment(when.at, when.clock, accepted.id),
        reason=health.risk.value,
        subject=(day, accepted.id),
    )


def hold(viewer: Viewer, door: Door, found: Found, when: Moment) -> GateAct:
    """Note that somebody's declaration asks for a second look."""
    begin_write()
    known = find_act_of(viewer, when.submission_id)
    subject = (found.declared.day, found.declared.id)
    if known and known.kind is ActKind.HELD and (known.subject_day, known.subject_id) == subject:
        return known
    when = _unused(viewer, when)
    return _note(viewer, door, ActKind.HELD, when, reason=found.declared.risk.value, subject=subject)


def decide(viewer: Viewer, door: Door, held: GateAct, found: Found, decision: Decision, when: Moment) -> GateAct:
    """What the guard does about somebody who is held: let in, in some way, or keep out; said once."""
    if decision in LETTING_IN:
        return enter(viewer, door, found.person, found.declared, when, decision=decision)
    begin_write()
    subject = (found.declared.day, found.declared.id)
    known = find_act_of(viewer, when.submission_id)
    return known or _note(viewer, door, ActKind.KEPT_OUT, when, reason=held.reason, decision=decision, subject=subject)


def leave(viewer: Viewer, door: Door, stay: Stay, when: Moment) -> GateAct | None:
    """Let somebody out; None when he had left before."""
    begin_write()
    if not check_out(stay, at=when.at):
        return None
    when = _unused(viewer, when)
    return _note(viewer, door, ActKind.LEFT, when, reason=RiskLevel.GREEN.value, subject=(stay.day, stay.visit_id))


def refuse_scan(viewer: Viewer, door: Door, why: Unfit) -> GateAct:
    """Note that a code let nobody in."""
    begin_write()
    return _note(viewer, door, ActKind.REFUSED_SCAN, moment(_new_id()), reason=why.value)


def tally(viewer: Viewer, door: Door, app: NationalApp, *, way: ActKind, when: Moment) -> GateAct:
    """Count somebody who showed a national app, once however often it is sent."""
    begin_write()
    when = _unused(viewer, when, way)
    if known := find_act_of(viewer, when.submission_id):
        return known
    act = _note(viewer, door, way, when, reason=app.value)
    _count_app(act, app, 1)
    return act


def undo(viewer: Viewer, act: GateAct) -> None:
    """Take back what was done within the last half minute. Raises TooLateToUndo."""
    db.session.refresh(act, with_for_update=True)
    if not may_undo(act.at, act.undone_at, now=now()):
        raise TooLateToUndo
    act.undone_at = now()
    match act.kind:
        case ActKind.ENTERED:
            _take_back_entry(viewer, act)
        case ActKind.LEFT:
            _take_back_exit(viewer, act)
        case ActKind.APP_IN | ActKind.APP_OUT:
            _count_app(act, NationalApp(act.reason), -1)
        case _:
            # That a code was refused or somebody held stays noted.
            pass


def _take_back_entry(viewer: Viewer, act: GateAct) -> None:
    stay = get_own_stay(viewer, act.subject_day or act.day, act.subject_id or "")
    if not stay.is_open:
        raise TooLateToUndo
    ended = _ended_by(stay)
    gone = delete(Visit).where(Visit.day == stay.day, Visit.id == stay.visit_id)
    db.session.execute(unscoped(gone, because="the guard's own entry of a moment ago"))
    made_here = stay.declaration_id == stay.visit_id
    if made_here:
        declaration = delete(Declaration).where(Declaration.day == stay.day, Declaration.id == stay.visit_id)
        db.session.execute(unscoped(declaration, because="what was declared for that entry"))
    counts = Counts()
    counts.add(stay.unit_id, stay.day, entries=-1, declarations=-int(made_here))
    for day, visit_id, unit_id in ended:
        again = update(Visit).where(Visit.day == day, Visit.id == visit_id)
        again = again.values(checked_out_at=None, exit_kind=None)
        db.session.execute(unscoped(again, because="the guard's own entry of a moment ago had ended it"))
        counts.add(unit_id, day, estimated_exits=-1)
    counts.write()


def _ended_by(stay: Stay) -> Sequence[tuple[date, str, int]]:
    """The stays, of that day or the one before, which ended, as is assumed, because the same person entered here."""
    declared = find_of_stay(stay, at=now())
    days = stay.day, stay.day - timedelta(1)
    indexes = person_indexes(declared.person, days) if declared else {}
    if not indexes:
        return ()
    stmt = select(Visit.day, Visit.id, Visit.unit_id).where(
        or_(*((Visit.day == day) & (Visit.person_index == index) for day, index in indexes.items())),
        Visit.checked_out_at == stay.checked_in_at,
        Visit.exit_kind.in_((ExitKind.ELSEWHERE, ExitKind.REPEATED)),
    )
    rows = db.session.execute(unscoped(stmt, because="the guard's own entry of a moment ago had ended it"))
    return [(day, visit_id, unit_id) for day, visit_id, unit_id in rows]


def _take_back_exit(viewer: Viewer, act: GateAct) -> None:
    stay = get_own_stay(viewer, act.subject_day or act.day, act.subject_id or "")
    again = update(Visit).where(Visit.day == stay.day, Visit.id == stay.visit_id, Visit.exit_kind == ExitKind.RECORDED)
    again = again.values(checked_out_at=None, exit_kind=None)
    done = db.session.execute(unscoped(again, because="the guard's own exit of a moment ago is taken back"))
    if done.rowcount:  # type: ignore[attr-defined]
        bump(stay.unit_id, stay.day, exits=-1)


def _count_app(act: GateAct, app: NationalApp, count: int) -> None:
    entries, exits = (count, 0) if act.kind is ActKind.APP_IN else (0, count)
    late = entries if is_late(act.day, now()) else 0
    bump_app(act.unit_id, act.day, app, entries=entries, exits=exits, late=late)


def _note(
    viewer: Viewer,
    door: Door,
    kind: ActKind,
    when: Moment,
    *,
    reason: str = "",
    decision: Decision | None = None,
    subject: tuple[date, str] | tuple[None, None] = (None, None),
) -> GateAct:
    act = GateAct(unit_id=door.unit_id, checkpoint_id=door.checkpoint_id, day=local_day(when.at), at=when.at)
    act.clock, act.kind, act.reason, act.decision = when.clock, kind, reason, decision
    act.submission_id, act.by_id = when.submission_id, viewer.user_id
    act.subject_day, act.subject_id = subject
    db.session.add(act)
    db.session.flush()
    return act


def _unused(viewer: Viewer, when: Moment, *kinds: ActKind) -> Moment:
    """The moment under an id that did nothing yet but, perhaps, just this: something of `kinds` that still stands.

    A guard goes back to a page whose form did something: he took that back, or does something else by it now.
    """
    while (known := find_act_of(viewer, when.submission_id)) and (known.undone_at or known.kind not in kinds):
        when = replace(when, submission_id=id_that_follows(when.submission_id, str(known.id)))
    return when


def _new_id() -> str:
    return secrets.token_urlsafe(16)


def load_counts(viewer: Viewer, unit: Unit, rows: Sequence[tuple[date, NationalApp, int, int]]) -> None:
    """Keep what a national system counted on these days; a day sent again takes the place of what was sent before."""
    kept = {(row.day, row.app): row for row in counts_of(viewer, unit.id, {row[0] for row in rows})}
    for day, app, entries, exits in sorted(rows):
        fresh = GateCount(unit_id=unit.id, day=day, app=app, entry_count=0, exit_count=0, late_count=0)
        row = kept.get((day, app), fresh)
        late = late_part(entries, row.entry_count - row.late_count, late=is_late(day, now()))
        bump_app(
            unit.id,
            day,
            app,
            entries=entries - row.entry_count,
            exits=exits - row.exit_count,
            late=late - row.late_count,
        )
        row.entry_count, row.exit_count, row.late_count = entries, exits, late
        row.loaded_at, row.by_id = now(), viewer.user_id
        db.session.add(row)
    audit.record("gate.counts_loaded", unit.id, by=viewer, day_count=len({row[0] for row in rows}))
