"""The worker enters a list: its rows are stored and matched in small steps, and count all at once at the end."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from datetime import date
from typing import Any, TypeVar

from sqlalchemy import delete, insert, select, update

from app import clock
from app.access.scope import unscoped
from app.db import db, transaction
from app.door import office_viewer
from app.tasks import Progress, task
from app.text import search_key, sort_key
from app.units.coverage.actions import ENTER
from app.units.coverage.models import MustRegisterEntry, MustRegisterList
from app.units.coverage.packing import unpacked
from app.units.coverage.queries import Owners, list_present, list_registered, owners
from app.units.coverage.reading import entry_of
from app.units.coverage.rules import Entry, Plan, Register, name_key, plan
from app.units.models import Unit

Row = TypeVar("Row")
AT_ONCE = 500
ENTERING = "the worker enters a list that somebody asked it to enter"


@task(ENTER)
def enter(must_list_id: int, progress: Progress) -> None:
    """Enter the list's rows; begun again it starts over, and one that was entered stays as it is."""
    with transaction():
        loaded = _list(must_list_id)
        if loaded.entered_at:
            return
        entries = [entry_of(row) for row in unpacked(loaded.content)]
        _forget_half(must_list_id)
    found = plan(entries, list_present(office_viewer()))
    register, owner = Register(list_registered(office_viewer())), owners()
    _store(must_list_id, found.new, register, owner, progress)
    with transaction():
        _make_count(must_list_id, found, clock.local_day())


def enter_at_once(must_list_id: int) -> None:
    """Enter a small list in the running transaction."""
    entries = [entry_of(row) for row in unpacked(_list(must_list_id).content)]
    found = plan(entries, list_present(office_viewer()))
    register, owner = Register(list_registered(office_viewer())), owners()
    if found.new:
        rows = [_row(must_list_id, entry, register, owner) for entry in found.new]
        db.session.execute(insert(MustRegisterEntry), rows)
    _make_count(must_list_id, found, clock.local_day())


def _list(must_list_id: int) -> MustRegisterList:
    stmt = select(MustRegisterList).where(MustRegisterList.id == must_list_id)
    return db.session.scalars(unscoped(stmt, because=ENTERING)).one()


def _forget_half(must_list_id: int) -> None:
    stmt = delete(MustRegisterEntry).where(
        MustRegisterEntry.list_id == must_list_id, MustRegisterEntry.from_on.is_(None)
    )
    db.session.execute(unscoped(stmt, because=ENTERING))


def _store(must_list_id: int, entries: Sequence[Entry], register: Register, owner: Owners, progress: Progress) -> None:
    done = 0
    for some in _in_steps(entries):
        rows = [_row(must_list_id, entry, register, owner) for entry in some]
        with transaction():
            db.session.execute(insert(MustRegisterEntry), rows)
            done += len(rows)
            progress.tell(done, len(entries))


def _in_steps(rows: Sequence[Row]) -> Iterator[Sequence[Row]]:
    for start in range(0, len(rows), AT_ONCE):
        yield rows[start : start + AT_ONCE]


def _row(must_list_id: int, entry: Entry, register: Register, owner: Owners) -> dict[str, Any]:
    unit_id, matched_by = register.find(entry) or (None, None)
    return {
        "list_id": must_list_id,
        "organisation_id": owner(entry.kind, entry.details.name, entry.area_id),
        "area_id": entry.area_id,
        "kind": entry.kind,
        "unit_id": unit_id,
        "matched_by": matched_by,
        **_columns(entry),
    }


def _columns(entry: Entry) -> dict[str, Any]:
    details = entry.details
    return {
        **asdict(details),
        "name_key": name_key(details.name),
        "search_key": search_key(f"{details.name} {details.address} {details.tax_code} {details.phone}")[:400],
        "sort_key": sort_key(details.name),
    }


def _make_count(must_list_id: int, found: Plan, today: date) -> None:
    """From today on the new rows count, the changed ones say more, those that the source no longer has end."""
    loaded, mine = _list(must_list_id), MustRegisterEntry.list_id == must_list_id
    counted = update(MustRegisterEntry).where(mine, MustRegisterEntry.from_on.is_(None)).values(from_on=today)
    db.session.execute(unscoped(counted, because=ENTERING))
    for entry_id, entry in found.changed:
        changed = update(MustRegisterEntry).where(MustRegisterEntry.id == entry_id).values(_columns(entry))
        db.session.execute(unscoped(changed, because=ENTERING))
    for some in _in_steps(found.ended_ids):
        ended = update(MustRegisterEntry).where(MustRegisterEntry.id.in_(some)).values(until_on=today)
        db.session.execute(unscoped(ended, because=ENTERING))
    loaded.content, loaded.entered_at = b"", clock.now()
    loaded.new_count, loaded.changed_count = len(found.new), len(found.changed)
    loaded.ended_count, loaded.matched_count = len(found.ended_ids), _matched_count(must_list_id)


def _matched_count(must_list_id: int) -> int:
    stmt = select(MustRegisterEntry.id).join(Unit, Unit.id == MustRegisterEntry.unit_id)
    stmt = stmt.where(MustRegisterEntry.list_id == must_list_id)
    return len(db.session.scalars(unscoped(stmt, because=ENTERING)).all())
