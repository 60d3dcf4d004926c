"""Reading codes."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, distinct, func, select
from sqlalchemy.orm import joinedload

from app.access.scope import Rows, unscoped, within
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


def taken_codes(codes: Collection[str]) -> set[str]:
    """Which of these codes some poster, of whichever unit, has."""
    stmt = select(Poster.code).where(Poster.code.in_(codes))
    return set(db.session.scalars(unscoped(stmt, because="new codes must differ from everybody's")))


def codes_issued(codes: Collection[str]) -> Sequence[tuple[int, int]]:
    """Ids of the posters with these codes and of their doors, for who has just issued them."""
    stmt = select(Poster.id, Poster.checkpoint_id).where(Poster.code.in_(codes)).order_by(Poster.id)
    found = db.session.execute(unscoped(stmt, because="the codes that the caller issued just now"))
    return [(poster_id, checkpoint_id) for poster_id, checkpoint_id in found]


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
