"""Units that are likely the same: those like one that is being registered or approved, and all pairs of a scope."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import CTE, ColumnElement, Select, and_, func, literal, or_, select, union, union_all
from sqlalchemy.orm import joinedload

from app.access.ahead.sheets import NOBODY, Row
from app.access.scope import Rows, covered_by, unscoped, within
from app.areas.models import Area
from app.db import db
from app.door import Viewer, office_viewer
from app.units.likeness import Likeness, likeness_key, likenesses
from app.units.models import Unit, UnlikePair
from app.units.queries.register import WITH_NAMES, areas_below
from app.units.rules import GONE
from app.web.pagination import Page, Wish

# More than these nobody compares by eye; the work-list has them all.
MOST_SHOWN = 20
RANKS = {sign: number for number, sign in enumerate(Likeness)}


@dataclass(frozen=True)
class Compared:
    """What of a unit, registered or about to be, is held against others."""

    likeness_key: str
    area_id: int
    phone: str = ""
    manager_phone: str = ""
    tax_code: str = ""
    id: int | None = None


@dataclass(frozen=True)
class Elsewhere:
    """So many units alike, in this commune, that are not the viewer's."""

    area: Area
    count: int


@dataclass(frozen=True)
class LikelySame:
    """The units alike that are the viewer's, each with the signs; of others only how many are where."""

    units: Sequence[tuple[Unit, Sequence[Likeness]]] = ()
    elsewhere: Sequence[Elsewhere] = ()

    def __bool__(self) -> bool:
        return bool(self.units or self.elsewhere)


def compared(unit: Unit) -> Compared:
    """A registered unit, to be held against others."""
    return Compared(unit.likeness_key, unit.area_id, unit.phone, unit.manager_phone, unit.tax_code, unit.id)


def compared_details(details: Mapping[str, Any]) -> Compared:
    """The details of a unit that somebody is about to register."""
    phone, manager_phone, tax_code = (details[name] or "" for name in ("phone", "manager_phone", "tax_code"))
    return Compared(likeness_key(details["name"]), details["area"].id, phone, manager_phone, tax_code)


def list_likely_same(viewer: Viewer, wanted: Compared) -> LikelySame:
    """The units that are likely the same as one, those left out that an officer found to be others."""
    found = db.session.execute(_alike(wanted)).all()
    ids = [unit_id for unit_id, _area_id in found]
    stmt = within(viewer, Unit).where(Unit.id.in_(ids)).options(*WITH_NAMES).order_by(Unit.sort_key, Unit.id)
    units = db.session.scalars(stmt).all() if ids else []
    mine = {unit.id for unit in units}
    others = Counter(area_id for unit_id, area_id in found if unit_id not in mine)
    return LikelySame([(unit, likenesses(wanted, unit)) for unit in units], _elsewhere(others))  # type: ignore[arg-type]


def list_alike_among(viewer: Viewer, units: Sequence[Unit]) -> Mapping[int, Sequence[Unit]]:
    """Of units that are about to be approved, by id, the viewer's units that are likely the same."""
    ids = [unit.id for unit in units]
    if not ids:
        return {}
    pairs, parts = _pairs(viewer, ids=ids)
    found = db.session.execute(covered_by(select(pairs.c.unit_id, pairs.c.other_id), *parts)).all()
    others = {row_id for pair in found for row_id in pair}
    known = {unit.id: unit for unit in db.session.scalars(_by_ids(viewer, others))}
    both = [pair for one, other in found for pair in ((one, other), (other, one)) if pair[0] in ids]
    return {unit_id: [known[other] for one, other in both if one == unit_id] for unit_id in ids}


def list_public_likes(wanted: Compared) -> Sequence[Unit]:
    """Units like one that somebody registers on the public page, for their name, kind and address alone.

    Alike in name and commune, or in tax code: what stands on signs and licences. Phones would tell whose they are.
    """
    stmt = select(Unit).where(_same_name(wanted) | _same_tax_code(wanted), Unit.status.not_in(GONE))
    stmt = stmt.where(Unit.restricted_at.is_(None))
    stmt = stmt.options(joinedload(Unit.area)).order_by(Unit.sort_key, Unit.id).limit(MOST_SHOWN)
    return db.session.scalars(unscoped(stmt, because="name, kind and address of a unit stand on its door")).all()


def _alike(wanted: Compared) -> Select[*tuple[Any, ...]]:
    phones = {wanted.phone, wanted.manager_phone} - {""}
    same = [_same_name(wanted), _same_tax_code(wanted), Unit.phone.in_(phones), Unit.manager_phone.in_(phones)]
    # One statement an index each: no database answers such an OR from several indexes by itself.
    parts = [select(Unit.id, Unit.area_id, Unit.sort_key).where(sign, Unit.status.not_in(GONE)) for sign in same]
    found = union(*parts).subquery("alike")
    stmt = select(found.c.id, found.c.area_id).order_by(found.c.sort_key, found.c.id).limit(MOST_SHOWN)
    if wanted.id is not None:
        stmt = stmt.where(found.c.id != wanted.id, found.c.id.not_in(_found_unlike(wanted.id)))
    return unscoped(stmt, because="of units that are not his the viewer is told how many are in which commune")


def _same_name(wanted: Compared) -> ColumnElement[bool]:
    return and_(Unit.likeness_key == wanted.likeness_key, Unit.area_id == wanted.area_id)


def _same_tax_code(wanted: Compared) -> ColumnElement[bool]:
    return and_(Unit.tax_code == wanted.tax_code, Unit.tax_code != "")


def _found_unlike(unit_id: int) -> Any:
    return union_all(
        select(UnlikePair.other_id).where(UnlikePair.unit_id == unit_id),
        select(UnlikePair.unit_id).where(UnlikePair.other_id == unit_id),
    )


def _elsewhere(counts: Mapping[int, int]) -> list[Elsewhere]:
    areas = db.session.scalars(select(Area).where(Area.id.in_(counts)).order_by(Area.sort_key)) if counts else ()
    return [Elsewhere(area, counts[area.id]) for area in areas]


@dataclass(frozen=True)
class DoubleFilter:
    """What the list of pairs is narrowed to; a place or an owner of either unit."""

    sign: Likeness | None = None
    area_id: int | None = None
    organisation_id: int | None = None


@dataclass(frozen=True)
class Double:
    """Two units of the viewer that are likely the same, and in what they are alike."""

    unit: Unit
    other: Unit
    signs: Sequence[Likeness] = field(default_factory=list)


def list_doubles(viewer: Viewer, wanted: DoubleFilter, wish: Wish) -> Page:
    """A page of the pairs of the viewer's units that are likely the same, the strongest signs first."""
    stmt = _listed(viewer, wanted)
    # Counted on the way: finding the pairs is what costs.
    counted = stmt.add_columns(func.count().over()).limit(wish.size).offset((wish.number - 1) * wish.size)
    found = db.session.execute(counted).all()
    total = found[0][-1] if found else _count(stmt) if wish.number > 1 else 0
    return Page(_doubles(viewer, [(row[0], row[1]) for row in found]), wish.number, wish.size, total)


def counted_doubles(viewer: Viewer) -> Rows:
    """A statement of how many pairs `list_doubles` pages through, for who counts more than these."""
    pairs, parts = _pairs(viewer)
    return covered_by(select(func.count()).select_from(pairs), *parts)


def doubles_by_owners() -> Mapping[tuple[int, int, bool], Sequence[Row]]:
    """How many pairs there are of whose units, for who counts them for everybody: by the owner of the one unit the
    owners of the other.
    """
    pairs, parts = _pairs(office_viewer())
    is_withheld = [at.is_not(None) for at in (pairs.c.restricted_at, pairs.c.other_restricted_at)]
    keys = (pairs.c.organisation_id, pairs.c.area_id, is_withheld[0].label("one_withheld"))
    others = (pairs.c.other_organisation_id, pairs.c.other_area_id, is_withheld[1].label("other_withheld"))
    stmt = select(*keys, *others, func.count()).group_by(*keys[:2], "one_withheld", *others[:2], "other_withheld")
    found: dict[tuple[int, int, bool], list[Row]] = {}
    for body, place, withheld, *other, count in db.session.execute(covered_by(stmt, *parts)):
        its = (other[0] or NOBODY, other[1], bool(other[2]))
        found.setdefault(its, []).append([body or NOBODY, place, int(withheld), count])
    return found


def list_all_doubles(viewer: Viewer, wanted: DoubleFilter) -> Sequence[Double]:
    """What `list_doubles` pages through, whole."""
    found = db.session.execute(_listed(viewer, wanted)).all()
    return _doubles(viewer, [(row[0], row[1]) for row in found])


def _doubles(viewer: Viewer, pairs: Sequence[tuple[int, int]]) -> list[Double]:
    ids = {unit_id for pair in pairs for unit_id in pair}
    units = {unit.id: unit for unit in db.session.scalars(_by_ids(viewer, ids))} if ids else {}
    both = [(units[unit_id], units[other_id]) for unit_id, other_id in pairs]
    return [Double(unit, other, likenesses(unit, other)) for unit, other in both]


def _by_ids(viewer: Viewer, ids: Any) -> Rows:
    stmt: Rows = within(viewer, Unit).where(Unit.id.in_(ids)).options(*WITH_NAMES).order_by(Unit.sort_key, Unit.id)
    return stmt


def _count(stmt: Rows) -> int:
    counted = select(func.count()).select_from(stmt.order_by(None).subquery())
    return db.session.scalar(covered_by(counted, stmt)) or 0


def _listed(viewer: Viewer, wanted: DoubleFilter) -> Rows:
    pairs, parts = _pairs(viewer)
    stmt: Rows = select(pairs.c.unit_id, pairs.c.other_id, pairs.c.rank, pairs.c.sort_key)
    if wanted.sign:
        stmt = stmt.where(pairs.c.rank == RANKS[wanted.sign])
    if wanted.area_id is not None:
        below = areas_below(wanted.area_id)
        stmt = stmt.where(pairs.c.area_id.in_(below) | pairs.c.other_area_id.in_(below))
    if wanted.organisation_id is not None:
        owners = (pairs.c.organisation_id, pairs.c.other_organisation_id)
        stmt = stmt.where(or_(*(owner == wanted.organisation_id for owner in owners)))
    stmt = stmt.order_by(pairs.c.rank, pairs.c.sort_key, pairs.c.unit_id, pairs.c.other_id)
    return covered_by(stmt, *parts)


def _pairs(viewer: Viewer, *, ids: Sequence[int] | None = None) -> tuple[CTE, tuple[Rows, ...]]:
    """Pairs of the viewer's units with their strongest sign (`ids`: those in which one of these is), as a table."""
    living: Rows = within(viewer, Unit).where(Unit.status.not_in(GONE))
    unlike: Rows = within(viewer, UnlikePair).with_only_columns(UnlikePair.unit_id, UnlikePair.other_id)
    mine = living.with_only_columns(*_COMPARED).cte("mine").prefix_with("NOT MATERIALIZED", dialect="postgresql")
    # Read once for all signs; above, the few that are found are looked up by their keys.
    read = living.with_only_columns(*_COMPARED).cte("read").prefix_with("MATERIALIZED", dialect="postgresql")
    signs = _signs(read).subquery("sign")
    found = _strongest(signs, unlike, ids)
    one, other = mine.alias("first"), mine.alias("second")
    owners = (one.c.organisation_id, other.c.organisation_id.label("other_organisation_id"))
    withheld = (one.c.restricted_at, other.c.restricted_at.label("other_restricted_at"))
    places = (one.c.area_id, other.c.area_id.label("other_area_id"))
    pairs = (
        select(found.c.unit_id, found.c.other_id, found.c.rank, one.c.sort_key, *owners, *places, *withheld)
        .join(one, one.c.id == found.c.unit_id)
        .join(other, other.c.id == found.c.other_id)
    )
    return pairs.cte("pair"), (living, unlike)


_COMPARED = (
    *(Unit.id, Unit.likeness_key, Unit.area_id, Unit.phone, Unit.manager_phone, Unit.tax_code),
    *(Unit.organisation_id, Unit.sort_key, Unit.restricted_at),
)


def _signs(mine: CTE) -> Select[*tuple[Any, ...]]:
    """Two units each that say the same of something, and of what. Few say what others do: those are found first."""
    said = union_all(
        _said(mine, Likeness.TAX_CODE, mine.c.tax_code).where(mine.c.tax_code != ""),
        _said(mine, Likeness.NAME, mine.c.likeness_key, mine.c.area_id),
        _said(mine, Likeness.PHONE, mine.c.phone).where(mine.c.phone != ""),
        _said(mine, Likeness.PHONE, mine.c.manager_phone).where(
            mine.c.manager_phone != "", mine.c.manager_phone != mine.c.phone
        ),
    ).cte("said")
    same = (said.c.rank, said.c.word, said.c.area_id)
    shared = select(*same).group_by(*same).having(func.count() > 1).subquery("shared")
    one, other = said.alias("one"), said.alias("other")
    stmt = select(one.c.id.label("unit_id"), other.c.id.label("other_id"), one.c.rank).select_from(shared)
    return stmt.join(one, _is_same(one, shared)).join(other, and_(_is_same(other, shared), one.c.id < other.c.id))


def _said(mine: CTE, sign: Likeness, word: Any, area_id: Any = None) -> Select[*tuple[Any, ...]]:
    """What each unit says of something; where the place tells units apart, in which."""
    place = literal(0) if area_id is None else area_id
    return select(mine.c.id, literal(RANKS[sign]).label("rank"), word.label("word"), place.label("area_id"))


def _is_same(one: Any, other: Any) -> ColumnElement[bool]:
    return and_(*(one.c[name] == other.c[name] for name in ("rank", "word", "area_id")))


def _strongest(signs: Any, unlike: Rows, ids: Sequence[int] | None) -> Any:
    """Each pair once, those left out that are known to be different."""
    known = unlike.subquery("unlike")
    keys = (signs.c.unit_id, signs.c.other_id)
    stmt = (
        select(*keys, func.min(signs.c.rank).label("rank"))
        .outerjoin(known, and_(known.c.unit_id == keys[0], known.c.other_id == keys[1]))
        .where(known.c.unit_id.is_(None))
        .group_by(*keys)
    )
    if ids is not None:
        stmt = stmt.where(keys[0].in_(ids) | keys[1].in_(ids))
    return stmt.subquery("found")
