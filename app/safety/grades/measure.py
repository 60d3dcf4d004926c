"""`safety` (b): of the communes of the period's last day, those whose grade a district set or confirmed in the period.

The district around a commune answers for it; where there is none, the province's office. A grade that only the province
decided, and one from before, are shown apart. Hamlets have no register, so they are told beside and are not due.
"""

from datetime import timedelta
from typing import Any

from sqlalchemy import Date, and_, case, distinct, false, func, literal, or_, select, true
from sqlalchemy.orm import aliased

from app.access.scope import Rows
from app.areas.models import Area
from app.areas.queries import exists_on
from app.areas.rules import AreaLevel
from app.clock import day_start
from app.directives.measures import Limits, Span, UnitFacts
from app.directives.measures.calendar import known_days
from app.directives.rules import MeasureKey
from app.door import Viewer
from app.organisations.models import Organisation
from app.organisations.rules import OrganisationKind
from app.safety.grades.models import AreaGrading

SET, BY_PROVINCE, BEFORE, NEVER = "area_set", "area_by_province", "area_before", "area_never"
HAMLETS = "hamlets_graded"


def facts(viewer: Viewer, span: Span, limits: Limits) -> Rows | None:
    """Every commune of the span's last known day, with who answers for it and whether its grade was set in the span.

    They are no units: whoever asks for some units, or kinds of them, asks for none of these.
    """
    days = known_days(span)
    if not days or limits.unit_ids is not None or limits.unit_kinds is not None:
        return None
    day, district = days[-1], aliased(Organisation)
    office = select(func.min(Organisation.id)).where(Organisation.kind == OrganisationKind.PROVINCE_OFFICE)
    owner_id = func.coalesce(district.id, office.scalar_subquery())
    stmt: Rows = (
        # No unit has such a number.
        select((-Area.id).label("unit_id"), owner_id.label("organisation_id"), Area.id.label("area_id"))
        .add_columns(literal(day, Date).label("day"), _why(span).label("why"), Area.name.label("point"))
        .add_columns(_hamlets(span).label(HAMLETS))
        .outerjoin(district, _sets_grades_around(district, day))
        .where(Area.level == AreaLevel.COMMUNE, exists_on(Area, day), _seen_by(viewer, owner_id))
    )
    if limits.organisation_ids is not None:
        stmt = stmt.where(owner_id.in_(sorted(limits.organisation_ids)))
    if limits.area_ids is not None:
        stmt = stmt.where(Area.id.in_(sorted(limits.area_ids)))
    return stmt


def _sets_grades_around(district: Any, day: Any) -> Any:
    """The district's committee of the day; of several of one district the first, so that no commune counts twice."""
    other = aliased(Organisation)
    earlier = select(other.id).where(
        other.kind == OrganisationKind.DISTRICT, other.area_id == district.area_id, exists_on(other, day)
    )
    return and_(
        district.kind == OrganisationKind.DISTRICT,
        district.area_id == Area.parent_id,
        exists_on(district, day),
        ~earlier.where(other.id < district.id).correlate(district).exists(),
    )


def _seen_by(viewer: Viewer, owner_id: Any) -> Any:
    if viewer.sees_all:
        return true()
    own = owner_id.in_(sorted(viewer.organisation_ids)) if viewer.organisation_ids else false()
    return or_(own, Area.id.in_(sorted(viewer.area_ids)) if viewer.area_ids else false())


def _why(span: Span) -> Any:
    of_commune = select(AreaGrading.id).where(
        AreaGrading.area_id == Area.id, AreaGrading.hamlet == "", AreaGrading.set_at <= span.at
    )
    in_span = of_commune.where(*_set_in(span))
    below = in_span.join(Organisation, Organisation.id == AreaGrading.organisation_id)
    below = below.where(Organisation.kind.in_((OrganisationKind.DISTRICT, OrganisationKind.COMMUNE)))
    earlier = of_commune.where(AreaGrading.set_at < day_start(span.first))
    pairs = ((below, SET), (in_span, BY_PROVINCE), (earlier, BEFORE))
    return case(*((found.correlate(Area).exists(), literal(why)) for found, why in pairs), else_=literal(NEVER))


def _hamlets(span: Span) -> Any:
    counted = select(func.count(distinct(AreaGrading.hamlet))).where(
        AreaGrading.area_id == Area.id, AreaGrading.hamlet != "", AreaGrading.set_at <= span.at, *_set_in(span)
    )
    return counted.correlate(Area).scalar_subquery()


def _set_in(span: Span) -> tuple[Any, Any]:
    """Whatever day a grade is dated from: what counts is that somebody looked at the place in the period."""
    return AreaGrading.set_at >= day_start(span.first), AreaGrading.set_at < day_start(span.last + timedelta(1))


OF_AREAS = UnitFacts(
    measure=MeasureKey.SAFETY,
    facts=facts,
    reasons=(SET, BY_PROVINCE, BEFORE, NEVER),
    counted=frozenset({SET}),
    sums=(HAMLETS,),
)
