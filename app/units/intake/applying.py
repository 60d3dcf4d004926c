"""The worker enters an import into the register, some thousand rows a transaction."""

from collections import Counter
from collections.abc import Sequence
from functools import partial
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app import audit
from app.access.scope import unscoped, within
from app.areas.models import Area
from app.clock import now
from app.db import db, one_at_a_time, transaction
from app.door import Permission, Viewer
from app.organisations.models import Organisation
from app.tasks import Progress, in_bulk, task
from app.units.actions.bulk import register_units
from app.units.actions.correction import correct_unit
from app.units.intake import actions, queries
from app.units.intake.actions import HOLDS_IT
from app.units.intake.book import Book
from app.units.intake.checking import Tally, comparer_for, note_tally, recheck, said
from app.units.intake.comparing import Comparer, differences
from app.units.intake.models import UnitImport, UnitImportRow
from app.units.intake.reading import RowReader
from app.units.intake.rules import Choice, ImportStatus, Verdict, is_taken, submission_of
from app.units.models import Unit
from app.units.rules import UnitKind

CHUNK = 2000


@task(actions.APPLY)
@in_bulk()
def enter_import(import_id: int, progress: Progress) -> None:
    """Enter the rows that are to be entered. Safe to begin again: it goes on behind the last row done."""
    found = queries.get_import_to_work_on(import_id)
    if found.status is not ImportStatus.APPLYING:
        return
    viewer = queries.viewer_at_work(found.applied_by_id)
    if not viewer.can(Permission.UNIT_REGISTER):
        # Who asked may not do so any more: nothing is entered, others of his body may.
        with transaction():
            queries.get_import_to_work_on(import_id).status = ImportStatus.CHECKED
        return
    _check_again(found, viewer, progress)
    done, total, book = queries.count_done(found), found.row_count, queries.load_book(viewer)
    while rows := _next_rows(found):
        with transaction():
            one_at_a_time(actions.APPLY)
            found = queries.get_import_to_work_on(import_id)
            if queries.others_came(found):
                _note_newcomers(viewer, found, book)
                rows = _next_rows(found)
            done += _enter(viewer, found, rows, book)
            found.done_to = rows[-1].number
            progress.tell(done, total)
    _finish(viewer, import_id)


def _check_again(found: UnitImport, viewer: Viewer, progress: Progress) -> None:
    """The register may have become another since the rows were checked: the same file, sent twice, among the reasons.

    So may what who asked is allowed to do, and it need not be who sent the file.
    """
    if queries.newest_unit_id() == found.checked_to_unit_id and found.by_id == found.applied_by_id:
        return
    tally = Tally()
    recheck(found.id, found.row_count, comparer_for(viewer, found.answers), tally, progress)
    with transaction():
        note_tally(queries.get_import_to_work_on(found.id), tally)


def _note_newcomers(viewer: Viewer, found: UnitImport, book: Book) -> None:
    """The next rows are new no longer where somebody else entered the same meanwhile: two people with one file."""
    find_like = partial(queries.find_like, viewer, since=found)
    comparer = Comparer(RowReader(book, found.answers), find_like, lambda _codes: {})
    checked = comparer.check(queries.raw_rows(found.id, after=found.done_to, limit=CHUNK))
    new = {row.id for row in _next_rows(found) if row.verdict is Verdict.NEW}
    known = [row for row in checked if row.raw.id in new and row.verdict is not Verdict.NEW]
    actions.change_rows([{"id": row.raw.id, **said(row)} for row in known])
    counts = Counter(found.counts)
    counts.update(row.verdict.value for row in known)
    found.counts = {**counts, Verdict.NEW.value: counts[Verdict.NEW.value] - len(known)}


def _next_rows(found: UnitImport) -> Sequence[Any]:
    row = UnitImportRow
    stmt = select(row.id, row.number, row.parsed, row.verdict, row.choice, row.match_id).where(
        row.import_id == found.id, row.number > found.done_to
    )
    stmt = stmt.order_by(row.number).limit(CHUNK)
    return db.session.execute(unscoped(stmt, because=HOLDS_IT)).all()


def _enter(viewer: Viewer, found: UnitImport, rows: Sequence[Any], book: Book) -> int:
    """Do what was chosen for these rows."""
    chosen = [(row, _choice(found, row)) for row in rows]
    taken = [(row, choice) for row, choice in chosen if is_taken(row.verdict, choice) and _may_enter(book, row)]
    new = [row for row, choice in taken if row.match_id is None or choice is Choice.NEW]
    register_units(viewer, [_details(found.id, row) for row in new], approves=found.approves)
    entered = {row.id for row in new}
    changed = [{"id": row.id, **_update(viewer, row)} for row, _ in taken if row.id not in entered]
    actions.change_rows([row for row in changed if "unit_id" in row])
    return len(rows)


def _may_enter(book: Book, row: Any) -> bool:
    """Whether place and body are still those for which the viewer enters units: he may have changed his post since."""
    return row.parsed["area_id"] in book.mine and row.parsed["organisation_id"] in book.allowed


def _choice(found: UnitImport, row: Any) -> Choice:
    """What becomes of a row: what was chosen for it alone, else for all like it."""
    if row.verdict is Verdict.CHANGED:
        return found.changes
    return row.choice or found.duplicates


def _details(import_id: int, row: Any) -> dict[str, Any]:
    unit = {"kind": UnitKind(row.parsed["kind"]), "submission_id": submission_of(import_id, row.id)}
    return {**row.parsed, **unit}


def _update(viewer: Viewer, row: Any) -> dict[str, Any]:
    """Let the unit be as the row says; who does not answer for it does not give it to another body."""
    stmt = (
        within(viewer, Unit)
        .where(Unit.id == row.match_id)
        .options(joinedload(Unit.area), joinedload(Unit.organisation))
    )
    unit = db.session.scalar(stmt)
    if unit is None or not viewer.can(Permission.UNIT_CORRECT):
        return {}
    details = {**row.parsed, "kind": UnitKind(row.parsed["kind"])}
    found = {name: (old, new) for name, old, new in differences(details, unit)}
    if not viewer.sees_all and unit.organisation_id not in viewer.organisation_ids:
        found.pop("organisation_id", None)
    if not found:
        return {}
    correct_unit(viewer, unit, **with_rows({name: new for name, (_, new) in found.items()}))
    before = {"version": unit.version, "details": {name: old for name, (old, _) in found.items()}}
    return {"unit_id": unit.id, "before": before}


def with_rows(details: dict[str, Any]) -> dict[str, Any]:
    """Details with rows in the place of their ids, as `correct_unit` takes them."""
    named = dict(details)
    if "area_id" in named:
        named["area"] = db.session.get(Area, named.pop("area_id"))
    if "organisation_id" in named:
        named["organisation"] = db.session.get(Organisation, named.pop("organisation_id"))
    return named


def _finish(viewer: Viewer, import_id: int) -> None:
    with transaction():
        found = queries.get_import_to_work_on(import_id)
        found.status, found.applied_at = ImportStatus.APPLIED, now()
        actions.forget_content(found)
        entered = queries.count_entered(import_id)
        audit.record("unit_import.entered", found.id, by=viewer, **entered)
        found.counts = {**found.counts, **entered}
