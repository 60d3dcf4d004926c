"""Reading what is to be put right."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func
from sqlalchemy.orm import joinedload

from app.access.ahead import Topic
from app.access.ahead.topics import tally
from app.access.asking import Question
from app.access.scope import Rows, covered_by, within
from app.areas.models import Area
from app.clock import local_day
from app.db import db
from app.door import Absent, Viewer, office_viewer
from app.safety.remedies.models import Remedy, RemedyPhoto
from app.safety.remedies.rules import RemedySource, RemedyStatus
from app.units.models import Unit
from app.units.queries import areas_below
from app.units.rules import UnitKind, UnitStatus
from app.units.search import holds_words
from app.web.pagination import Page, Wish, each_row


@dataclass(frozen=True)
class RemedyFilter:
    """What a list is narrowed to; `area_id` is a district or a commune."""

    search: str = ""
    status: RemedyStatus | None = None
    source: RemedySource | None = None
    kind: UnitKind | None = None
    area_id: int | None = None
    owner_id: int | None = None
    unit_id: int | None = None


EVERY_REMEDY = RemedyFilter()


@dataclass(frozen=True)
class RemedyCounts:
    """How many are open, late ones among them, and how many were put right."""

    open: int
    overdue: int
    done: int


def get_remedy(viewer: Viewer, remedy_id: int) -> Remedy:
    """Something to put right in one of the viewer's units. Raises Absent."""
    stmt = within(viewer, Remedy).where(Remedy.id == remedy_id).options(joinedload(Remedy.unit))
    found: Remedy | None = db.session.scalar(stmt)
    if found is None:
        raise Absent(remedy_id)
    return found


def get_photo(viewer: Viewer, remedy_id: int) -> RemedyPhoto:
    """The picture that shows that it was put right. Raises Absent."""
    found: RemedyPhoto | None = db.session.scalar(within(viewer, RemedyPhoto).where(RemedyPhoto.remedy_id == remedy_id))
    if found is None:
        raise Absent(remedy_id)
    return found


def list_open(viewer: Viewer, unit: Unit) -> Sequence[Remedy]:
    """What a unit has still to put right, the first due first."""
    stmt = within(viewer, Remedy).where(Remedy.unit_id == unit.id, Remedy.closed_at.is_(None))
    return db.session.scalars(stmt.order_by(Remedy.due_on, Remedy.is_urgent.desc(), Remedy.id)).all()


def list_remedies(viewer: Viewer, wanted: RemedyFilter, wish: Wish) -> tuple[Page, RemedyCounts]:
    """A page of what fits, what is late first; and how many there are of every status."""
    counts = count_remedies(viewer, wanted)
    total = {
        RemedyStatus.OVERDUE: counts.overdue,
        RemedyStatus.OPEN: counts.open - counts.overdue,
        RemedyStatus.DONE: counts.done,
        None: counts.open + counts.done,
    }[wanted.status]
    return Page(_rows(viewer, wanted, wish), wish.number, wish.size, total), counts


def list_all_remedies(viewer: Viewer, wanted: RemedyFilter) -> Iterable[Remedy]:
    """What `list_remedies` pages through, in pages for files."""
    return each_row(lambda wish: _rows(viewer, wanted, wish))


def count_remedies(viewer: Viewer, wanted: RemedyFilter) -> RemedyCounts:
    """How many fit, whichever status is asked for."""
    return question_of_remedies(viewer, wanted).ask()


def question_of_remedies(viewer: Viewer, wanted: RemedyFilter = EVERY_REMEDY) -> Question[RemedyCounts]:
    """The same, to be asked with others."""
    stmt = _fitting(viewer, wanted)
    is_open, today = Remedy.closed_at.is_(None), local_day()
    sums = [
        func.sum(case((condition, 1), else_=0))
        for condition in (is_open, and_(is_open, Remedy.due_on < today), Remedy.closed_at.is_not(None))
    ]
    counted = covered_by(stmt.with_only_columns(*sums), stmt)
    return Question([counted], lambda rows: RemedyCounts(*(int(count or 0) for count in rows[0])))


REMEDIES: Topic[RemedyCounts] = Topic(
    "remedies",
    question_of_remedies,
    lambda: {"units": tally(question_of_remedies(office_viewer()).statements[0], Unit)},
    lambda viewer, sheet: RemedyCounts(*(count or 0 for count in sheet["units"].of(viewer))),
)


def _rows(viewer: Viewer, wanted: RemedyFilter, wish: Wish) -> list[Remedy]:
    stmt = _fitting(viewer, wanted)
    if wanted.status is not None:
        stmt = stmt.where(_stands(wanted.status))
    unit = joinedload(Remedy.unit)
    stmt = stmt.options(
        unit.joinedload(Unit.organisation), unit.joinedload(Unit.area).joinedload(Area.parent)
    ).order_by(Remedy.closed_at.is_not(None), Remedy.due_on, Remedy.id)
    return list(db.session.scalars(stmt.limit(wish.size).offset((wish.number - 1) * wish.size)))


def _fitting(viewer: Viewer, wanted: RemedyFilter) -> Rows:
    conditions: list[tuple[Any, ColumnElement[bool]]] = [
        (wanted.source, Remedy.source == wanted.source),
        (wanted.kind, Unit.kind == wanted.kind),
        (wanted.area_id, Unit.area_id.in_(areas_below(wanted.area_id))),
        (wanted.owner_id, Unit.organisation_id == wanted.owner_id),
        (wanted.unit_id, Unit.id == wanted.unit_id),
    ]
    stmt: Rows = within(viewer, Remedy).join(Unit, Unit.id == Remedy.unit_id)
    stmt = stmt.where(Unit.status == UnitStatus.ACTIVE, *(each for value, each in conditions if value is not None))
    return covered_by(stmt.where(*holds_words(wanted.search)), stmt)


def _stands(status: RemedyStatus) -> ColumnElement[bool]:
    today = local_day()
    match status:
        case RemedyStatus.DONE:
            return Remedy.closed_at.is_not(None)
        case RemedyStatus.OVERDUE:
            return and_(Remedy.closed_at.is_(None), Remedy.due_on < today)
        case RemedyStatus.OPEN:
            return and_(Remedy.closed_at.is_(None), Remedy.due_on >= today)
