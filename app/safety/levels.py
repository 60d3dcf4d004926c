"""Reading the levels of many units: lists, their counts, and what they are narrowed to."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, or_, select
from sqlalchemy.orm import joinedload

from app.access.ahead import Topic
from app.access.ahead.topics import tally
from app.access.asking import Question
from app.access.scope import Rows, belonging_to, counting, covered_by, withheld_from, within
from app.areas.models import Area
from app.clock import local_day
from app.db import db
from app.door import Viewer, office_viewer
from app.safety.current import is_found, last_found, last_said, standing_on
from app.safety.models import Assessment, InspectedLevel
from app.safety.rules import Level, Source
from app.safety.settings import expiring_days
from app.units.models import Unit
from app.units.queries import areas_below
from app.units.rules import UnitKind, UnitStatus
from app.units.search import holds_words
from app.web.pagination import Page, Wish, each_row


class Need(StrEnum):
    """What is to be done about a level, or where it comes from."""

    EXPIRING = "expiring"
    EXPIRED = "expired"
    NATIONAL = "national"
    INSPECTED = "inspected"


class LevelOrder(StrEnum):
    """How a list of levels may be sorted."""

    NAME = "name"
    ENDING = "ending"


@dataclass(frozen=True)
class LevelFilter:
    """What a list of levels is narrowed to; `area_id` is a district or a commune.

    With `told_by` it is the public's list: what an inspection found stands in it once it may be told.
    """

    search: str = ""
    level: Level | None = None
    kind: UnitKind | None = None
    area_id: int | None = None
    owner_id: int | None = None
    need: Need | None = None
    order: LevelOrder = LevelOrder.NAME
    told_by: datetime | None = None


@dataclass(frozen=True)
class LevelLine:
    """A unit in operation, the level that stands today, what it said last, and what an inspection found last.

    `is_found`: the level is what the inspection found.
    """

    unit: Unit
    level: Level
    assessment: Assessment | None
    found: InspectedLevel | None
    is_found: bool


def list_levels(
    viewer: Viewer, wanted: LevelFilter, wish: Wish, *, counted: Mapping[Level, int] | None = None
) -> tuple[Page, Mapping[Level, int]]:
    """A page of the viewer's units in operation as LevelLines, and of how many units of any level it is a part.

    Who has `counted` them already says so: it is the dearest part of the page.
    """
    counts = counted or _count_levels(viewer, wanted)
    total = sum(counts.values()) if wanted.level is None else counts[wanted.level]
    return Page(_lines(viewer, wanted, wish), wish.number, wish.size, total), counts


def list_all_levels(viewer: Viewer, wanted: LevelFilter) -> Iterable[LevelLine]:
    """What `list_levels` pages through, in pages for files."""
    return each_row(lambda wish: _lines(viewer, wanted, wish))


def count_withheld(viewer: Viewer, wanted: LevelFilter) -> int:
    """How many units fit the filter and are not named to the viewer; not told of a search."""
    if viewer.sees_restricted or wanted.search:
        return 0
    stmt, *_levels = fitting_units(counting(viewer), wanted)
    hidden = stmt.where(withheld_from(viewer, Unit))
    return db.session.scalar(covered_by(hidden.with_only_columns(func.count(Unit.id)), stmt)) or 0


def _count_levels(viewer: Viewer, wanted: LevelFilter) -> Mapping[Level, int]:
    """How many of the units meant have which level, whichever level is asked for."""
    stmt, level, _is_found = fitting_units(viewer, replace(wanted, level=None))
    held = stmt.with_only_columns(level.label("level")).subquery("held")
    counted = covered_by(select(held.c.level, func.count()).group_by(held.c.level), stmt)
    found = {Level(value): count for value, count in db.session.execute(counted)}
    return {each: found.get(each, 0) for each in Level}


@dataclass(frozen=True)
class Pressing:
    """How many of the viewer's units are unsafe, and how many have a level that ends soon."""

    unsafe: int
    expiring: int


def question_of_pressing(viewer: Viewer) -> Question[Pressing]:
    """What of levels presses today."""
    stmt, level, _is_found = fitting_units(viewer, LevelFilter())
    conditions = (level == Level.UNSAFE.value, _has_need(Need.EXPIRING, local_day()))
    sums = [func.coalesce(func.sum(case((condition, 1), else_=0)), 0) for condition in conditions]
    # Of most units nothing presses, and what each said last is looked for one by one.
    stmt = covered_by(stmt.where(or_(*_may_press(viewer))), stmt)
    return Question([covered_by(stmt.with_only_columns(*sums), stmt)], lambda rows: Pressing(*map(int, rows[0])))


PRESSING: Topic[Pressing] = Topic(
    "pressing",
    question_of_pressing,
    lambda: {"units": tally(question_of_pressing(office_viewer()).statements[0], Unit)},
    lambda viewer, sheet: Pressing(*(count or 0 for count in sheet["units"].of(viewer))),
)


def _may_press(viewer: Viewer) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    """Whether a unit ever said, or of it was ever found, what presses while nothing later was."""
    units, today = within(viewer, Unit), local_day()
    said, found = (belonging_to(units, Unit.id, model).correlate(Unit) for model in (Assessment, InspectedLevel))
    is_unsafe = and_(Assessment.level == Level.UNSAFE, Assessment.valid_until > today)
    was_found = and_(InspectedLevel.level == Level.UNSAFE, InspectedLevel.valid_until > today)
    return said.where(or_(is_unsafe, _has_need(Need.EXPIRING, today))).exists(), found.where(was_found).exists()


def count_by_commune(viewer: Viewer, wanted: LevelFilter) -> Mapping[int, Mapping[Level, int]]:
    """How many units that fit have which level, by the commune where they are."""
    stmt, level, _is_found = fitting_units(viewer, wanted)
    held = stmt.with_only_columns(Unit.area_id, level.label("level")).subquery("held")
    counted = covered_by(select(held.c.area_id, held.c.level, func.count()).group_by(*held.c), stmt)
    found: defaultdict[int, dict[Level, int]] = defaultdict(dict)
    for area_id, value, count in db.session.execute(counted):
        found[area_id][Level(value)] = count
    return found


def _lines(viewer: Viewer, wanted: LevelFilter, wish: Wish) -> list[LevelLine]:
    stmt, level, is_inspected = fitting_units(viewer, wanted)
    listed = covered_by(stmt.add_columns(level, Assessment, InspectedLevel, is_inspected), stmt)
    listed = listed.options(joinedload(Unit.organisation), joinedload(Unit.area).joinedload(Area.parent))
    listed = listed.order_by(*_ORDERS[wanted.order]).limit(wish.size).offset((wish.number - 1) * wish.size)
    return [
        LevelLine(unit, Level(value), said, found, bool(is_found))
        for unit, value, said, found, is_found in db.session.execute(listed)
    ]


_ORDERS: Mapping[LevelOrder, tuple[Any, ...]] = {
    LevelOrder.NAME: (Unit.sort_key, Unit.id),
    LevelOrder.ENDING: (Assessment.valid_until.is_(None), Assessment.valid_until, Unit.sort_key, Unit.id),
}


def fitting_units(viewer: Viewer, wanted: LevelFilter) -> tuple[Rows, Any, Any]:
    """The viewer's units in operation that fit, joined with what they said and what was found of them last.

    With it the level that stands today, and whether it is what an inspection found.
    """
    today = local_day()
    meant: Rows = within(viewer, Unit)
    said_select = last_said(meant, Unit.id, today).correlate(Unit)
    found_select = last_found(meant, Unit.id, today, told_by=wanted.told_by).correlate(Unit)
    said, found = Assessment.__table__, InspectedLevel.__table__
    level, inspected = standing_on(said, found, today), is_found(said, found, today)
    stmt = meant.outerjoin(Assessment, Assessment.id == said_select.scalar_subquery())
    stmt = stmt.outerjoin(InspectedLevel, InspectedLevel.id == found_select.scalar_subquery())
    conditions = [
        (wanted.level, level == wanted.level),
        (wanted.kind, Unit.kind == wanted.kind),
        (wanted.area_id, Unit.area_id.in_(areas_below(wanted.area_id))),
        (wanted.owner_id, Unit.organisation_id == wanted.owner_id),
        (wanted.need, inspected if wanted.need is Need.INSPECTED else _has_need(wanted.need, today)),
    ]
    stmt = stmt.where(Unit.status == UnitStatus.ACTIVE, *(each for value, each in conditions if value is not None))
    fitting = covered_by(stmt.where(*holds_words(wanted.search)), meant, said_select, found_select)
    return fitting, level, inspected


def _has_need(need: Need | None, today: date) -> Any:
    soon = today + timedelta(expiring_days())
    holds = Assessment.valid_until > today
    return {
        Need.EXPIRING: and_(holds, Assessment.valid_until <= soon),
        Need.EXPIRED: Assessment.valid_until <= today,
        Need.NATIONAL: and_(holds, Assessment.source != Source.PORTAL),
        None: None,
    }.get(need)
