"""What households lack: who waits for what since when, who was given it, and how long that took."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import case, extract, func, or_, select
from sqlalchemy.orm import contains_eager

from app.access.ahead import Sheet, Topic
from app.access.ahead.topics import tally
from app.access.asking import Question
from app.access.scope import Rows, within
from app.areas.models import Area
from app.clock import local_day, now
from app.db import db
from app.door import Absent, Viewer, office_viewer
from app.web.pagination import Page, Wish, paginate
from app.zones.models import Household, HouseholdNeed, Team
from app.zones.queries.teams import holds_on
from app.zones.rules import URGENT_NEEDS

ANSWERED_DAYS = 7
_RANK = case((HouseholdNeed.kind.in_(URGENT_NEEDS), 0), else_=1)


@dataclass(frozen=True)
class NeedFilter:
    """Those that wait, or those that were given; of a place, of one team."""

    is_done: bool = False
    area_code: str = ""
    team_id: int | None = None


@dataclass(frozen=True)
class NeedCounts:
    """How many needs wait, and how many of them cannot."""

    waiting: int
    urgent: int


@dataclass(frozen=True)
class AnswerTimes:
    """How many needs were given lately, and after how many hours on average."""

    count: int
    mean_hours: float | None


def list_needs(viewer: Viewer, wanted: NeedFilter, wish: Wish) -> Page:
    """What cannot wait first, then who waits longest; of what was given the latest first."""
    first = (HouseholdNeed.answered_at.desc(),) if wanted.is_done else (_RANK, HouseholdNeed.asked_at)
    shown = contains_eager(HouseholdNeed.household).contains_eager(Household.team).contains_eager(Team.area)
    stmt = _wanted(viewer, wanted).options(shown)
    return paginate(stmt.order_by(*first, HouseholdNeed.id), wish)


def answer_times(viewer: Viewer, wanted: NeedFilter) -> AnswerTimes:
    """In what time needs were met in the last days."""
    need = HouseholdNeed
    stmt = _of(viewer, wanted).where(need.answered_at >= now() - timedelta(ANSWERED_DAYS))
    seconds = func.avg(extract("epoch", need.answered_at) - extract("epoch", need.asked_at))
    count, mean = db.session.execute(stmt.with_only_columns(func.count(), seconds)).one()
    return AnswerTimes(count, float(mean) / 3600 if count else None)


def question_of_needs(viewer: Viewer) -> Question[NeedCounts]:
    """What waits for the viewer, to be asked with others."""
    return Question([_counted(viewer)], lambda rows: NeedCounts(*rows[0]))


def _counted(viewer: Viewer) -> Rows:
    is_urgent = HouseholdNeed.kind.in_(URGENT_NEEDS)
    counts = (func.count().label("waiting"), func.count().filter(is_urgent).label("urgent"))
    return _wanted(viewer, NeedFilter()).with_only_columns(*counts)


def _count_needs() -> Sheet:
    return {WAITING: tally(_counted(office_viewer()), Team)}


def _read_needs(viewer: Viewer, sheet: Sheet) -> NeedCounts:
    return NeedCounts(*(count or 0 for count in sheet[WAITING].of(viewer)))


WAITING = "waiting"
NEEDS: Topic[NeedCounts] = Topic("household needs", question_of_needs, _count_needs, _read_needs)


@dataclass(frozen=True)
class PlaceNeeds:
    """How many needs of a list are of one place below it."""

    area: Area
    count: int


def needs_by_place(viewer: Viewer, wanted: NeedFilter) -> Sequence[PlaceNeeds]:
    """The same needs by district, or by commune where one district is meant; nothing where one commune is."""
    stmt = _wanted(viewer, wanted)
    counted = stmt.with_only_columns(Team.area_id, func.count()).group_by(Team.area_id)
    found = dict(db.session.execute(counted).all())
    areas = {area.id: area for area in db.session.scalars(select(Area).where(Area.id.in_(sorted(found))))}
    parents = {area.parent for area in areas.values() if area.parent}
    if len(areas) < 2:
        return []
    places: defaultdict[Area, int] = defaultdict(int)
    for area_id, count in found.items():
        area = areas[area_id]
        places[area.parent if area.parent and len(parents) > 1 else area] += count
    return [PlaceNeeds(area, places[area]) for area in sorted(places, key=lambda each: each.sort_key)]


def get_need(viewer: Viewer, need_id: int) -> HouseholdNeed:
    """One thing that a household lacks. Raises Absent."""
    found = db.session.scalar(within(viewer, HouseholdNeed).where(HouseholdNeed.id == need_id))
    if found is None:
        raise Absent(need_id)
    return found  # type: ignore[no-any-return]


def _wanted(viewer: Viewer, wanted: NeedFilter) -> Rows:
    stmt = _of(viewer, wanted)
    if wanted.is_done:
        return stmt.where(HouseholdNeed.answered_at.is_not(None))
    # Who left the list, or whose team has ended, waits for nothing of a team any more.
    today = local_day()
    return stmt.where(HouseholdNeed.answered_at.is_(None), holds_on(Household, today), holds_on(Team, today))


def _of(viewer: Viewer, wanted: NeedFilter) -> Rows:
    stmt: Rows = within(viewer, HouseholdNeed, Household, Team)
    stmt = stmt.join(Household, Household.id == HouseholdNeed.household_id)
    stmt = stmt.join(Team, Team.id == Household.team_id).join(Area, Area.id == Team.area_id)
    if wanted.area_code:
        named = select(Area.id).where(Area.code == wanted.area_code).scalar_subquery()
        stmt = stmt.where(or_(Team.area_id.in_(named), Area.parent_id.in_(named)))
    if wanted.team_id is not None:
        stmt = stmt.where(Household.team_id == wanted.team_id)
    return stmt
