"""What the public may know of counts: small ones are hidden so that nothing published gives them away. Pure.

A count of 1 to 9 is shown as "<10", others are rounded to 5. Every sum that would cover a hidden count is withheld;
what stands in its place is added up from the numbers that are shown, a hidden one taken as HIDDEN_AS. So the page says
the same whatever the hidden counts are, for any choice of days, on its own or beside any other page. What was shown of
a day is kept (see freezing), so that it says the same tomorrow.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

# How many days the page shows.
DAYS = 7
SMALLEST = 10
ROUNDED_TO = 5
HIDDEN_AS = 5


@dataclass(frozen=True)
class Shown:
    """A number as it is published: rounded; hidden, or a sum with hidden ones in it, it is only about right."""

    value: int
    is_hidden: bool = False
    is_about: bool = False


@dataclass(frozen=True)
class Published:
    """A table ready for everybody: rows of numbers with their sums, the sums of columns, and of all."""

    rows: Sequence[Sequence[Shown]]
    row_sums: Sequence[Shown]
    column_sums: Sequence[Shown]
    sum: Shown


def show(count: int) -> Shown:
    """One count."""
    if 0 < count < SMALLEST:
        return Shown(HIDDEN_AS, is_hidden=True)
    return Shown((count + ROUNDED_TO // 2) // ROUNDED_TO * ROUNDED_TO)


def publish(rows: Sequence[Sequence[Shown]]) -> Published:
    """A table with its sums, all rows of one length."""
    columns = list(zip(*rows, strict=True))
    everything = [shown for row in rows for shown in row]
    return Published(rows, [_sum(row) for row in rows], [_sum(column) for column in columns], _sum(everything))


def _sum(shown: Sequence[Shown]) -> Shown:
    return Shown(sum(each.value for each in shown), is_about=any(each.is_hidden for each in shown))


def table_of(
    shown: Mapping[tuple[int, date], Shown], rows: Sequence[int], columns: Sequence[date]
) -> list[list[Shown]]:
    """What is shown by (row, column) as a table; what is not there is 0."""
    return [[shown.get((row, column), Shown(0)) for column in columns] for row in rows]
