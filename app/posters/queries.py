"""Reading codes."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import joinedload

from app.access.scope import Rows, counting, unscoped, within
from app.areas.models import Area
from app.codes import InvalidCode, parse_code
from app.db import db
from app.door import Absent, Viewer
from app.posters.models import Poster
from app.posters.rules import PosterState
from app.text import search_key
from app.units.models import Unit
from app.units.rules import USABLE
from app.web.pagination import Page, Wish, paginate

WITH_UNIT = (
    joinedload(Poster.unit).options(joinedload(Unit.organisation), joinedload(Unit.area).joinedload(Area.parent)),
    joinedload(Poster.checkpoint),
)


def find_poster(code: str) -> Poster | None:
    """The poster with this code, replaced ones too (`successor` leads on), with unit, owner and place in one read.

    For citizens, who hold nothing but the code on the wall.
    """
    stmt = select(Poster).where(Poster.code == code).options(*WITH_UNIT, joinedload(Poster.successor))
    return db.session.scalar(unscoped(stmt, because="the code on the wall is the capability"))


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
    stmt = within(viewer, Poster).where(Poster.unit_id == unit.id, Poster.replaced_at.is_not(None))
    return db.session.scalars(stmt.options(*WITH_UNIT).order_by(Poster.replaced_at.desc(), Poster.id.desc())).all()


@dataclass(frozen=True)
class PosterFilter:
    """What a list of codes is narrowed to."""

    search: str = ""
    state: PosterState | None = None


def list_codes(viewer: Viewer, wanted: PosterFilter, *, wish: Wish) -> Page:
    """A page of the valid codes of the viewer's units, by the units' names; only of units whose codes work."""
    return paginate(_codes(viewer, wanted), wish)


def count_withheld(viewer: Viewer, wanted: PosterFilter, *, listed: int) -> int:
    """How many codes besides those `listed` fit the filter, of units not named to the viewer; not told of a search."""
    if viewer.sees_restricted or wanted.search:
        return 0
    every = _codes(counting(viewer), wanted).order_by(None)
    return (db.session.scalar(every.with_only_columns(func.count(Poster.id))) or 0) - listed


def list_all_codes(viewer: Viewer, wanted: PosterFilter) -> Sequence[Poster]:
    """What `list_codes` pages through, whole."""
    return db.session.scalars(_codes(viewer, wanted)).all()


def _codes(viewer: Viewer, wanted: PosterFilter) -> Rows:
    stmt: Rows = (
        within(viewer, Poster, Unit).join(Poster.unit).where(Poster.replaced_at.is_(None), Unit.status.in_(USABLE))
    )
    stmt = stmt.where(*_in_state(wanted.state))
    for word in search_key(wanted.search).split():
        stmt = stmt.where(Unit.search_key.contains(word, autoescape=True) | (Poster.code == _code(wanted.search)))
    return stmt.options(*WITH_UNIT).order_by(Unit.sort_key, Unit.id, Poster.id)


def _in_state(state: PosterState | None) -> list[ColumnElement[bool]]:
    """The condition that `poster_state` is `state`."""
    displayed, printed = Poster.displayed_on.is_not(None), Poster.printed_at.is_not(None)
    current = printed & (Poster.changed_at.is_(None) | (Poster.printed_at >= Poster.changed_at))
    conditions: dict[PosterState, list[ColumnElement[bool]]] = {
        PosterState.DISPLAYED: [displayed],
        PosterState.TO_DISPLAY: [~displayed, current],
        PosterState.TO_PRINT: [~displayed, ~current],
    }
    return conditions[state] if state else []


def _code(typed: str) -> str:
    """The code that somebody typed, or what no code can be."""
    try:
        return parse_code(typed)
    except InvalidCode:
        return ""


def is_code_taken(code: str) -> bool:
    """Whether a poster, of whichever unit, has this code."""
    stmt = select(Poster.id).where(Poster.code == code)
    return db.session.scalar(unscoped(stmt, because="a new code must differ from everybody's")) is not None


def list_unit_posters(unit_id: int) -> Sequence[Poster]:
    """The valid posters of a unit that the caller holds already, for what follows from a change of the unit."""
    stmt = select(Poster).where(Poster.unit_id == unit_id, Poster.replaced_at.is_(None)).order_by(Poster.id)
    return db.session.scalars(unscoped(stmt, because="follows from a change of a unit in the viewer's scope")).all()
