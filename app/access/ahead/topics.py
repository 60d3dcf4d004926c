"""A topic: what is counted for every reader, how he asks for it himself, and how the worker counts for all."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any, Generic, TypeVar

from sqlalchemy import Date

from app.access.ahead.sheets import NOBODY, NOWHERE, Row, Sheet, Tally
from app.access.asking import Question
from app.access.scope import Rows, covered_by, owner_of
from app.db import Base, UtcDateTime, db
from app.door import Viewer

Found = TypeVar("Found")
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Topic(Generic[Found]):
    """What one reader is told: asked of the database, or read off the sheet that the worker counted for all."""

    name: str
    ask: Callable[[Viewer], Question[Found]]
    count: Callable[[], Sheet]
    read: Callable[[Viewer, Sheet], Found]


def tally(counted: Rows, model: type[Base]) -> Tally:
    """A statement whose columns are counts, then earliest moments, asked for each owner of the rows of `model`.

    The statement has to see every row, and to read the table of `model` by that name.
    """
    width, leasts = len(counted.selected_columns), len(_moments(counted))
    return Tally([row for _by, row in _grouped(counted, model)], width=width, leasts=leasts)


def tallies(name: str, counted: Rows, model: type[Base], by: Any) -> Sheet:
    """The same separately by a further key; what has another key says nothing of this one."""
    width, leasts = len(counted.selected_columns), len(_moments(counted))
    found: dict[str, list[Row]] = {}
    for key, row in _grouped(counted, model, by):
        found.setdefault(of_key(name, key), []).append(row)
    return {part: Tally(rows, width=width, leasts=leasts) for part, rows in found.items()}


def of_key(name: str, key: object) -> str:
    """How the part of one key is called."""
    return f"{name}@{key}"


def key_of(name: str, part: str) -> int | None:
    """The key of a part of this name; None of other parts."""
    own, found, key = part.partition("@")
    return int(key) if found and own == name else None


def _grouped(counted: Rows, model: type[Base], by: Any | None = None) -> list[tuple[Any, Row]]:
    owner = owner_of(model)
    keys = [key for key in (by, owner.organisation, owner.area, owner.is_withheld) if key is not None]
    labelled = [key.label(f"key_{n}") for n, key in enumerate(keys)]
    # By name: to one database the same expression twice may be two.
    stmt = covered_by(counted.add_columns(*labelled).group_by(*(key.name for key in labelled)), counted)
    found: list[tuple[Any, Row]] = []
    for row in db.session.execute(stmt):
        numbers, given = row[: len(row) - len(keys)], list(row[len(row) - len(keys) :])
        key = given.pop(0) if by is not None else None
        is_withheld = bool(given.pop()) if owner.is_withheld is not None else False
        body, place = given
        found.append((key, [body or NOBODY, place or NOWHERE, int(is_withheld), *map(_number, numbers)]))
    return found


def _moments(counted: Rows) -> list[Any]:
    return [each for each in counted.selected_columns if isinstance(each.type, (UtcDateTime, Date))]


def _number(value: Any) -> int | None:
    """What JSON can hold and what can be compared."""
    match value:
        case datetime():
            return (value - EPOCH) // timedelta(microseconds=1)
        case date():
            return value.toordinal()
        case None:
            return None
        case _:
            return int(value)


def instant(number: int | None) -> datetime | None:
    """The reverse, of an instant."""
    return None if number is None else EPOCH + timedelta(microseconds=number)


def day(number: int | None) -> date | None:
    """The reverse, of a day."""
    return None if number is None else date.fromordinal(number)
