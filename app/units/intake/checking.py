"""The worker checks an import: every row of the file against the rules, the register and the rows above it."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from itertools import islice
from typing import Any

from app.clock import now
from app.db import transaction
from app.documents.tables_in import Table, read_table
from app.door import Viewer
from app.tasks import Progress, in_bulk, task
from app.text import nfc
from app.units.intake import actions, queries
from app.units.intake.book import Answers, Book
from app.units.intake.comparing import CheckedRow, Comparer, RawRow
from app.units.intake.models import UnitImport
from app.units.intake.reading import CELL_CHARACTERS, Question, RowReader
from app.units.intake.rules import ImportStatus, Verdict

CHUNK = 2000
MOST_QUESTIONS = 100
Counts = Counter[Verdict]


class Tally:
    """What the rows of an import come to: how many of each verdict, what has to be asked and of how many rows."""

    def __init__(self) -> None:
        self.counts: Counts = Counter()
        self._asked: Counter[Question] = Counter()

    def add(self, rows: Sequence[CheckedRow]) -> None:
        """Count some rows more."""
        self.counts.update(row.verdict for row in rows)
        self._asked.update(question for row in rows for question in row.questions)

    def questions(self) -> list[dict[str, Any]]:
        """What to ask, of most rows first."""
        return [
            {
                "column": question.column,
                "key": question.key,
                "shown": question.shown,
                "candidates": list(question.candidates),
                "row_count": count,
            }
            for question, count in self._asked.most_common(MOST_QUESTIONS)
        ]


def comparer_for(viewer: Viewer, answers: Answers, book: Book | None = None) -> Comparer:
    """Compares rows on behalf of a viewer, as the register stands now."""
    reader = RowReader(book or queries.load_book(viewer), answers)
    return Comparer(reader, partial(queries.find_like, viewer), partial(queries.find_by_codes, viewer))


def rows_of(table: Table, header_row: int, mapping: Mapping[str, int]) -> Iterator[RawRow]:
    """The rows below the headings that say anything, with their lines in the file."""
    for number, cells in enumerate(table[header_row + 1 :], start=header_row + 2):
        said = {name: nfc(cells[place])[:CELL_CHARACTERS] for name, place in mapping.items() if place < len(cells)}
        if any(said.values()):
            yield RawRow(number, said)


def chunks(rows: Iterator[RawRow]) -> Iterator[list[RawRow]]:
    """The rows in handfuls of which the register is asked at once."""
    while chunk := list(islice(rows, CHUNK)):
        yield chunk


@task(actions.CHECK)
@in_bulk()
def check_import(import_id: int, progress: Progress) -> None:
    """Read the file, or again what is stored of it, and say of each row what it is. Safe to begin again."""
    found = queries.get_import_to_work_on(import_id, with_content=True)
    if found.status is not ImportStatus.CHECKING:
        return
    comparer = comparer_for(queries.viewer_at_work(found.by_id), found.answers)
    tally = Tally()
    if found.row_count:
        recheck(import_id, found.row_count, comparer, tally, progress)
        _finish(import_id, tally, found.row_count)
    else:
        _finish(import_id, tally, _load(found, comparer, tally, progress))


def _load(found: UnitImport, comparer: Comparer, tally: Tally, progress: Progress) -> int:
    import_id, table = found.id, read_table(found.content or b"", found.file_name)
    header_row, mapping = found.header_row, dict(found.mapping)
    with transaction():
        # What a worker that was killed has left.
        actions.forget_rows(queries.get_import_to_work_on(import_id))
    done = 0
    for chunk in chunks(rows_of(table, header_row, mapping)):
        checked = comparer.check(chunk)
        tally.add(checked)
        done += len(chunk)
        with transaction():
            actions.store_rows(import_id, [_stored(row) for row in checked])
            progress.tell(done, len(table))
    return done


def recheck(import_id: int, total: int, comparer: Comparer, tally: Tally, progress: Progress) -> None:
    """Say again of each row that is not entered yet what it is, and note it where it became another."""
    done, after = 0, queries.get_import_to_work_on(import_id).done_to
    while chunk := queries.raw_rows(import_id, after=after, limit=CHUNK):
        checked = comparer.check(chunk)
        tally.add(checked)
        done, after = done + len(chunk), chunk[-1].number
        with transaction():
            actions.change_rows([{"id": row.raw.id, **said(row)} for row in checked])
            progress.tell(done, total)


def _finish(import_id: int, tally: Tally, row_count: int) -> None:
    with transaction():
        found = queries.get_import_to_work_on(import_id)
        found.status, found.checked_at, found.row_count = ImportStatus.CHECKED, now(), row_count
        note_tally(found, tally)


def note_tally(found: UnitImport, tally: Tally) -> None:
    """Keep what the rows came to."""
    found.counts = {verdict.value: tally.counts[verdict] for verdict in Verdict}
    found.questions = tally.questions()
    found.checked_to_unit_id = queries.newest_unit_id()


def _stored(row: CheckedRow) -> dict[str, Any]:
    return {"number": row.raw.number, "cells": row.raw.cells, **said(row)}


def said(row: CheckedRow) -> dict[str, Any]:
    """What is stored of what was found of a row."""
    return {"parsed": row.details, "verdict": row.verdict, "notes": row.notes, "match_id": row.match_id}
