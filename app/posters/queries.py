"""Reading codes."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, distinct, func, select
from sqlalchemy.orm import aliased, joinedload

from app.access.scope import Rows, counting, covered_by, unscoped, withheld_from, within
from app.areas.models import Area
from app.codes import InvalidCode, parse_code, show_code
from app.db import among, db
from app.door import Absent, Viewer
from app.posters.models import DisplayPhoto, Poster, PrintRun
from app.posters.national.queries import doors_with_codes
from app.posters.rules import PosterState
from app.units.models import Checkpoint, Unit
from app.units.queries import areas_below
from app.units.rules import USABLE, UnitKind, UnitStatus
from app.units.search import holds_words, is_indexed
from app.web.pagination import Page, Wish, paginate, paginate_many, stream

WITH_UNIT = (
    joinedload(Poster.unit).options(joinedload(Unit.organisation), joinedload(Unit.area).joinedload(Area.parent)),
    joinedload(Poster.checkpoint).joinedload(Checkpoint.vehicle),
)
WITH_DOOR = joinedload(Poster.stands_for).options(*WITH_UNIT)
UNUSABLE = sorted(frozenset(UnitStatus) - USABLE)
# As the list is sorted.
_BY_NAME = (Unit.sort_key, Unit.id, Poster.id)


def find_poster(code: str) -> Poster | None:
    """The poster with this code, replaced ones too (`successor` leads on), with unit, owner and place in one read.

    Of a unit that was merged, with the door that its code opens now. For citizens, who hold nothing but the code on
    the wall.
    """
    stmt = select(Poster).where(Poster.code == code).options(*WITH_UNIT, joinedload(Poster.successor), WITH_DOOR)
    return db.session.scalar(unscoped(stmt, because="the code on the wall is the capability"))


def find_typed_poster(typed: str) -> Poster | None:
    """The same by a code as somebody typed it; a mistyped one takes as long as one that was never issued."""
    return find_poster(_code(typed))


def get_poster(viewer: Viewer, poster_id: int) -> Poster:
    """A poster of one of the viewer's units. Raises Absent."""
    poster = db.session.scalar(within(viewer, Poster).where(Poster.id == poster_id).options(*WITH_UNIT))
    if poster is None:
        raise Absent
    return poster  # type: ignore[no-any-return]


def list_posters(viewer: Viewer, unit: Unit) -> Sequence[Poster]:
    """The valid posters of a unit, one for each door or vehicle in use, in the order of these."""
    stmt = within(viewer, Poster).where(Poster.unit_id == unit.id, Poster.replaced_at.is_(None))
    return db.session.scalars(stmt.options(*WITH_UNIT).order_by(Poster.checkpoint_id, Poster.id)).all()


def list_replaced_posters(viewer: Viewer, unit: Unit) -> Sequence[Poster]:
    """The codes of a unit that are no longer valid, the last replaced first."""
    stmt = within(viewer, Poster).where(
        Poster.unit_id == unit.id, Poster.replaced_at.is_not(None), Poster.stands_for_id.is_(None)
    )
    return db.session.scalars(stmt.options(*WITH_UNIT).order_by(Poster.replaced_at.desc(), Poster.id.desc())).all()


def list_stand_ins(viewer: Viewer, unit: Unit) -> Sequence[Poster]:
    """The codes of merged units that open doors of this one, in the order of these; its own scope is that of both."""
    door = aliased(Poster)
    stmt = within(viewer, Poster).join(door, Poster.stands_for_id == door.id).where(door.unit_id == unit.id)
    return db.session.scalars(stmt.options(*WITH_UNIT).order_by(Poster.id)).all()


def name_codes(viewer: Viewer, unit: Unit) -> Mapping[tuple[str, str], str]:
    """Of every code that the unit ever had its print, by its key in the audit log."""
    stmt = within(viewer, Poster).where(Poster.unit_id == unit.id).with_only_columns(Poster.id, Poster.code)
    return {("poster", str(poster_id)): show_code(code) for poster_id, code in db.session.execute(stmt)}


@dataclass(frozen=True)
class PosterFilter:
    """What a list of codes is narrowed to; `area_id` is a district or a commune, `has_national` says whether a code of
    tokhaiyte.vn can stand on the poster.
    """

    search: str = ""
    state: PosterState | None = None
    kind: UnitKind | None = None
    area_id: int | None = None
    owner_id: int | None = None
    has_national: bool | None = None

    def as_json(self) -> dict[str, Any]:
        """How an order keeps it."""
        return asdict(self)

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> "PosterFilter":
        """What `as_json` kept."""
        kind, state = kept["kind"], kept["state"]
        known = {"kind": kind and UnitKind(kind), "state": state and PosterState(state)}
        return cls(**{**kept, **known})


def list_codes(viewer: Viewer, wanted: PosterFilter, *, wish: Wish) -> Page:
    """A page of the valid codes of the viewer's units, by the units' names; only of units whose codes work."""
    return paginate_many(
        _codes(viewer, wanted),
        Poster.id,
        _BY_NAME,
        wish,
        found_first=is_indexed(wanted.search),
        options=WITH_UNIT,
    )


def list_all_codes(viewer: Viewer, wanted: PosterFilter) -> Iterable[Poster]:
    """What `list_codes` pages through, one by one, for files."""
    return stream(_codes(viewer, wanted).options(*WITH_UNIT).order_by(*_BY_NAME))


def list_for_delivery(viewer: Viewer, wanted: PosterFilter) -> Sequence[Poster]:
    """The same codes, district by district and commune by commune, as they are handed out."""
    commune, district = aliased(Area), aliased(Area)
    stmt = _codes(viewer, wanted).join(commune, commune.id == Unit.area_id)
    stmt = stmt.outerjoin(district, district.id == commune.parent_id).order_by(None)
    return db.session.scalars(stmt.order_by(district.sort_key, commune.sort_key, commune.id, *_BY_NAME)).all()


def count_codes(viewer: Viewer, wanted: PosterFilter) -> int:
    """How many codes `list_codes` pages through."""
    stmt = _codes(viewer, wanted).with_only_columns(func.count(Poster.id)).order_by(None)
    return db.session.scalar(stmt) or 0


def count_withheld(viewer: Viewer, wanted: PosterFilter) -> int:
    """How many codes fit the filter, of units that are not named to the viewer; not told of a search."""
    if viewer.sees_restricted or wanted.search:
        return 0
    hidden = _codes(counting(viewer), wanted).where(withheld_from(viewer, Unit))
    return db.session.scalar(hidden.with_only_columns(func.count(Poster.id)).order_by(None)) or 0


def _codes(viewer: Viewer, wanted: PosterFilter) -> Rows:
    stmt: Rows = within(viewer, Poster, Unit).join(Poster.unit).where(Poster.replaced_at.is_(None))
    conditions = [
        (wanted.kind, Unit.kind == wanted.kind),
        (wanted.owner_id, Unit.organisation_id == wanted.owner_id),
        (wanted.area_id, Unit.area_id.in_(areas_below(wanted.area_id))),
    ]
    stmt = stmt.where(*_in_state(wanted.state), *(condition for value, condition in conditions if value is not None))
    # Nearly all units: said so that SQLite does not look for them by status and sort them all, for a page of 25.
    stmt = stmt.where(Unit.status.not_in(UNUSABLE))
    if wanted.has_national is not None:
        doors = doors_with_codes(viewer)
        has_one = Poster.checkpoint_id.in_(doors)
        stmt = covered_by(stmt.where(has_one if wanted.has_national else ~has_one), stmt, doors)
    holds = holds_words(wanted.search)
    if code := _code(wanted.search):
        return stmt.where(and_(*holds) | (Poster.code == code))
    return stmt.where(*holds)


def _in_state(state: PosterState | None) -> list[ColumnElement[bool]]:
    """The condition that `poster_state` is `state`."""
    displayed, printed = Poster.displayed_on.is_not(None), Poster.printed_at.is_not(None)
    current = Poster.changed_at.is_(None) | (Poster.printed_at >= Poster.changed_at)
    conditions: dict[PosterState, list[ColumnElement[bool]]] = {
        PosterState.DISPLAYED: [displayed],
        PosterState.TO_DISPLAY: [~displayed, printed, current],
        PosterState.TO_REPRINT: [~displayed, printed, ~current],
        PosterState.TO_PRINT: [~displayed, ~printed],
    }
    return conditions[state] if state else []


def _code(typed: str) -> str:
    """The code that somebody typed; nothing when it is none."""
    try:
        return parse_code(typed)
    except InvalidCode:
        return ""


def is_code_taken(code: str) -> bool:
    """Whether a poster, of whichever unit, has this code."""
    stmt = select(Poster.id).where(Poster.code == code)
    return db.session.scalar(unscoped(stmt, because="a new code must differ from everybody's")) is not None


def taken_codes(codes: Collection[str]) -> set[str]:
    """Which of these codes some poster, of whichever unit, has."""
    stmt = select(Poster.code).where(among(Poster.code, codes))
    return set(db.session.scalars(unscoped(stmt, because="new codes must differ from everybody's")))


def find_unit_ids(codes: Collection[str]) -> dict[str, int]:
    """Ids of units by codes of theirs, replaced ones too; who asks looks the units up in his own scope."""
    stmt = select(Poster.code, Poster.unit_id).where(Poster.code.in_(codes))
    return {row.code: row.unit_id for row in db.session.execute(unscoped(stmt, because="the caller looks for his own"))}


def count_used(unit_ids: Select[Any]) -> int:
    """How many of these units have a code that was printed, put up or replaced."""
    used = Poster.printed_at.is_not(None) | Poster.displayed_on.is_not(None) | Poster.replaced_at.is_not(None)
    stmt = select(func.count(distinct(Poster.unit_id))).where(Poster.unit_id.in_(unit_ids), used)
    return db.session.scalar(unscoped(stmt, because="what hangs on units that the caller holds already")) or 0


def list_unit_posters(unit_id: int) -> Sequence[Poster]:
    """The valid posters of a unit that the caller holds already, for what follows from a change of the unit."""
    stmt = select(Poster).where(Poster.unit_id == unit_id, Poster.replaced_at.is_(None)).order_by(Poster.id)
    return db.session.scalars(unscoped(stmt, because="follows from a change of a unit in the viewer's scope")).all()


def find_photo(viewer: Viewer, poster: Poster) -> DisplayPhoto | None:
    """How the poster looks where it hangs, if its confirmation came with a picture."""
    stmt = within(viewer, DisplayPhoto).where(DisplayPhoto.poster_id == poster.id)
    return db.session.scalar(stmt)  # type: ignore[no-any-return]


def list_runs(viewer: Viewer, *, wish: Wish) -> Page:
    """A page of the orders of the viewer's body and those below it, newest first, with who asked."""
    stmt = within(viewer, PrintRun).options(joinedload(PrintRun.asked_by))
    return paginate(stmt.order_by(PrintRun.asked_at.desc(), PrintRun.id.desc()), wish)


def get_run(viewer: Viewer, run_id: int) -> PrintRun:
    """One of these orders. Raises Absent."""
    stmt = within(viewer, PrintRun).where(PrintRun.id == run_id)
    run = db.session.scalar(stmt.options(joinedload(PrintRun.asked_by)))
    if run is None:
        raise Absent
    return run  # type: ignore[no-any-return]
