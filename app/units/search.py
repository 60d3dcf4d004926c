"""Finding units by words typed without diacritics: one condition for all lists, quick among a province's units.

Both databases keep an index of the runs of three letters in `unit.search_key` (migration 0003): PostgreSQL reads it
for LIKE by itself, SQLite has it in the table `unit_search`, kept by triggers and asked in the language of FTS5.
"""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, column, select, table

from app.db import db
from app.text import search_key
from app.units.models import Unit

# An index of runs of three letters knows nothing of shorter words: they are looked for in the rows that are left.
INDEXED_LETTERS = 3
_unit_search = table("unit_search", column("rowid"), column("unit_search"))


def holds_words(typed: str) -> Sequence[ColumnElement[bool]]:
    """The conditions that a unit's name, address or tax code hold every word of `typed`, in whatever order."""
    words = search_key(typed).split()
    found = [word for word in words if len(word) >= INDEXED_LETTERS] if _asks_table() else []
    left = [Unit.search_key.contains(word, autoescape=True) for word in words if word not in found]
    return [*_in_table(found), *left]


def is_indexed(typed: str) -> bool:
    """Whether the index narrows what is typed to few units, so that these are best found first and then sorted."""
    return any(len(word) >= INDEXED_LETTERS for word in search_key(typed).split())


def _asks_table() -> bool:
    return db.engine.dialect.name == "sqlite"


def _in_table(words: Sequence[str]) -> Sequence[ColumnElement[bool]]:
    if not words:
        return []
    wanted = " AND ".join('"{}"'.format(word.replace('"', '""')) for word in words)
    found = select(_unit_search.c.rowid).where(_unit_search.c.unit_search.op("MATCH")(wanted))
    return [Unit.id.in_(found)]
