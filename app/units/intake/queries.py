"""Reading imports, and what rows are compared with."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, func, not_, or_, select
from sqlalchemy.orm import joinedload, undefer

from app.access.models import User
from app.access.scope import criterion, unscoped, within
from app.access.sessions import viewer_of
from app.areas.models import Area
from app.areas.queries import exists_on
from app.areas.rules import AreaLevel
from app.clock import local_day
from app.db import among, db
from app.door import Absent, Viewer, office_viewer
from app.organisations.models import Organisation
from app.units.intake.book import Book, make_book
from app.units.intake.comparing import Known, RawRow
from app.units.intake.models import UnitImport, UnitImportRow
from app.units.intake.rules import Verdict, submission_of, submission_prefix
from app.units.models import Unit
from app.units.printed_codes import find_unit_ids
from app.units.queries import list_communes, list_owners
from app.units.rules import UnitStatus
from app.web.pagination import Page, Wish, paginate

WORKING = "who asked for the work was held against his scope then"
_COLUMNS = [getattr(Unit, name) for name in Known._fields if name not in Known._field_defaults]


def list_imports(viewer: Viewer, *, wish: Wish) -> Page:
    """The imports of the viewer's body and those below it, newest first."""
    stmt = within(viewer, UnitImport).options(joinedload(UnitImport.by))
    return paginate(stmt.order_by(UnitImport.made_at.desc(), UnitImport.id.desc()), wish)


def get_import(viewer: Viewer, import_id: int) -> UnitImport:
    """One of these imports. Raises Absent."""
    found = db.session.scalar(within(viewer, UnitImport).where(UnitImport.id == import_id))
    if found is None:
        raise Absent
    return found  # type: ignore[no-any-return]


def get_import_to_work_on(import_id: int, *, with_content: bool = False) -> UnitImport:
    """The import that the worker was told of."""
    stmt = select(UnitImport).where(UnitImport.id == import_id)
    if with_content:
        stmt = stmt.options(undefer(UnitImport.content))
    return db.session.scalars(unscoped(stmt, because=WORKING)).one()


def read_content(viewer: Viewer, found: UnitImport) -> bytes | None:
    """The file of an import, as long as it is kept."""
    stmt = within(viewer, UnitImport).with_only_columns(UnitImport.content).where(UnitImport.id == found.id)
    return db.session.scalar(stmt)


def viewer_at_work(user_id: int | None) -> Viewer:
    """On whose behalf the worker reads and enters: who asked, with what he may do today; none is the office itself."""
    if user_id is None:
        return office_viewer()
    user = db.session.get(User, user_id)
    return viewer_of(user) if user and not user.disabled_at else Viewer(user_id=user_id)


def list_rows(viewer: Viewer, found: UnitImport, *, verdict: Verdict | None, wish: Wish) -> Page:
    """A page of an import's rows in the order of the file, optionally those of one verdict."""
    return paginate(_rows(viewer, found, verdict), wish)


def list_all_rows(viewer: Viewer, found: UnitImport, *, verdict: Verdict | None) -> Sequence[UnitImportRow]:
    """What `list_rows` pages through, whole."""
    return db.session.scalars(_rows(viewer, found, verdict)).all()


def _rows(viewer: Viewer, found: UnitImport, verdict: Verdict | None) -> Select[Any]:
    stmt = within(viewer, UnitImportRow).where(UnitImportRow.import_id == found.id)
    if verdict:
        stmt = stmt.where(UnitImportRow.verdict == verdict)
    return stmt.order_by(UnitImportRow.number)


def list_rows_by_id(viewer: Viewer, found: UnitImport, row_ids: Collection[int]) -> Sequence[UnitImportRow]:
    """Those of an import's rows that have these ids."""
    return db.session.scalars(_rows(viewer, found, None).where(UnitImportRow.id.in_(row_ids))).all()


def list_rows_by_number(viewer: Viewer, found: UnitImport, numbers: Collection[int]) -> Sequence[UnitImportRow]:
    """Those of an import's rows that stand in these lines of the file."""
    return db.session.scalars(_rows(viewer, found, None).where(UnitImportRow.number.in_(numbers))).all()


def raw_rows(import_id: int, *, after: int, limit: int) -> Sequence[RawRow]:
    """The next rows behind this number."""
    stmt = select(UnitImportRow.number, UnitImportRow.cells, UnitImportRow.id).where(
        UnitImportRow.import_id == import_id, UnitImportRow.number > after
    )
    stmt = stmt.order_by(UnitImportRow.number).limit(limit)
    return [RawRow(*row) for row in db.session.execute(unscoped(stmt, because=WORKING))]


def load_book(viewer: Viewer) -> Book:
    """What names mean for the viewer: all places and bodies of today, and which of them are his."""
    today = local_day()
    communes = select(Area).where(Area.level == AreaLevel.COMMUNE, exists_on(Area, today))
    bodies = select(Organisation).where(exists_on(Organisation, today)).order_by(Organisation.id)
    book = make_book(
        db.session.scalars(communes.options(joinedload(Area.parent)).order_by(Area.id)),
        db.session.scalars(bodies),
        mine=[area.id for area in list_communes(viewer)],
        allowed=[body.id for body in list_owners(viewer)],
    )
    book.own_body = viewer.organisation_id
    return book


def find_like(
    viewer: Viewer, details: Sequence[Mapping[str, Any]], *, since: UnitImport | None = None
) -> Sequence[Known]:
    """Units that share name and place, a phone or the tax code with one of these details; refused ones left out.

    Whoever's they are: a unit must not be entered twice because another body answers for it. `since` an import was
    checked: only those that others entered after that.
    """
    keys = {name: {each[name] for each in details if each[name]} for name in ("likeness", "phone", "tax_code")}
    areas, heads = {each["area_id"] for each in details}, {each["manager_phone"] for each in details}
    like = or_(
        among(Unit.likeness_key, keys["likeness"]) & Unit.area_id.in_(areas),
        among(Unit.phone, keys["phone"]),
        among(Unit.tax_code, keys["tax_code"]),
        among(Unit.manager_phone, heads) & Unit.area_id.in_(areas),
    )
    stmt = select(*_COLUMNS).where(like, Unit.status != UnitStatus.REFUSED, *(_newcomers(since) if since else ()))
    return _known(viewer, stmt.order_by(Unit.id))


def others_came(found: UnitImport) -> bool:
    """Whether units came into the register since the import was checked that it did not bring itself."""
    stmt = select(Unit.id).where(*_newcomers(found)).limit(1)
    return db.session.scalar(unscoped(stmt, because=WORKING)) is not None


def _newcomers(found: UnitImport) -> tuple[ColumnElement[bool], ...]:
    own = Unit.submission_id.startswith(submission_prefix(found.id))
    return Unit.id > found.checked_to_unit_id, or_(Unit.submission_id.is_(None), ~own)


def find_by_codes(viewer: Viewer, codes: Collection[str]) -> dict[str, Known]:
    """The viewer's units by the codes on their posters."""
    ids = find_unit_ids(codes)
    found = {unit.id: unit for unit in _known(viewer, select(*_COLUMNS).where(Unit.id.in_(ids.values())))}
    return {code: found[unit_id] for code, unit_id in ids.items() if unit_id in found and found[unit_id].visible}


def _known(viewer: Viewer, stmt: Select[Any]) -> list[Known]:
    limit = criterion(viewer, Unit)
    if limit is not None:
        stmt = stmt.add_columns(limit, Unit.restricted_at.is_not(None) & not_(limit))
    rows = db.session.execute(unscoped(stmt, because="nobody is registered twice, whoever answers for him"))
    return [Known(*row) for row in rows]


def newest_unit_id() -> int:
    """The last unit that came into the register."""
    return db.session.scalar(unscoped(select(func.max(Unit.id)), because=WORKING)) or 0


def count_done(found: UnitImport) -> int:
    """How many rows the worker is done with, entered or not."""
    stmt = select(func.count()).where(UnitImportRow.import_id == found.id, UnitImportRow.number <= found.done_to)
    return db.session.scalar(unscoped(stmt, because=WORKING)) or 0


def unit_ids_of(viewer: Viewer, found: UnitImport, rows: Iterable[UnitImportRow]) -> dict[int, int]:
    """By the ids of rows the viewer's units that they brought or changed."""
    changed = {row.id: row.unit_id for row in rows if row.unit_id}
    brought = {submission_of(found.id, row.id): row.id for row in rows if row.number <= found.done_to}
    stmt = within(viewer, Unit).where(Unit.submission_id.in_(brought))
    ids = db.session.execute(stmt.with_only_columns(Unit.submission_id, Unit.id)) if brought else ()
    return changed | {brought[str(submission_id)]: unit_id for submission_id, unit_id in ids}


def count_entered(import_id: int) -> dict[str, int]:
    """How many units the rows brought and changed."""
    brought = select(func.count()).where(Unit.submission_id.startswith(submission_prefix(import_id)))
    changed = select(func.count()).where(UnitImportRow.import_id == import_id, UnitImportRow.unit_id.is_not(None))
    counts = {"entered": brought, "updated": changed}
    return {name: db.session.scalar(unscoped(stmt, because=WORKING)) or 0 for name, stmt in counts.items()}
