"""A list is sent and entered; officers note how far they came with those who are missing."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import ColumnElement, and_, delete, select

from app import audit, tasks
from app.access.scope import unscoped, within
from app.clock import local_day, now
from app.db import db
from app.door import Viewer, office_viewer
from app.text import nfc
from app.units.coverage.models import MustRegisterEntry, MustRegisterList
from app.units.coverage.packing import packed
from app.units.coverage.queries import counts_on, list_registered
from app.units.coverage.reading import entry_row
from app.units.coverage.rules import CallStatus, Column, Details, Entry, Register, name_key
from app.units.coverage.sheet import mended, packed_sheet, recognise, sheet_of
from app.units.intake.reading import CELL_CHARACTERS
from app.units.models import Unit

ENTER = "units.coverage"


class ListGone(Exception):
    """The list was entered before."""


class ListChanged(Exception):
    """The list was explained or mended since it was looked at."""


class ColumnsMissing(Exception):
    """Needed columns were not told."""


class EntryRegistered(Exception):
    """The place is in the register meanwhile, or no longer on a list."""


def load_list(viewer: Viewer, *, table: Sequence[Sequence[str]], file_name: str, source: str) -> MustRegisterList:
    """Keep a file's rows so that they can be looked at; they count nowhere yet."""
    loaded = MustRegisterList(
        organisation_id=viewer.organisation_id,
        source=nfc(source),
        file_name=nfc(file_name)[:160],
        content=packed_sheet(recognise(table)),
        loaded_at=now(),
        loaded_by_id=viewer.user_id,
    )
    db.session.add(loaded)
    db.session.flush()
    audit.record("must_register_list.loaded", loaded.id, by=viewer)
    return loaded


def set_columns(viewer: Viewer, loaded: MustRegisterList, columns: Mapping[Column, int]) -> None:
    """Say which column of the file holds what. Raises ListGone, ColumnsMissing."""
    _hold(loaded)
    sheet = replace(sheet_of(loaded.content), columns=columns)
    if sheet.missing:
        raise ColumnsMissing
    loaded.content = packed_sheet(sheet)
    audit.record("must_register_list.explained", loaded.id, by=viewer)


def mend_rows(viewer: Viewer, loaded: MustRegisterList, cells: Mapping[int, Mapping[str, str]]) -> None:
    """Let the cells of these lines of the file say this. Raises ListGone."""
    _hold(loaded)
    cleaned = {line: {name: nfc(text)[:CELL_CHARACTERS] for name, text in said.items()} for line, said in cells.items()}
    loaded.content = packed_sheet(mended(sheet_of(loaded.content), cleaned))
    audit.record("must_register_list.mended", loaded.id, by=viewer, row_count=len(cells))


def _hold(loaded: MustRegisterList) -> None:
    """Keep others from writing the list, whose rows are one value, until this is done. Raises ListGone."""
    db.session.refresh(loaded, with_for_update=True)
    if loaded.asked_at:
        raise ListGone


def enter_list(viewer: Viewer, loaded: MustRegisterList, entries: Iterable[Entry], *, read_from: bytes) -> tasks.Task:
    """Ask the worker to enter these rows, which were read from what the list held. Raises ListGone, ListChanged."""
    _hold(loaded)
    if loaded.content != read_from:
        raise ListChanged
    rows = [entry_row(entry) for entry in entries]
    loaded.content, loaded.row_count, loaded.asked_at = packed(rows), len(rows), now()
    audit.record("must_register_list.entered", loaded.id, by=viewer, row_count=len(rows))
    return tasks.ask_for(ENTER, loaded.id, by=viewer)


def note_call(viewer: Viewer, entry: MustRegisterEntry, *, status: CallStatus, note: str) -> None:
    """Note that somebody was called, or why the place need not register. Raises EntryRegistered."""
    is_over = entry.until_on is not None and entry.until_on <= local_day()
    if entry.unit_id is not None or is_over:
        raise EntryRegistered
    entry.call_status, entry.call_note = status, nfc(note)
    entry.called_on = None if status is CallStatus.OPEN else local_day()
    entry.called_by_id = viewer.user_id
    audit.record("must_register_entry.noted", entry.id, by=viewer, status=status.value)


def match_unit(unit: Unit) -> int:
    """Find a unit that has come into the register, or was corrected, on the lists. Returns how many rows it is."""
    phones = [phone for phone in (unit.phone, unit.manager_phone) if phone]
    names = MustRegisterEntry.name_key == name_key(unit.name)
    here = (MustRegisterEntry.area_id == unit.area_id) & (names | MustRegisterEntry.phone.in_(phones))
    same = (MustRegisterEntry.tax_code == unit.tax_code) & (MustRegisterEntry.tax_code != "")
    stmt = select(MustRegisterEntry).where(_is_open(), here | same)
    stmt = unscoped(stmt, because="who registers or corrects the unit need not know the list on which it stands")
    rows = db.session.scalars(stmt).all()
    return _match(rows, Register(list_registered(office_viewer(), unit_ids=[unit.id]))) if rows else 0


def match_open() -> int:
    """Look for every missing place in the register once more. Returns how many were found."""
    rows = db.session.scalars(within(office_viewer(), MustRegisterEntry).where(_is_open())).all()
    return _match(rows, Register(list_registered(office_viewer()))) if rows else 0


def _is_open() -> ColumnElement[bool]:
    return and_(counts_on(local_day()), MustRegisterEntry.unit_id.is_(None))


def _match(rows: Sequence[MustRegisterEntry], register: Register) -> int:
    found = [(row, register.find(entry_of_row(row))) for row in rows]
    for row, match in found:
        if match:
            row.unit_id, row.matched_by = match
    return sum(match is not None for _, match in found)


def entry_of_row(row: MustRegisterEntry) -> Entry:
    """A stored row as matching looks at it."""
    details = Details(row.name, row.address, row.tax_code, row.license_number, row.phone, row.source)
    return Entry(row.area_id, row.kind, details)


def drop_previews(*, before: datetime) -> None:
    """Forget the files that were sent before an instant and never entered."""
    stale = delete(MustRegisterList).where(MustRegisterList.asked_at.is_(None), MustRegisterList.loaded_at < before)
    db.session.execute(unscoped(stale, because="a file that nobody entered is forgotten, whoever sent it"))
