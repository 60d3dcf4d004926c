"""Reading sets of criteria, assessments, and the level of one unit."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload

from app.access.scope import within
from app.clock import local_day
from app.db import db
from app.door import Absent, Viewer
from app.safety.models import Assessment, AssessmentPhoto, CriteriaSet, InspectedLevel
from app.safety.rules import Held, Level, standing
from app.units.models import Unit
from app.units.rules import UnitKind


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


def find_inspected(viewer: Viewer, unit: Unit, *, told_by: datetime | None = None) -> InspectedLevel | None:
    """What an inspection found of the unit last; for the public only what may be told by that instant."""
    stmt = within(viewer, InspectedLevel).where(
        InspectedLevel.unit_id == unit.id, InspectedLevel.inspected_on <= local_day()
    )
    if told_by is not None:
        stmt = stmt.where(or_(InspectedLevel.level != Level.UNSAFE, InspectedLevel.answer_until <= told_by))
    stmt = stmt.order_by(InspectedLevel.inspected_on.desc(), InspectedLevel.id.desc())
    return db.session.scalar(stmt.limit(1))  # type: ignore[no-any-return]


@dataclass(frozen=True)
class Standing:
    """The level of a unit today, what it said and what was found of it last, and from which of both the level is."""

    level: Level
    said: Assessment | None
    found: InspectedLevel | None
    held: Held | None

    @property
    def is_found(self) -> bool:
        """Whether the level is what an inspection found."""
        return self.held is not None and self.found is not None and self.held == _found(self.found)


def standing_of(
    viewer: Viewer, unit: Unit, submitted: Sequence[Assessment], *, told_by: datetime | None = None
) -> Standing:
    """The level that stands today, by what `list_submitted` found and by the inspections."""
    said, found = (submitted[0] if submitted else None), find_inspected(viewer, unit, told_by=told_by)
    level, held = standing(_said(said), _found(found) if found else None, local_day())
    return Standing(level, said, found, held)


def _said(row: Assessment | None) -> Held | None:
    if row is None or row.level is None or row.assessed_on is None or row.valid_until is None:
        return None
    return Held(row.level, row.assessed_on, row.valid_until)


def _found(row: InspectedLevel) -> Held:
    return Held(row.level, row.inspected_on, row.valid_until)
