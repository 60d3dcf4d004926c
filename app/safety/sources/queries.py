"""Reading the three sources of units, and where they are apart."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, String, and_, case, func, literal, or_, select, type_coerce
from sqlalchemy.orm import joinedload

from app.access.scope import Rows, counting, covered_by, within
from app.areas.models import Area
from app.areas.queries import list_areas
from app.areas.rules import AreaLevel
from app.clock import local_day
from app.db import db
from app.door import Viewer
from app.organisations.models import Organisation
from app.safety.levels import LevelFilter, fitting_units
from app.safety.models import Assessment, InspectedLevel
from app.safety.rules import ASSESSED, Level
from app.safety.sources.models import VisitorRating
from app.safety.sources.rules import AT_RISK_FROM, FAIR, GOOD, POOR, SAFE_FROM, gap, visitors_level
from app.units.models import Unit
from app.visits.crowding import FEWEST_RATINGS
from app.web.pagination import Page, Wish, each_row


@dataclass(frozen=True)
class SourceLine:
    """A unit with what each of the three sources says today."""

    unit: Unit
    claimed: Level
    found: Level
    rated: Level

    @property
    def worst_gap(self) -> int | None:
        """How many levels worse than the unit says the worst other source is."""
        gaps = [each for each in (gap(self.claimed, self.found), gap(self.claimed, self.rated)) if each is not None]
        return max(gaps, default=None)


@dataclass
class Gaps:
    """Of a district's or body's units: how many could be compared with a source, how many of them it finds worse."""

    name: str
    units: int = 0
    claimed: int = 0
    inspected: int = 0
    worse_inspected: int = 0
    rated: int = 0
    worse_rated: int = 0

    def add(self, counts: Sequence[int]) -> None:
        """Count one more group of units."""
        names = ("units", "claimed", "inspected", "worse_inspected", "rated", "worse_rated")
        for name, count in zip(names, counts, strict=True):
            setattr(self, name, getattr(self, name) + int(count or 0))


@dataclass(frozen=True)
class GapTables:
    """The same units by where they are and by who answers for them; the two are not added up."""

    districts: Sequence[Gaps]
    bodies: Sequence[Gaps]
    total: Gaps = field(default_factory=lambda: Gaps(""))


def find_rating(viewer: Viewer, unit: Unit) -> VisitorRating | None:
    """How visitors rated the unit lately."""
    stmt = within(viewer, VisitorRating).where(VisitorRating.unit_id == unit.id)
    return db.session.scalar(stmt)  # type: ignore[no-any-return]


def rated_level(rating: VisitorRating | None) -> Level:
    """What the ratings of a unit come to."""
    if rating is None:
        return Level.NONE
    return visitors_level(rating.good_count, rating.fair_count, rating.poor_count)


def list_gaps(viewer: Viewer, wanted: LevelFilter, wish: Wish) -> Page:
    """A page of the units of which another source is worse than they say, as SourceLines."""
    stmt, levels = _compared(viewer, wanted)
    stmt = stmt.where(levels.is_worse)
    total = db.session.scalar(covered_by(stmt.with_only_columns(func.count(Unit.id)), stmt)) or 0
    return Page(_lines(stmt, levels, wish), wish.number, wish.size, total)


def list_all_sources(viewer: Viewer, wanted: LevelFilter) -> Iterable[SourceLine]:
    """Every unit that fits with its three sources, in pages for files."""
    stmt, levels = _compared(viewer, wanted)
    return each_row(lambda wish: _lines(stmt, levels, wish))


def gap_tables(viewer: Viewer, wanted: LevelFilter) -> GapTables:
    """How far what units say is from what others find, by district and by body; withheld units are counted."""
    stmt, levels = _compared(counting(viewer), wanted)
    sums = (
        func.count(Unit.id),
        _count(_is_assessed(levels.claimed)),
        _count(levels.has_inspected),
        _count(levels.is_worse_inspected),
        _count(levels.has_rated),
        _count(levels.is_worse_rated),
    )
    grouped = stmt.with_only_columns(Unit.area_id, Unit.organisation_id, *sums)
    rows = db.session.execute(covered_by(grouped.group_by(Unit.area_id, Unit.organisation_id), stmt)).all()
    districts = {each.id: each for each in list_areas(AreaLevel.DISTRICT, on=local_day())}
    above = {each.id: each.parent_id for each in list_areas(AreaLevel.COMMUNE, on=local_day())}
    by_place: dict[int, Gaps] = {}
    by_body: defaultdict[int, Gaps] = defaultdict(lambda: Gaps(""))
    total = Gaps("")
    for area_id, organisation_id, *counts in rows:
        total.add(counts)
        by_body[organisation_id].add(counts)
        if district := districts.get(above.get(area_id) or area_id):
            by_place.setdefault(district.id, Gaps(district.name)).add(counts)
    return GapTables([by_place[each] for each in districts if each in by_place], _named(by_body), total)


def _named(by_body: Mapping[int, Gaps]) -> list[Gaps]:
    stmt = select(Organisation).where(Organisation.id.in_(sorted(by_body))).order_by(Organisation.sort_key)
    bodies = db.session.scalars(stmt).all()
    for body in bodies:
        by_body[body.id].name = body.name
    return [by_body[body.id] for body in bodies]


@dataclass(frozen=True)
class _Levels:
    """The three levels as columns of a statement, as text."""

    claimed: ColumnElement[str]
    found: ColumnElement[str]
    rated: ColumnElement[str]

    @property
    def has_inspected(self) -> ColumnElement[bool]:
        return and_(_is_assessed(self.claimed), _is_assessed(self.found))

    @property
    def has_rated(self) -> ColumnElement[bool]:
        return and_(_is_assessed(self.claimed), _is_assessed(self.rated))

    @property
    def is_worse_inspected(self) -> ColumnElement[bool]:
        return and_(self.has_inspected, _rank(self.found) > _rank(self.claimed))

    @property
    def is_worse_rated(self) -> ColumnElement[bool]:
        return and_(self.has_rated, _rank(self.rated) > _rank(self.claimed))

    @property
    def is_worse(self) -> ColumnElement[bool]:
        return or_(self.is_worse_inspected, self.is_worse_rated)


def _compared(viewer: Viewer, wanted: LevelFilter) -> tuple[Rows, _Levels]:
    """The units that fit, joined with the ratings of visitors; what each source says of them."""
    stmt, _level, _is_found = fitting_units(viewer, wanted)
    joined = stmt.outerjoin(VisitorRating, VisitorRating.unit_id == Unit.id)
    today = local_day()
    levels = _Levels(_holding(Assessment, today), _holding(InspectedLevel, today), _rated())
    return covered_by(joined, stmt, within(viewer, VisitorRating)), levels


def _holding(model: Any, today: date) -> ColumnElement[str]:
    return case((model.valid_until > today, type_coerce(model.level, String)), else_=literal(Level.NONE.value))


def _rated() -> ColumnElement[str]:
    """`rules.visitors_level` as a column."""
    row = VisitorRating
    count = row.good_count + row.fair_count + row.poor_count
    total = GOOD * row.good_count + FAIR * row.fair_count + POOR * row.poor_count
    return case(
        (or_(row.unit_id.is_(None), count < FEWEST_RATINGS), literal(Level.NONE.value)),
        (total * SAFE_FROM[1] >= count * SAFE_FROM[0], literal(Level.SAFE.value)),
        (total * AT_RISK_FROM[1] >= count * AT_RISK_FROM[0], literal(Level.AT_RISK.value)),
        else_=literal(Level.UNSAFE.value),
    )


def _is_assessed(level: ColumnElement[str]) -> ColumnElement[bool]:
    return level.in_([each.value for each in ASSESSED])


def _rank(level: ColumnElement[str]) -> ColumnElement[int]:
    return case({each.value: rank for rank, each in enumerate(ASSESSED)}, value=level, else_=-1)


def _count(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.sum(case((condition, 1), else_=0))


def _lines(stmt: Rows, levels: _Levels, wish: Wish) -> list[SourceLine]:
    listed = covered_by(stmt.add_columns(levels.claimed, levels.found, levels.rated), stmt)
    listed = listed.options(joinedload(Unit.organisation), joinedload(Unit.area).joinedload(Area.parent))
    listed = listed.order_by(Unit.sort_key, Unit.id).limit(wish.size).offset((wish.number - 1) * wish.size)
    return [SourceLine(unit, *map(Level, said)) for unit, *said in db.session.execute(listed)]
