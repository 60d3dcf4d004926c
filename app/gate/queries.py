"""Reading at the door: which door it is, who was here lately, how many are inside."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import and_, func, or_, select, true
from sqlalchemy.orm import joinedload

from app import settings
from app.access.models import UserSession
from app.access.scope import covered_by, within
from app.clock import local_day, now
from app.db import db
from app.declarations.models import Submission
from app.door import Absent, Permission, Viewer
from app.gate.models import GateAct, GateCount, GateDevice
from app.gate.rules.acts import ActKind
from app.posters.models import Poster
from app.tallies.models import AppDay, UnitDay
from app.text import mask_name
from app.units.models import Checkpoint, Unit
from app.units.rules import USABLE, UnitKind
from app.visits.models import GatePlace, Visit
from app.visits.settings import LATE_HOURS
from app.visits.stays import Stay, Visitor, get_stay, open_visitor
from app.web.pagination import Page, Wish, paginate

LATEST_SHOWN = 5
SHOWN_DAYS = 14


@dataclass(frozen=True)
class Door:
    """A door at which somebody stands guard, with the code that hangs there."""

    checkpoint_id: int
    name: str
    unit_id: int
    unit_name: str
    kind: UnitKind
    code: str


@dataclass(frozen=True)
class Figures:
    """Today's counts of a unit, those by national app among them, and who is inside now at each of its doors."""

    entries: int
    exits: int
    estimated_exits: int
    app_entries: int
    app_exits: int
    inside: int
    inside_by_door: dict[int, int]


@dataclass(frozen=True)
class ShownAct:
    """One of the last things done at a door; of the person no more than the masked name."""

    act: GateAct
    masked_name: str


@dataclass(frozen=True)
class Inside:
    """Somebody who has not left."""

    day: date
    visit_id: str
    masked_name: str
    checked_in_at: datetime
    is_late: bool


def list_doors(viewer: Viewer) -> Sequence[Door]:
    """The doors at which the viewer can stand guard: a machine has one, an account those of its units."""
    # Who sees units is a person.
    device = None if viewer.can(Permission.UNIT_READ) else find_own_device(viewer)
    mine = within(viewer, Checkpoint, Unit, Poster)
    columns = (Checkpoint.id, Checkpoint.name, Unit.id, Unit.name, Unit.kind, Poster.code)
    stmt = (
        mine.with_only_columns(*columns)
        .select_from(Checkpoint)
        .join(Unit, Unit.id == Checkpoint.unit_id)
        .join(Poster, and_(Poster.checkpoint_id == Checkpoint.id, Poster.replaced_at.is_(None)))
        .where(Checkpoint.retired_at.is_(None), Unit.status.in_(sorted(USABLE)))
        .order_by(Unit.sort_key, Unit.id, Checkpoint.id)
    )
    doors = [Door(*row) for row in db.session.execute(stmt)]
    return [door for door in doors if device is None or door.checkpoint_id == device.checkpoint_id]


def choose_door(doors: Sequence[Door], checkpoint_id: int | None) -> Door:
    """The door that is named, or the first. Raises Absent."""
    for door in doors:
        if checkpoint_id in (None, door.checkpoint_id):
            return door
    raise Absent(checkpoint_id)


def find_own_device(viewer: Viewer) -> GateDevice | None:
    """The machine as which the viewer works, if it is one."""
    stmt = within(viewer, GateDevice).where(GateDevice.user_id == viewer.user_id)
    return db.session.scalar(stmt) if viewer.user_id else None


def list_devices(viewer: Viewer, unit: Unit) -> Sequence[GateDevice]:
    """The machines of a unit, the newest first."""
    stmt = within(viewer, GateDevice).where(GateDevice.unit_id == unit.id)
    return db.session.scalars(stmt.options(joinedload(GateDevice.checkpoint)).order_by(GateDevice.id.desc())).all()


def get_device(viewer: Viewer, unit: Unit, device_id: int) -> GateDevice:
    """One machine of the unit. Raises Absent."""
    stmt = within(viewer, GateDevice).where(GateDevice.unit_id == unit.id, GateDevice.id == device_id)
    found: GateDevice | None = db.session.scalar(stmt.options(joinedload(GateDevice.checkpoint)))
    if found is None:
        raise Absent(device_id)
    return found


def last_seen(devices: Sequence[GateDevice]) -> dict[int, datetime]:
    """When each machine asked for something last, by its account."""
    accounts = [device.user_id for device in devices if device.user_id]
    stmt = select(UserSession.user_id, func.max(UserSession.last_seen_at)).where(UserSession.user_id.in_(accounts))
    rows = db.session.execute(stmt.group_by(UserSession.user_id))
    return {user_id: at for user_id, at in rows}  # noqa: C416 - a row is no pair for the type checker


def find_place(viewer: Viewer, unit_id: int) -> GatePlace | None:
    """Where the unit takes who is held, as it said itself."""
    found: GatePlace | None = db.session.scalar(within(viewer, GatePlace).where(GatePlace.unit_id == unit_id))
    return found


def get_act(viewer: Viewer, act_id: int) -> GateAct:
    """Something that was done at one of the viewer's doors. Raises Absent."""
    found: GateAct | None = db.session.scalar(within(viewer, GateAct).where(GateAct.id == act_id))
    if found is None:
        raise Absent(act_id)
    return found


def find_act_of(viewer: Viewer, submission_id: str) -> GateAct | None:
    """What was done by a form that came before."""
    found: GateAct | None = db.session.scalar(within(viewer, GateAct).where(GateAct.submission_id == submission_id))
    return found


def find_act_about(viewer: Viewer, submission_id: str, declarations: Sequence[tuple[date, str]]) -> GateAct | None:
    """What a form did already, and still stands, about who comes by one of these: then it was sent twice."""
    by_one = [and_(Visit.declaration_day == day, Visit.declaration_id == each) for day, each in declarations]
    if not by_one:
        return None
    stmt = within(viewer, GateAct, Visit).where(
        GateAct.submission_id == submission_id,
        GateAct.undone_at.is_(None),
        and_(Visit.day == GateAct.subject_day, Visit.id == GateAct.subject_id),
        or_(*by_one),
    )
    found: GateAct | None = db.session.scalar(stmt)
    return found


def list_last_acts(viewer: Viewer, door: Door) -> Sequence[ShownAct]:
    """The last five at a door, the latest first."""
    stmt = within(viewer, GateAct).where(
        GateAct.unit_id == door.unit_id, GateAct.checkpoint_id == door.checkpoint_id, GateAct.day == local_day()
    )
    acts = db.session.scalars(stmt.order_by(GateAct.id.desc()).limit(LATEST_SHOWN)).all()
    names = _names(viewer, acts)
    return [ShownAct(act, names.get((act.subject_day, act.subject_id), "")) for act in acts]


def _names(viewer: Viewer, acts: Sequence[GateAct]) -> dict[tuple[date | None, str | None], str]:
    wanted = [(Visit.day == act.subject_day) & (Visit.id == act.subject_id) for act in acts if act.subject_id]
    if not wanted:
        return {}
    visits = db.session.scalars(within(viewer, Visit).where(or_(*wanted))).all()
    return {(visit.day, visit.id): _masked(open_visitor(visit.day, visit.id, visit.person)) for visit in visits}


def _masked(visitor: Visitor | None) -> str:
    return mask_name(visitor.full_name) if visitor else ""


def figures(viewer: Viewer, door: Door) -> Figures:
    """How many came, left and are inside."""
    today = local_day()
    unit_day = within(viewer, UnitDay).where(UnitDay.unit_id == door.unit_id, UnitDay.day == today)
    row = db.session.scalar(unit_day)
    apps = within(viewer, AppDay).with_only_columns(func.sum(AppDay.entry_count), func.sum(AppDay.exit_count))
    app_in, app_out = db.session.execute(apps.where(AppDay.unit_id == door.unit_id, AppDay.day == today)).one()
    by_door = _inside_by_door(viewer, door.unit_id, today)
    app_in, app_out = int(app_in or 0), int(app_out or 0)
    return Figures(
        entries=(row.entry_count if row else 0) + app_in,
        exits=(row.exit_count if row else 0) + app_out,
        estimated_exits=row.estimated_exit_count if row else 0,
        app_entries=app_in,
        app_exits=app_out,
        inside=sum(by_door.values()) + max(0, app_in - app_out),
        inside_by_door=by_door,
    )


def _inside_by_door(viewer: Viewer, unit_id: int, today: date) -> dict[int, int]:
    stmt = within(viewer, Visit, Poster).with_only_columns(Poster.checkpoint_id, func.count()).select_from(Visit)
    stmt = stmt.join(Poster, Poster.id == Visit.poster_id).where(*_open_at(unit_id, today))
    rows = db.session.execute(stmt.group_by(Poster.checkpoint_id))
    return {checkpoint_id: count for checkpoint_id, count in rows}  # noqa: C416 - as above


def _open_at(unit_id: int, today: date) -> tuple[Any, ...]:
    # Longer than a day nobody stays without his stay having ended by itself.
    return Visit.unit_id == unit_id, Visit.day.between(today - timedelta(1), today), Visit.checked_out_at.is_(None)


def version_of(viewer: Viewer, door: Door) -> str:
    """What changes whenever anything that the console shows changes: counts of the day book and the door's last act."""
    today = local_day()
    days = within(viewer, UnitDay).with_only_columns(
        UnitDay.day, UnitDay.entry_count, UnitDay.exit_count, UnitDay.estimated_exit_count
    )
    days = days.where(UnitDay.unit_id == door.unit_id, UnitDay.day.between(today - timedelta(1), today))
    acts = within(viewer, GateAct).with_only_columns(func.max(GateAct.id), func.count(GateAct.undone_at))
    acts = acts.where(GateAct.unit_id == door.unit_id, GateAct.day == today)
    apps = within(viewer, AppDay).with_only_columns(func.sum(AppDay.entry_count), func.sum(AppDay.exit_count))
    apps = apps.where(AppDay.unit_id == door.unit_id, AppDay.day == today)
    counts = [number for row in db.session.execute(days.order_by(UnitDay.day)) for number in row[1:]]
    by_acts, by_apps = acts.subquery(), apps.subquery()
    both = select(by_acts, by_apps).select_from(by_acts.join(by_apps, true()))
    seen = db.session.execute(covered_by(both, acts, apps)).one()
    return "-".join(str(part or 0) for part in (today.toordinal(), *counts, *seen))


def list_inside(viewer: Viewer, unit_id: int, wish: Wish, *, only_late: bool) -> Page:
    """Who has not left, longest inside first; `only_late`: those who are inside longer than is usual."""
    late_before = now() - timedelta(hours=int(settings.value(LATE_HOURS)))
    stmt = within(viewer, Visit).where(*_open_at(unit_id, local_day())).order_by(Visit.checked_in_at, Visit.id)
    page = paginate(stmt.where(Visit.checked_in_at <= late_before) if only_late else stmt, wish)
    rows = [
        Inside(
            visit.day,
            visit.id,
            _masked(open_visitor(visit.day, visit.id, visit.person)),
            visit.checked_in_at,
            visit.checked_in_at <= late_before,
        )
        for visit in page.rows
    ]
    return Page(rows, page.number, page.size, page.total)


def get_own_stay(viewer: Viewer, day: date, visit_id: str) -> Stay:
    """A stay at one of the viewer's units. Raises Absent."""
    visit = db.session.scalar(within(viewer, Visit).where(Visit.day == day, Visit.id == visit_id))
    receipt = db.session.scalar(select(Submission.receipt).where(Submission.id == visit_id)) if visit else None
    if receipt is None:
        raise Absent
    return get_stay(receipt)


def list_held(viewer: Viewer, unit_id: int, first: date, last: date) -> Sequence[GateAct]:
    """Who was held in these days and what was done about it, and codes that let nobody in; the latest first."""
    kinds = GateAct.kind.in_((ActKind.HELD, ActKind.KEPT_OUT, ActKind.REFUSED_SCAN))
    stmt = within(viewer, GateAct).where(
        GateAct.unit_id == unit_id, or_(kinds, GateAct.decision.is_not(None)), GateAct.day.between(first, last)
    )
    return db.session.scalars(stmt.order_by(GateAct.id.desc()).limit(200)).all()


def list_counts(viewer: Viewer, unit_id: int) -> Sequence[GateCount]:
    """What national systems counted at the unit in the last days, the latest first."""
    first = local_day() - timedelta(SHOWN_DAYS)
    stmt = within(viewer, GateCount).where(GateCount.unit_id == unit_id, GateCount.day >= first)
    return db.session.scalars(stmt.order_by(GateCount.day.desc(), GateCount.app)).all()


def counts_of(viewer: Viewer, unit_id: int, days: Collection[date]) -> Sequence[GateCount]:
    """What national systems counted at the unit on these days."""
    return db.session.scalars(
        within(viewer, GateCount).where(GateCount.unit_id == unit_id, GateCount.day.in_(days))
    ).all()
