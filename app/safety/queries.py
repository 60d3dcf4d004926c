"""Reading sets of criteria, assessments and the levels of units."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import joinedload

from app.access.scope import Rows, counting, covered_by, withheld_from, within
from app.areas.models import Area
from app.clock import local_day
from app.db import db
from app.door import Absent, Viewer
from app.safety.current import latest, level_on
from app.safety.models import Assessment, AssessmentPhoto, CriteriaSet
from app.safety.rules import Level, Source
from app.safety.settings import expiring_days
from app.units.models import Unit
from app.units.queries import areas_below
from app.units.rules import UnitKind, UnitStatus
from app.units.search import holds_words
from app.web.pagination import FILE_PAGE, Page, Wish


class Need(StrEnum):
    """What is to be done about a level, or where it comes from."""

    EXPIRING = "expiring"
    EXPIRED = "expired"
    NATIONAL = "national"


class LevelOrder(StrEnum):
    """How a list of levels may be sorted."""

    NAME = "name"
    ENDING = "ending"


@dataclass(frozen=True)
class LevelFilter:
    """What a list of levels is narrowed to; `area_id` is a district or a commune."""

    search: str = ""
    level: Level | None = None
    kind: UnitKind | None = None
    area_id: int | None = None
    owner_id: int | None = None
    need: Need | None = None
    order: LevelOrder = LevelOrder.NAME


@dataclass(frozen=True)
class LevelLine:
    """A unit in operation, the level that holds today, and the assessment it is from; a past one where none holds."""

    unit: Unit
    level: Level
    assessment: Assessment | None


def list_sets() -> Sequence[CriteriaSet]:
    """All versions of all sets, those of today first."""
    return db.session.scalars(
        select(CriteriaSet).order_by(CriteriaSet.until_on.is_not(None), CriteriaSet.code, CriteriaSet.number.desc())
    ).all()


def find_set(kind: UnitKind, *, on: date) -> CriteriaSet | None:
    """The set that holds for a kind of unit on a day."""
    stmt = select(CriteriaSet).where(
        CriteriaSet.from_on <= on, or_(CriteriaSet.until_on.is_(None), CriteriaSet.until_on > on)
    )
    return next((each for each in db.session.scalars(stmt.order_by(CriteriaSet.id)) if kind.value in each.kinds), None)


def get_assessment(viewer: Viewer, assessment_id: int) -> Assessment:
    """An assessment of one of the viewer's units, with unit and set. Raises Absent."""
    stmt = within(viewer, Assessment).where(Assessment.id == assessment_id)
    found = db.session.scalar(stmt.options(joinedload(Assessment.unit), joinedload(Assessment.criteria_set)))
    if found is None:
        raise Absent(assessment_id)
    return found  # type: ignore[no-any-return]


def find_draft(viewer: Viewer, unit: Unit) -> Assessment | None:
    """What the unit began and has not submitted."""
    stmt = within(viewer, Assessment).where(Assessment.unit_id == unit.id, Assessment.submitted_at.is_(None))
    return db.session.scalar(stmt.options(joinedload(Assessment.criteria_set)))  # type: ignore[no-any-return]


def list_photos(viewer: Viewer, assessment: Assessment) -> Sequence[AssessmentPhoto]:
    """The pictures of an assessment, by criterion; each picture itself is read when it is asked for."""
    stmt = within(viewer, AssessmentPhoto).where(AssessmentPhoto.assessment_id == assessment.id)
    return db.session.scalars(stmt.order_by(AssessmentPhoto.number)).all()


def get_photo(viewer: Viewer, assessment: Assessment, number: int) -> AssessmentPhoto:
    """The picture of one criterion. Raises Absent."""
    found = next((each for each in list_photos(viewer, assessment) if each.number == number), None)
    if found is None:
        raise Absent(number)
    return found


def list_submitted(viewer: Viewer, unit: Unit) -> Sequence[Assessment]:
    """What the unit said of itself, as it counts: the latest day first."""
    stmt = within(viewer, Assessment).where(Assessment.unit_id == unit.id, Assessment.submitted_at.is_not(None))
    stmt = stmt.options(joinedload(Assessment.criteria_set))
    return db.session.scalars(stmt.order_by(Assessment.assessed_on.desc(), Assessment.id.desc())).all()


def level_of(submitted: Sequence[Assessment]) -> Level:
    """The level that holds today, of what `list_submitted` found."""
    last = submitted[0] if submitted else None
    if last is None or last.level is None or last.valid_until is None or last.valid_until <= local_day():
        return Level.NONE
    return last.level


def list_levels(viewer: Viewer, wanted: LevelFilter, wish: Wish) -> tuple[Page, Mapping[Level, int]]:
    """A page of the viewer's units in operation as LevelLines, and of how many units of any level it is a part."""
    counts = _count_levels(viewer, wanted)
    total = sum(counts.values()) if wanted.level is None else counts[wanted.level]
    return Page(_lines(viewer, wanted, wish), wish.number, wish.size, total), counts


def list_all_levels(viewer: Viewer, wanted: LevelFilter) -> Iterable[LevelLine]:
    """What `list_levels` pages through, in pages for files."""
    number = 1
    while lines := _lines(viewer, wanted, Wish(number, FILE_PAGE)):
        yield from lines
        number += 1


def count_withheld(viewer: Viewer, wanted: LevelFilter) -> int:
    """How many units fit the filter and are not named to the viewer; not told of a search."""
    if viewer.sees_restricted or wanted.search:
        return 0
    stmt, _level = _units(counting(viewer), wanted)
    hidden = stmt.where(withheld_from(viewer, Unit))
    return db.session.scalar(covered_by(hidden.with_only_columns(func.count(Unit.id)), stmt)) or 0


def _count_levels(viewer: Viewer, wanted: LevelFilter) -> Mapping[Level, int]:
    """How many of the units meant have which level, whichever level is asked for."""
    stmt, level = _units(viewer, replace(wanted, level=None))
    held = stmt.with_only_columns(level.label("level")).subquery("held")
    counted = covered_by(select(held.c.level, func.count()).group_by(held.c.level), stmt)
    found = {Level(value): count for value, count in db.session.execute(counted)}
    return {each: found.get(each, 0) for each in Level}


def _lines(viewer: Viewer, wanted: LevelFilter, wish: Wish) -> list[LevelLine]:
    stmt, level = _units(viewer, wanted)
    listed = covered_by(stmt.add_columns(level, Assessment), stmt)
    listed = listed.options(joinedload(Unit.organisation), joinedload(Unit.area).joinedload(Area.parent))
    listed = listed.order_by(*_ORDERS[wanted.order]).limit(wish.size).offset((wish.number - 1) * wish.size)
    return [LevelLine(unit, Level(value), said) for unit, value, said in db.session.execute(listed)]


_ORDERS: Mapping[LevelOrder, tuple[Any, ...]] = {
    LevelOrder.NAME: (Unit.sort_key, Unit.id),
    LevelOrder.ENDING: (Assessment.valid_until.is_(None), Assessment.valid_until, Unit.sort_key, Unit.id),
}


def _units(viewer: Viewer, wanted: LevelFilter) -> tuple[Rows, Any]:
    """The viewer's units in operation that fit, joined with what they said last; with it the level of today."""
    today = local_day()
    meant: Rows = within(viewer, Unit)
    said_select = latest(meant, meant.with_only_columns(Unit.id), today)
    said = said_select.subquery("last_said")
    level = level_on(said, today)
    stmt = meant.outerjoin(said, said.c.unit_id == Unit.id).outerjoin(Assessment, Assessment.id == said.c.id)
    conditions = [
        (wanted.level, level == wanted.level),
        (wanted.kind, Unit.kind == wanted.kind),
        (wanted.area_id, Unit.area_id.in_(areas_below(wanted.area_id))),
        (wanted.owner_id, Unit.organisation_id == wanted.owner_id),
        (wanted.need, _has_need(wanted.need, today)),
    ]
    stmt = stmt.where(Unit.status == UnitStatus.ACTIVE, *(each for value, each in conditions if value is not None))
    return covered_by(stmt.where(*holds_words(wanted.search)), meant, said_select), level


def _has_need(need: Need | None, today: date) -> Any:
    soon = today + timedelta(expiring_days())
    holds = Assessment.valid_until > today
    return {
        Need.EXPIRING: and_(holds, Assessment.valid_until <= soon),
        Need.EXPIRED: Assessment.valid_until <= today,
        Need.NATIONAL: and_(holds, Assessment.source != Source.PORTAL),
        None: None,
    }[need]
