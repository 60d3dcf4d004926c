"""Which grades there are, which place has which, and how many of its units are safe beside it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload

from app.access.ahead import Sheet, Tally, Topic
from app.access.ahead.sheets import NOBODY
from app.access.asking import Question
from app.areas.boundaries import Drawing, Outline, drawing
from app.areas.models import Area
from app.areas.queries import exists_on, list_areas
from app.areas.rules import AreaLevel
from app.clock import local_day
from app.db import db
from app.door import Absent, Viewer, office_viewer
from app.organisations.models import Organisation
from app.safety.grades.models import AreaGrade, AreaGrading
from app.safety.grades.rules import is_old
from app.safety.levels import LevelFilter, count_by_commune
from app.safety.rules import Level, safe_share
from app.safety.settings import area_days


@dataclass(frozen=True)
class GradeLine:
    """A place with the grade that holds, and beside it how many of its units are safe, which is not the grade."""

    area: Area
    grading: AreaGrading | None
    counts: Mapping[Level, int]
    is_old: bool
    outline: Outline | None = None

    @property
    def share(self) -> float | None:
        """The ratio of safe units, 0–1."""
        return safe_share(self.counts)


def list_grades(on: date) -> Sequence[AreaGrade]:
    """The grades that can be given on a day, the safest first."""
    stmt = select(AreaGrade).where(AreaGrade.from_on <= on, (AreaGrade.until_on.is_(None)) | (AreaGrade.until_on > on))
    return db.session.scalars(stmt.order_by(AreaGrade.rank, AreaGrade.id)).all()


def list_all_grades() -> Sequence[AreaGrade]:
    """All that there were, the newest list first."""
    return db.session.scalars(select(AreaGrade).order_by(AreaGrade.from_on.desc(), AreaGrade.rank)).all()


def get_place(area_id: int) -> Area:
    """A district or commune. Raises Absent."""
    area = db.session.get(Area, area_id, options=[joinedload(Area.parent)])
    if area is None or area.level is AreaLevel.PROVINCE:
        raise Absent(area_id)
    return area


def list_history(area: Area) -> Sequence[AreaGrading]:
    """Every grade that a place and its hamlets were given, the latest first."""
    stmt = select(AreaGrading).where(AreaGrading.area_id == area.id)
    stmt = stmt.options(joinedload(AreaGrading.grade), joinedload(AreaGrading.organisation))
    return db.session.scalars(stmt.order_by(AreaGrading.from_on.desc(), AreaGrading.id.desc())).all()


def find_current(area_id: int, hamlet: str, *, on: date) -> AreaGrading | None:
    """The grade of a place on a day."""
    return list_current(on).get((area_id, hamlet))


def list_current(on: date) -> Mapping[tuple[int, str], AreaGrading]:
    """The grade of every place and hamlet on a day, by the place's id and the hamlet's name."""
    place = func.row_number().over(
        partition_by=(AreaGrading.area_id, AreaGrading.hamlet),
        order_by=(AreaGrading.from_on.desc(), AreaGrading.id.desc()),
    )
    ordered = select(AreaGrading.id, place.label("place")).where(AreaGrading.from_on <= on).subquery("ordered")
    stmt = select(AreaGrading).join(ordered, ordered.c.id == AreaGrading.id).where(ordered.c.place == 1)
    stmt = stmt.options(joinedload(AreaGrading.grade), joinedload(AreaGrading.organisation))
    return {(row.area_id, row.hamlet): row for row in db.session.scalars(stmt)}


def list_lines(*, district: Area | None = None) -> Sequence[GradeLine]:
    """The districts, or the communes of one, as of today."""
    today, drawn = local_day(), drawing()
    communes = list_areas(AreaLevel.COMMUNE, on=today)
    if district:
        return _lines({each: [each.id] for each in communes if each.parent_id == district.id})
    districts = list_areas(AreaLevel.DISTRICT, on=today)
    found = _lines({each: [below.id for below in communes if below.parent_id == each.id] for each in districts})
    return [replace(line, outline=drawn.outlines.get(line.area.code)) for line in found]


def list_old_lines(viewer: Viewer) -> Sequence[GradeLine]:
    """The communes of a district, for the province of all, that wait for their grade."""
    return _lines({each: [each.id] for each in list_old(None if viewer.sees_all else viewer.area_ids)})


def _lines(communes_of: Mapping[Area, Sequence[int]]) -> list[GradeLine]:
    """Places with the grade of each, and how safe the units of their communes are."""
    today, days = local_day(), area_days()
    current, by_commune = list_current(today), count_by_commune(office_viewer(), LevelFilter())
    lines = []
    for area, commune_ids in communes_of.items():
        grading = current.get((area.id, ""))
        old = is_old(grading.from_on if grading else None, days, today)
        lines.append(GradeLine(area, grading, _summed(by_commune, commune_ids), old))
    return lines


def list_hamlets(area: Area) -> Sequence[AreaGrading]:
    """The hamlets of a commune that have a grade, by name."""
    found = [row for (area_id, hamlet), row in list_current(local_day()).items() if area_id == area.id and hamlet]
    return sorted(found, key=lambda row: row.hamlet)


def count_confirmed(*, days: int) -> tuple[int, int]:
    """How many communes were graded, or confirmed, in the last so many days, and how many communes there are."""
    today = local_day()
    current, communes = list_current(today), list_areas(AreaLevel.COMMUNE, on=today)
    fresh = [each for each in communes if (row := current.get((each.id, ""))) and not is_old(row.from_on, days, today)]
    return len(fresh), len(communes)


def list_old(area_ids: Collection[int] | None) -> Sequence[Area]:
    """The communes among these (or all) whose grade was never set, or is to be confirmed."""
    today, days = local_day(), area_days()
    current = list_current(today)
    return [
        area
        for area in list_areas(AreaLevel.COMMUNE, on=today)
        if (area_ids is None or area.id in area_ids)
        and is_old(row.from_on if (row := current.get((area.id, ""))) else None, days, today)
    ]


def count_old_of(viewer: Viewer) -> int:
    """How many communes of a district, for the province of all, wait for their grade to be set or confirmed."""
    stmt = _old_places().with_only_columns(func.count(Area.id))
    if not viewer.sees_all:
        stmt = stmt.where(Area.id.in_(sorted(viewer.area_ids)))
    return db.session.scalar(stmt) or 0


def _old_places() -> Select[Any]:
    today = local_day()
    fresh = select(AreaGrading.area_id).where(
        AreaGrading.hamlet == "", AreaGrading.from_on.between(today - timedelta(area_days()), today)
    )
    return select(Area.id).where(
        Area.level == AreaLevel.COMMUNE,
        exists_on(Area, today),
        Area.id.not_in(fresh),
    )


def _count_grades() -> Sheet:
    rows = [[NOBODY, area_id, 0, 1] for area_id in db.session.scalars(_old_places())]
    return {"places": Tally(rows, width=1)}


GRADES: Topic[int] = Topic(
    "grades",
    lambda viewer: Question((), lambda _rows: count_old_of(viewer)),
    _count_grades,
    lambda viewer, sheet: sheet["places"].of(viewer)[0] or 0,
)


def body_of(viewer: Viewer) -> Organisation | None:
    """The body for which somebody works."""
    return db.session.get(Organisation, viewer.organisation_id) if viewer.organisation_id else None


def province_drawing() -> Drawing:
    """The map."""
    return drawing()


def _summed(by_commune: Mapping[int, Mapping[Level, int]], ids: Sequence[int]) -> Mapping[Level, int]:
    return {level: sum(by_commune.get(each, {}).get(level, 0) for each in ids) for level in Level}
