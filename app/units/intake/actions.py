"""An import is begun, explained, mended, entered and taken back."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select, update

from app import audit
from app.access.scope import unscoped
from app.clock import now
from app.db import add_rows, db
from app.door import Permission, Viewer
from app.organisations.bodies import OFFICE_CODE
from app.organisations.queries import find_organisation
from app.tasks import ask_for
from app.text import nfc
from app.units.intake.columns import find_heading_row, missing, recognise
from app.units.intake.models import UnitImport, UnitImportRow
from app.units.intake.reading import CELL_CHARACTERS
from app.units.intake.rules import Choice, Column, ImportStatus

CHECK = "units.import.check"
APPLY = "units.import.apply"
FILE_NAME_CHARACTERS = 200
_OPEN = frozenset({ImportStatus.COLUMNS, ImportStatus.CHECKED})

HOLDS_IT = "the rows of an import that the caller holds already"


class ImportNotOpen(Exception):
    """The import is being checked or entered, or is over: what was asked for cannot be done now."""


class ColumnsMissing(Exception):
    """Needed columns were not told."""


def begin_import(viewer: Viewer, *, table: Sequence[Sequence[str]], content: bytes, file_name: str) -> UnitImport:
    """Keep a file that could be read and have it checked, once it is known what its columns hold."""
    header_row = find_heading_row(table)
    headings = [nfc(heading)[:CELL_CHARACTERS] for heading in table[header_row]]
    found = UnitImport(
        organisation_id=_body_of(viewer),
        by_id=viewer.user_id,
        made_at=now(),
        file_name=nfc(file_name)[-FILE_NAME_CHARACTERS:],
        content=content,
        header_row=header_row,
        headings=headings,
        mapping=recognise(headings),
        answers={},
        questions=[],
        counts={},
        status=ImportStatus.COLUMNS,
    )
    db.session.add(found)
    db.session.flush()
    audit.record("unit_import.begun", found.id, by=viewer)
    if not missing(found.mapping):
        _have_checked(viewer, found)
    return found


def set_columns(viewer: Viewer, found: UnitImport, mapping: Mapping[Column, int]) -> None:
    """Say which column holds what, and have the file read anew. Raises ImportNotOpen, ColumnsMissing."""
    refuse_unless_open(found)
    if missing({column.value: place for column, place in mapping.items()}):
        raise ColumnsMissing
    found.mapping = {column.value: place for column, place in mapping.items()}
    forget_rows(found)
    _have_checked(viewer, found)


def answer_questions(viewer: Viewer, found: UnitImport, answers: Mapping[str, str]) -> None:
    """Say what texts of the file mean, for all rows that hold them. Raises ImportNotOpen."""
    refuse_unless_open(found)
    found.answers = {**found.answers, **answers}
    _have_checked(viewer, found)


def mend_rows(viewer: Viewer, found: UnitImport, mended: Mapping[UnitImportRow, Mapping[str, str]]) -> None:
    """Let the cells of rows be these, and have the import checked again. Raises ImportNotOpen."""
    refuse_unless_open(found)
    for row, cells in mended.items():
        if row.number > found.done_to:
            row.cells = {**row.cells, **{name: nfc(text)[:CELL_CHARACTERS] for name, text in cells.items()}}
    audit.record("unit_import.mended", found.id, by=viewer, row_count=len(mended))
    _have_checked(viewer, found)


def choose_for_rows(viewer: Viewer, found: UnitImport, choices: Mapping[UnitImportRow, Choice | None]) -> None:
    """Say of single likely doubles what becomes of them; None is what is chosen for all. Raises ImportNotOpen."""
    refuse_unless_open(found)
    for row, choice in choices.items():
        row.choice = choice


def apply_import(viewer: Viewer, found: UnitImport, *, duplicates: Choice, changes: Choice, approves: bool) -> None:
    """Have the rows entered. `approves` is heard of who may approve. Raises ImportNotOpen."""
    if found.status is not ImportStatus.CHECKED:
        raise ImportNotOpen(found.status)
    found.duplicates, found.changes = duplicates, changes
    found.approves = approves and viewer.can(Permission.UNIT_APPROVE)
    found.applied_by_id = viewer.user_id
    found.status = ImportStatus.APPLYING
    audit.record("unit_import.applied", found.id, by=viewer)
    ask_for(APPLY, found.id, by=viewer)


def try_again(viewer: Viewer, found: UnitImport) -> None:
    """Have the worker take up again what it gave up. Raises ImportNotOpen."""
    kind = {ImportStatus.CHECKING: CHECK, ImportStatus.APPLYING: APPLY}.get(found.status)
    if kind is None:
        raise ImportNotOpen(found.status)
    ask_for(kind, found.id, by=viewer)


def refuse_unless_open(found: UnitImport) -> None:
    """Raises ImportNotOpen while the worker is at it and when it is over."""
    if found.status not in _OPEN:
        raise ImportNotOpen(found.status)


def forget_rows(found: UnitImport) -> None:
    """Drop what was read of the file."""
    gone = delete(UnitImportRow).where(UnitImportRow.import_id == found.id)
    db.session.execute(unscoped(gone, because=HOLDS_IT))
    found.row_count, found.done_to, found.counts, found.questions = 0, 0, {}, []


def store_rows(import_id: int, rows: Sequence[Mapping[str, Any]]) -> None:
    """Keep what was read of some rows."""
    add_rows(UnitImportRow, rows, {"import_id": import_id, "before": {}})


def change_rows(rows: Sequence[Mapping[str, Any]]) -> None:
    """Change stored rows, each named by its `id`, in one statement."""
    if rows:
        db.session.execute(unscoped(update(UnitImportRow), because=HOLDS_IT), list(rows))


def forget_content(found: UnitImport) -> None:
    """Let go of the file itself."""
    found.content = None


def expire_imports(before: datetime) -> int:
    """Let go of files sent before an instant, and of the rows that were never entered. Returns how many."""
    stmt = select(UnitImport).where(UnitImport.made_at < before, UnitImport.content.is_not(None))
    old = db.session.scalars(unscoped(stmt, because="the clock lets go of files everywhere")).all()
    for found in old:
        forget_content(found)
        if found.status in _OPEN:
            forget_rows(found)
            found.status = ImportStatus.EXPIRED
    return len(old)


def _body_of(viewer: Viewer) -> int:
    """Whose the import is; commands run for the province office."""
    office = find_organisation(OFFICE_CODE)
    assert viewer.organisation_id or office  # noqa: S101 - without an office nobody could have signed in
    return viewer.organisation_id or office.id  # type: ignore[union-attr]


def _have_checked(viewer: Viewer, found: UnitImport) -> None:
    found.status = ImportStatus.CHECKING
    ask_for(CHECK, found.id, by=viewer)
