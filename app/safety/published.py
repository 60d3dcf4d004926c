"""What everybody may know of units: the level of each that is not withheld, and how many are safe by district."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from math import ceil

from app.areas.boundaries import Drawing, Outline, drawing
from app.areas.models import Area
from app.areas.queries import list_areas
from app.areas.rules import AreaLevel
from app.clock import local_day, now
from app.db import db
from app.door import Absent, Viewer
from app.safety.grades.models import AreaGrading
from app.safety.grades.queries import list_current
from app.safety.levels import LevelFilter, LevelLine, count_by_commune, list_all_levels, list_levels
from app.safety.queries import Standing, list_submitted, standing_of
from app.safety.rules import Level, safe_share
from app.units.models import Unit
from app.units.queries import areas_below, get_unit
from app.units.rules import UnitStatus
from app.web.pagination import Page, Wish

# Sees every unit but those that the province withholds.
EVERYBODY = Viewer(sees_all=True)
STEPS = 5


@dataclass(frozen=True)
class DistrictShare:
    """How many of a district's units are safe, of those whose level is known; its place on the map where it has one.

    `grading` is how safe the district as a whole is said to be, which no ratio decides.
    """

    area: Area
    counts: Mapping[Level, int]
    outline: Outline | None
    grading: AreaGrading | None = None

    @property
    def share(self) -> float | None:
        """The share of safe units, 0–1; None where no level is known."""
        return safe_share(self.counts)

    @property
    def step(self) -> str:
        """The colour on the map."""
        return "none" if self.share is None else str(max(1, ceil(self.share * STEPS)))


@dataclass(frozen=True)
class ShareMap:
    """The districts of the province by their share of safe units."""

    drawing: Drawing
    districts: Sequence[DistrictShare]


ByCommune = Mapping[int, Mapping[Level, int]]


def count_published(wanted: LevelFilter) -> ByCommune:
    """How many units of the kind asked for have which level, by the commune where they are."""
    return count_by_commune(EVERYBODY, LevelFilter(kind=wanted.kind, told_by=now()))


def list_published(
    wanted: LevelFilter, wish: Wish, by_commune: ByCommune | None = None
) -> tuple[Page, Mapping[Level, int]]:
    """A page of what fits, and how many units there are of any level; of no search they are counted `by_commune`."""
    counted = None
    if by_commune is not None and not wanted.search:
        meant = set(db.session.scalars(areas_below(wanted.area_id))) if wanted.area_id else by_commune.keys()
        chosen = [counts for area_id, counts in by_commune.items() if area_id in meant]
        counted = {level: sum(counts.get(level, 0) for counts in chosen) for level in Level}
    return list_levels(EVERYBODY, replace(wanted, told_by=now()), wish, counted=counted)


def list_all_published(wanted: LevelFilter) -> Iterable[LevelLine]:
    """What `list_published` pages through."""
    return list_all_levels(EVERYBODY, replace(wanted, told_by=now()))


def get_published(unit_id: int) -> tuple[Unit, Standing]:
    """A unit and the level that the public is told. Raises Absent where the unit is not in operation or withheld."""
    unit = get_unit(EVERYBODY, unit_id)
    if unit.status is not UnitStatus.ACTIVE:
        raise Absent(unit_id)
    return unit, standing_of(EVERYBODY, unit, list_submitted(EVERYBODY, unit), told_by=now())


def share_map(by_commune: ByCommune) -> ShareMap:
    """Every district with its counts."""
    today, drawn = local_day(), drawing()
    below = {area.id: area.parent_id for area in list_areas(AreaLevel.COMMUNE, on=today)}
    districts = list_areas(AreaLevel.DISTRICT, on=today)
    counts: dict[int | None, dict[Level, int]] = {}
    for commune_id, found in by_commune.items():
        summed = counts.setdefault(below.get(commune_id), {})
        for level, count in found.items():
            summed[level] = summed.get(level, 0) + count
    grades = list_current(today)
    shares = [
        DistrictShare(area, counts.get(area.id, {}), drawn.outlines.get(area.code), grades.get((area.id, "")))
        for area in districts
    ]
    return ShareMap(drawn, shares)
