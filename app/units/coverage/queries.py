"""Reading must-register lists and what is missing by them."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, or_, select
from sqlalchemy.orm import defer, joinedload

from app.access.scope import Rows, counting, within
from app.areas.models import Area
from app.areas.queries import exists_on
from app.areas.rules import AreaLevel
from app.clock import local_day
from app.db import db
from app.door import Absent, Viewer
from app.organisations.models import Organisation
from app.organisations.rules import OrganisationKind
from app.text import search_key
from app.units.coverage.models import MustRegisterEntry, MustRegisterList
from app.units.coverage.reading import Commune, Reader
from app.units.coverage.rules import CallStatus, Details, Entry, Judged, Present, Registered, by_key, name_key
from app.units.coverage.sheet import sheet_of
from app.units.labels import UNIT_KIND_LABELS
from app.units.models import Unit
from app.units.rules import UnitKind, UnitStatus, natural_owner
from app.web.pagination import Page, Wish, paginate

WITH_PLACE = (
    joinedload(MustRegisterEntry.area).joinedload(Area.parent),
    joinedload(MustRegisterEntry.organisation),
)
COMMITTEES = frozenset({OrganisationKind.DISTRICT, OrganisationKind.COMMUNE})
Owners = Callable[[UnitKind, str, int], int | None]


def counts_on(day: date) -> ColumnElement[bool]:
    """Whether a row of a list counts on a day."""
    until = or_(MustRegisterEntry.until_on.is_(None), MustRegisterEntry.until_on > day)
    return and_(MustRegisterEntry.from_on <= day, until)


def get_list(viewer: Viewer, must_list_id: int) -> MustRegisterList:
    """A list that the viewer's body, or one below it, has loaded. Raises Absent."""
    found: MustRegisterList | None = db.session.scalar(
        within(viewer, MustRegisterList).where(MustRegisterList.id == must_list_id)
    )
    if found is None:
        raise Absent
    return found


def list_lists(viewer: Viewer) -> Sequence[MustRegisterList]:
    """The latest lists that were entered, newest first."""
    stmt = within(viewer, MustRegisterList).where(MustRegisterList.asked_at.is_not(None))
    found: Sequence[MustRegisterList] = db.session.scalars(stmt.order_by(MustRegisterList.id.desc()).limit(20)).all()
    return found


def list_waiting(viewer: Viewer) -> Sequence[MustRegisterList]:
    """The latest lists that were sent and that nobody asked to enter yet, newest first, without their rows."""
    stmt = within(viewer, MustRegisterList).where(MustRegisterList.asked_at.is_(None))
    stmt = stmt.options(defer(MustRegisterList.content)).order_by(MustRegisterList.id.desc()).limit(20)
    found: Sequence[MustRegisterList] = db.session.scalars(stmt).all()
    return found


def list_present(viewer: Viewer) -> list[Present]:
    """The rows that count today, as far as the viewer sees them."""
    columns = (MustRegisterEntry.id, MustRegisterEntry.area_id, MustRegisterEntry.kind, MustRegisterEntry.name)
    more = (MustRegisterEntry.address, MustRegisterEntry.tax_code, MustRegisterEntry.license_number)
    stmt = within(viewer, MustRegisterEntry).where(counts_on(local_day())).with_only_columns(*columns, *more)
    stmt = stmt.add_columns(MustRegisterEntry.phone, MustRegisterEntry.source).order_by(MustRegisterEntry.id)
    return [Present(row[0], Entry(row[1], row[2], Details(*row[3:]))) for row in db.session.execute(stmt)]


def reader_for(viewer: Viewer, *, source: str) -> Reader:
    """Who reads files for a viewer: places of his area, or of whichever area for which his body would answer."""
    communes = [
        Commune(area.id, area.name, area.parent.name if area.parent else "", _may_enter(viewer, area))
        for area in _communes()
    ]
    labels = {kind: str(label) for kind, label in UNIT_KIND_LABELS.items()}
    return Reader(communes, labels, owner_id=owners(), body_ids=viewer.organisation_ids, source=source)


def list_judged(viewer: Viewer, loaded: MustRegisterList, present: Iterable[Present]) -> list[Judged]:
    """Each row of a list that was sent, with what entering it would do beside the rows that count today."""
    reader = reader_for(viewer, source=loaded.source)
    return list(reader.judge(sheet_of(loaded.content), by_key(present)))


def _may_enter(viewer: Viewer, area: Area) -> bool:
    return viewer.sees_all or area.id in viewer.area_ids


def _communes() -> Sequence[Area]:
    stmt = (
        select(Area)
        .where(Area.level == AreaLevel.COMMUNE, exists_on(Area, local_day()))
        .options(joinedload(Area.parent))
    )
    return db.session.scalars(stmt.order_by(Area.sort_key, Area.id)).all()


def owners() -> Owners:
    """Who would answer for a place of a kind and name in a commune, all of them read at once: as for a new unit."""
    bodies = db.session.scalars(select(Organisation).where(exists_on(Organisation, local_day()))).all()
    departments = {body.search_key: body.id for body in bodies if body.kind is OrganisationKind.DEPARTMENT}
    committees = {body.area_id: body.id for body in bodies if body.kind in COMMITTEES}
    parents: dict[int, int | None] = {area.id: area.parent_id for area in _communes()}

    def owner(kind: UnitKind, name: str, area_id: int) -> int | None:
        return natural_owner(
            kind,
            name,
            is_household=False,
            departments=departments,
            district=committees.get(parents.get(area_id)),
            commune=committees.get(area_id),
        )

    return owner


def list_registered(viewer: Viewer, *, unit_ids: Sequence[int] | None = None) -> Iterable[Registered]:
    """Units as matching looks at them, with those that are only counted to the viewer; refused ones are none."""
    columns = (Unit.id, Unit.area_id, Unit.name, Unit.tax_code, Unit.phone, Unit.manager_phone)
    stmt = within(counting(viewer), Unit).where(Unit.status != UnitStatus.REFUSED).with_only_columns(*columns)
    if unit_ids is not None:
        stmt = stmt.where(Unit.id.in_(unit_ids))
    for row in db.session.execute(stmt.order_by(Unit.id)):
        phones = frozenset(filter(None, (row.phone, row.manager_phone)))
        yield Registered(row.id, row.area_id, name_key(row.name), row.tax_code, phones)


@dataclass(frozen=True)
class Gap:
    """Of one kind in one commune: how many are listed, registered, missing, and not applicable."""

    area: Area
    kind: UnitKind
    registered: int
    missing: int
    not_applicable: int

    @property
    def listed(self) -> int:
        """How many must register."""
        return self.registered + self.missing


@dataclass(frozen=True)
class GapFilter:
    """What the gap is narrowed to; `area_id` is a district or a commune."""

    area_id: int | None = None
    kind: UnitKind | None = None
    call_status: CallStatus | None = None
    search: str = ""


def list_gaps(viewer: Viewer, wanted: GapFilter) -> list[Gap]:
    """The gap of every commune and kind for which a list counts today, by district and commune."""
    registered = MustRegisterEntry.unit_id.is_not(None)
    aside = and_(~registered, MustRegisterEntry.call_status == CallStatus.NOT_APPLICABLE)
    sums = (_count(registered), _count(and_(~registered, ~aside)), _count(aside))
    keys = (MustRegisterEntry.area_id, MustRegisterEntry.kind)
    stmt = _narrowed(within(viewer, MustRegisterEntry).where(counts_on(local_day())), wanted)
    rows = db.session.execute(stmt.with_only_columns(*keys, *sums).group_by(*keys)).all()
    stmt_areas = select(Area).where(Area.id.in_({row[0] for row in rows})).options(joinedload(Area.parent))
    areas = {area.id: area for area in db.session.scalars(stmt_areas)}
    kinds = list(UnitKind)
    gaps = [Gap(areas[row[0]], row[1], *map(int, row[2:])) for row in rows]
    return sorted(gaps, key=lambda gap: (*_place(gap.area), kinds.index(gap.kind)))


def _count(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.sum(case((condition, 1), else_=0))


def _place(area: Area) -> tuple[str, str, int]:
    return area.parent.sort_key if area.parent else "", area.sort_key, area.id


def list_missing(viewer: Viewer, wanted: GapFilter, *, wish: Wish) -> Page:
    """A page of the places that are on a list and not in the register, by district, commune and name.

    As many as the gap counts: those that need not register only where they are asked for.
    """
    return paginate(_missing(viewer, wanted), wish)


def list_all_missing(viewer: Viewer, wanted: GapFilter) -> Sequence[MustRegisterEntry]:
    """What `list_missing` pages through, whole."""
    return db.session.scalars(_missing(viewer, wanted)).all()


def _missing(viewer: Viewer, wanted: GapFilter) -> Rows:
    stmt: Rows = within(viewer, MustRegisterEntry).join(MustRegisterEntry.area)
    stmt = stmt.where(counts_on(local_day()), MustRegisterEntry.unit_id.is_(None))
    if wanted.call_status is None:
        stmt = stmt.where(MustRegisterEntry.call_status != CallStatus.NOT_APPLICABLE)
    stmt = _narrowed(stmt, wanted).options(*WITH_PLACE)
    return stmt.order_by(Area.parent_id, Area.sort_key, Area.id, MustRegisterEntry.sort_key, MustRegisterEntry.id)


def _narrowed(stmt: Any, wanted: GapFilter) -> Any:
    if wanted.area_id is not None:
        below = select(Area.id).where((Area.id == wanted.area_id) | (Area.parent_id == wanted.area_id))
        stmt = stmt.where(MustRegisterEntry.area_id.in_(below))
    if wanted.kind is not None:
        stmt = stmt.where(MustRegisterEntry.kind == wanted.kind)
    if wanted.call_status is not None:
        stmt = stmt.where(MustRegisterEntry.call_status == wanted.call_status)
    for word in search_key(wanted.search).split():
        stmt = stmt.where(MustRegisterEntry.search_key.contains(word, autoescape=True))
    return stmt


def list_districts(viewer: Viewer) -> Sequence[Area]:
    """The districts in which a list counts today, by name."""
    stmt = within(viewer, MustRegisterEntry).where(counts_on(local_day()))
    stmt = stmt.join(MustRegisterEntry.area).with_only_columns(Area.parent_id).distinct()
    ids = db.session.scalars(stmt).all()
    return db.session.scalars(select(Area).where(Area.id.in_(ids)).order_by(Area.sort_key, Area.id)).all()


def get_entry(viewer: Viewer, entry_id: int) -> MustRegisterEntry:
    """One row of a list that has been entered. Raises Absent."""
    stmt = within(viewer, MustRegisterEntry).where(
        MustRegisterEntry.id == entry_id, MustRegisterEntry.from_on.is_not(None)
    )
    found: MustRegisterEntry | None = db.session.scalar(stmt.options(*WITH_PLACE))
    if found is None:
        raise Absent
    return found
