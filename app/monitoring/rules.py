"""Which days a page looks at, who stands in which group, and in which order lines are shown."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from app.directives.rules import MeasureKey, Period
from app.organisations.rules import OrganisationKind, RelationGroup

# A year: as long as a report may be, whose figures lead to their rows.
LONGEST_DAYS = 366
# Nothing was counted before; a typed year 1 would have no period before it.
EARLIEST = date(2020, 1, 1)


class PeriodChoice(StrEnum):
    """The periods that a filter offers; those of days gone by end yesterday, since today is not over."""

    TODAY = "today"
    YESTERDAY = "yesterday"
    WEEK = "week"
    LAST_7_DAYS = "7"
    LAST_14_DAYS = "14"
    LAST_28_DAYS = "28"
    RANGE = "range"


USUAL = PeriodChoice.LAST_7_DAYS


def choose_period(choice: PeriodChoice, *, today: date, week: Period, first: date | None, last: date | None) -> Period:
    """The days of a choice; `week` is the running week of confirmations, `first` and `last` those typed for a range.

    Days to come are cut off, a range typed backwards is turned, one longer than LONGEST_DAYS ends sooner.
    """
    yesterday = today - timedelta(1)
    match choice:
        case PeriodChoice.TODAY:
            return Period(today, today)
        case PeriodChoice.YESTERDAY:
            return Period(yesterday, yesterday)
        case PeriodChoice.WEEK:
            return Period(week.first_on, today)
        case PeriodChoice.LAST_14_DAYS:
            return Period(today - timedelta(14), yesterday)
        case PeriodChoice.LAST_28_DAYS:
            return Period(today - timedelta(28), yesterday)
        case PeriodChoice.RANGE if first and last:
            return _within_reason(*sorted((first, last)), today=today)
        case _:
            return Period(today - timedelta(7), yesterday)


def usual_periods(*, today: date, week: Period) -> Sequence[Period]:
    """The longer ones that filters offer today."""
    offered = [choice for choice in PeriodChoice if choice is not PeriodChoice.RANGE]
    found = {choose_period(choice, today=today, week=week, first=None, last=None) for choice in offered}
    return sorted((period for period in found if length_days(period) > 1), key=length_days)


def _within_reason(first: date, last: date, *, today: date) -> Period:
    first = min(max(first, EARLIEST), today)
    return Period(first, min(max(last, first), today, first + timedelta(LONGEST_DAYS - 1)))


def length_days(period: Period) -> int:
    """How many days a period has, both ends included."""
    return (period.last_on - period.first_on).days + 1


def previous(period: Period) -> Period:
    """The period of equal length that ends the day before."""
    days = timedelta(length_days(period))
    return Period(period.first_on - days, period.last_on - days)


# Places are graded once a week: a day of `safety` tells how units stand on it, and which places were graded in the week
# that ends with it.
SAFETY_LOOKS_BACK = timedelta(6)


class Step(StrEnum):
    """How long each point of a trend is: a day, a week of confirmations, a month."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"


POINTS: Mapping[Step, int] = {Step.DAY: 28, Step.WEEK: 12, Step.MONTH: 6}


def steps_of(measure: MeasureKey) -> Sequence[Step]:
    """The points of a measure's trend: heads answer weekly, publicity is planned by the month."""
    shortest = {MeasureKey.LEAD: 1, MeasureKey.PUBLICISE: 2}
    return list(Step)[shortest.get(measure, 0) :]


def points_of(step: Step, last_on: date, week_of: Callable[[date], Period]) -> list[Period]:
    """The periods of a trend that ends on `last_on`, oldest first; the last one may not be over."""
    found: list[Period] = []
    day = last_on
    for _ in range(POINTS[step]):
        period = _point(step, day, week_of)
        found.append(Period(period.first_on, min(period.last_on, last_on)))
        day = period.first_on - timedelta(1)
    return found[::-1]


def _point(step: Step, day: date, week_of: Callable[[date], Period]) -> Period:
    match step:
        case Step.DAY:
            return Period(day, day)
        case Step.WEEK:
            return week_of(day)
        case Step.MONTH:
            following = (day.replace(day=28) + timedelta(4)).replace(day=1)
            return Period(day.replace(day=1), following - timedelta(1))


class Band(StrEnum):
    """How dark a place is drawn on a map: five steps of its share; too little due for a step; nothing due."""

    LOWEST = "1"
    LOW = "2"
    MIDDLE = "3"
    HIGH = "4"
    HIGHEST = "5"
    FEW = "few"
    NONE = "none"


BANDS: Sequence[tuple[float, Band]] = (
    (0.95, Band.HIGHEST),
    (0.85, Band.HIGH),
    (0.70, Band.MIDDLE),
    (0.50, Band.LOW),
    (0.0, Band.LOWEST),
)


def band_of(share: float | None, *, is_rankable: bool) -> Band:
    """The step of a share (0–1; None when nothing was due)."""
    if share is None:
        return Band.NONE
    return next(band for limit, band in BANDS if share >= limit) if is_rankable else Band.FEW


class Section(StrEnum):
    """A part of a results table. Lines are compared within one section only; bodies of the last are never ranked."""

    DIRECT = "direct"
    DISTRICTS = "districts"
    COMMUNES = "communes"
    PARTY = "party"
    MASS = "mass"
    PLACES = "places"
    VERTICAL = "vertical"


NEVER_RANKED = frozenset({Section.VERTICAL})
_OF_GROUP: Mapping[RelationGroup, Section] = {
    RelationGroup.DIRECT: Section.DIRECT,
    RelationGroup.PARTY: Section.PARTY,
    RelationGroup.MASS: Section.MASS,
    RelationGroup.VERTICAL: Section.VERTICAL,
}


def section_of(kind: OrganisationKind, group: RelationGroup | None) -> Section:
    """With which bodies a body is compared; one without a known group is nobody's rival."""
    match kind:
        case OrganisationKind.DISTRICT:
            return Section.DISTRICTS
        case OrganisationKind.COMMUNE:
            return Section.COMMUNES
        case _:
            return _OF_GROUP[group] if group else Section.VERTICAL


@dataclass(frozen=True)
class Node:
    """A body or a place in its tree; `place_code` is the official code of the place (or of the body's place)."""

    id: int
    parent_id: int | None
    code: str
    name: str
    section: Section
    place_code: str | None = None


Tree = Mapping[int, Node]


def ids_of_subtree(root_id: int, tree: Tree) -> frozenset[int]:
    """A node and all nodes below it."""
    found, wave = {root_id}, {root_id}
    while wave:
        wave = {node.id for node in tree.values() if node.parent_id in wave} - found
        found |= wave
    return frozenset(found)


def ends_of_subtree(root_id: int, tree: Tree) -> frozenset[int]:
    """The nodes of a subtree that have none below them; the root itself if it has none."""
    parents = {node.parent_id for node in tree.values()}
    return frozenset(id_ for id_ in ids_of_subtree(root_id, tree) if id_ not in parents)


def path_to(node_id: int, tree: Tree) -> list[Node]:
    """The nodes from the top of the tree down to this one."""
    path: list[Node] = []
    step: int | None = node_id
    while step is not None:
        path.append(tree[step])
        step = tree[step].parent_id
    return path[::-1]


def line_of(leaf_id: int, root_id: int | None, tree: Tree) -> int:
    """In which line of a table a leaf is summed up: the node directly below the root that leads to it.

    The root's own rows stay the root's; a leaf outside the root's tree is a line of its own.
    """
    node_id = leaf_id
    while node_id != root_id:
        parent_id = tree[node_id].parent_id
        if parent_id is None:
            return leaf_id
        if parent_id == root_id:
            return node_id
        node_id = parent_id
    return node_id


def leaves_by_line(leaf_ids: Iterable[int], root_id: int | None, tree: Tree) -> dict[int, list[int]]:
    """The leaves of each line; every leaf is in exactly one."""
    lines: dict[int, list[int]] = {}
    for leaf_id in leaf_ids:
        lines.setdefault(line_of(leaf_id, root_id, tree), []).append(leaf_id)
    return lines


def line_of_each(root_id: int | None, tree: Tree) -> Mapping[int, int]:
    """In which line of the root's table each node stands."""
    return {id_: line_of(id_, root_id, tree) for id_ in tree}


class Direction(StrEnum):
    UP = "up"
    DOWN = "down"


@dataclass(frozen=True)
class Standing:
    """What decides a line's place: its share (None when nothing was due), how much was due, its place by name.

    Shares are ordered among those of the same `block` only: denominators of different kinds are not compared.
    """

    share: float | None
    is_rankable: bool
    by_name: int
    block: int = 0


def in_order(standings: Sequence[Standing], direction: Direction) -> list[int]:
    """The indexes of lines by share; then those with too little due for a rank, by name; at last those without any."""

    def place(index: int) -> tuple[int, int, float, int]:
        standing = standings[index]
        if standing.share is None:
            return 2, 0, 0.0, standing.by_name
        if not standing.is_rankable:
            return 1, 0, 0.0, standing.by_name
        share = standing.share if direction is Direction.UP else -standing.share
        return 0, standing.block, share, standing.by_name

    return sorted(range(len(standings)), key=place)


# How often a day is counted anew: while people still come and go, and when only corrections are expected.
RECENT_DAYS = 1
ROLLED_EVERY, ROLLED_SELDOM = timedelta(seconds=50), timedelta(minutes=10)
# Older than so many turns the worker must be down: then facts are counted.
TURNS = 3


def rolls_next(
    days: Mapping[date, datetime | None], *, at: datetime, today: date, changed: Collection[date] = ()
) -> date | None:
    """Which day is to be counted anew: the recent ones first, then those of which something changed, then whichever
    waits longest; None when all are fresh.
    """
    due = [day for day, rolled_at in days.items() if rolled_at is None or at - rolled_at >= _every(day, today)]
    recent = [day for day in due if _is_recent(day, today)]
    corrected = [day for day in days if day in changed]
    unknown = datetime.min.replace(tzinfo=at.tzinfo)
    return min(recent or corrected or due, key=lambda day: (days[day] or unknown, today - day), default=None)


def is_fresh(day: date, rolled_at: datetime, *, at: datetime, today: date) -> bool:
    """Whether what was counted of a day can be shown."""
    return at - rolled_at < TURNS * _every(day, today)


def _every(day: date, today: date) -> timedelta:
    return ROLLED_EVERY if _is_recent(day, today) else ROLLED_SELDOM


def _is_recent(day: date, today: date) -> bool:
    return (today - day).days <= RECENT_DAYS
