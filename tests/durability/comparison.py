"""The journal held against the rows: what was lost, doubled, torn apart, mixed up, miscounted or never answered."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date

from flask import Flask
from sqlalchemy import select

from app.crypto import CellRef, current_keys, day_key_id, unseal_json
from app.db import db
from app.declarations.models import Declaration, Submission
from app.tallies.models import UnitDay
from app.visits.models import Visit
from tests.durability.journal import Sent


@dataclass(frozen=True)
class Rows:
    """What is stored, names opened with the keys that are on disk."""

    receipts: dict[str, str]  # receipt → submission id
    declared: list[tuple[str, str]]  # submission id, name
    visited: list[tuple[str, str]]  # submission id, name
    counted: Counter[tuple[int, date]]  # rows of declaration and visit, by unit and day
    tallied: Counter[tuple[int, date]]  # what the day book says of the same


@dataclass(frozen=True)
class Findings:
    """Everything that is not as it was acknowledged; all empty when nothing went wrong."""

    lost: list[str]
    doubled: list[str]
    torn: list[str]
    mixed_up: list[str]
    miscounted: list[str]
    unanswered: list[str]

    @property
    def problems(self) -> dict[str, list[str]]:
        found = {field.name: getattr(self, field.name) for field in fields(self)}
        return {name: each for name, each in found.items() if each}


def compare(journal: Sequence[Sent], rows: Rows) -> Findings:
    """Exactly one submission, declaration and visit for everybody who was answered, and no others."""
    return Findings(
        lost=[receipt for sent in journal for receipt in set(sent.receipts) if receipt not in rows.receipts],
        doubled=_doubled(journal, rows),
        torn=_torn(rows),
        mixed_up=_mixed_up(journal, rows),
        miscounted=[f"{key}: {rows.counted[key]} rows, {rows.tallied[key]} tallied" for key in _unequal(rows)],
        unanswered=[f"{sent.name}: {sent.refusals}" for sent in journal if not sent.is_acknowledged or sent.refusals],
    )


def _doubled(journal: Sequence[Sent], rows: Rows) -> list[str]:
    declared, visited = (Counter(name for _, name in each) for each in (rows.declared, rows.visited))
    several_rows = [f"{name}: {n} rows" for each in (declared, visited) for name, n in each.items() if n > 1]
    several_receipts = [f"{sent.name}: {sent.receipts}" for sent in journal if len(set(sent.receipts)) > 1]
    return several_rows + several_receipts


def _torn(rows: Rows) -> list[str]:
    """Submissions that lack the declaration or the visit that came with them, and the other way round."""
    parts = set(rows.receipts.values()), {each for each, _ in rows.declared}, {each for each, _ in rows.visited}
    return sorted(set.union(*parts) - set.intersection(*parts))


def _mixed_up(journal: Sequence[Sent], rows: Rows) -> list[str]:
    """Rows under another name than the receipt's, and names that nobody sent."""
    sent_as = {rows.receipts.get(receipt): sent.name for sent in journal for receipt in sent.receipts}
    known = {sent.name for sent in journal}
    return [
        f"{row_id}: {name}"
        for row_id, name in [*rows.declared, *rows.visited]
        if name not in known or sent_as.get(row_id, name) != name
    ]


def _unequal(rows: Rows) -> list[tuple[int, date]]:
    return [key for key in rows.counted | rows.tallied if rows.counted[key] != rows.tallied[key]]


def read_rows(app: Flask) -> Rows:
    """All that is stored, as a process that starts afresh sees it."""
    with app.app_context(), db.engine.connect() as connection:
        submissions = connection.execute(select(Submission.receipt, Submission.id)).all()
        declarations = connection.execute(select(Declaration.__table__)).all()
        visits = connection.execute(select(Visit.__table__)).all()
        days = connection.execute(select(UnitDay.__table__)).all()
        rows = Rows(
            receipts={row.receipt: row.id for row in submissions},
            declared=[(row.id, _name("declaration", row)) for row in declarations],
            visited=[(row.declaration_id, _name("visit", row)) for row in visits],
            counted=Counter((row.unit_id, row.day) for row in [*declarations, *visits]),
            tallied=Counter({(row.unit_id, row.day): row.declaration_count + row.entry_count for row in days}),
        )
    with app.app_context():
        db.engine.dispose()
    return rows


def _name(table: str, row: object) -> str:
    ref = CellRef(table, "person", row.id, day_key_id(row.day))  # type: ignore[attr-defined]
    return str(unseal_json(current_keys(), ref, row.person)["full_name"])  # type: ignore[attr-defined]
