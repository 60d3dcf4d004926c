"""A file as it was sent: its rows, the row of its headings, which column holds what; explained and mended by hand."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from app.units.coverage.packing import packed, unpacked
from app.units.coverage.rules import HEADINGS, NEEDED, Column, columns_of
from app.units.intake.columns import find_heading_row


@dataclass(frozen=True)
class Sheet:
    """A table, its row of headings, and which column holds what as far as that is known."""

    table: Sequence[Sequence[str]]
    heading_row: int
    columns: Mapping[Column, int]

    @property
    def missing(self) -> list[Column]:
        """The needed columns that nobody has found yet."""
        return [column for column in NEEDED if column not in self.columns]

    @property
    def width(self) -> int:
        """How many columns the table has."""
        return max(map(len, self.table), default=0)

    @property
    def rows(self) -> Sequence[tuple[int, Sequence[str]]]:
        """The rows below the headings that say something, with their numbers in the file."""
        below = enumerate(self.table[self.heading_row + 1 :], start=self.heading_row + 2)
        return [(line, row) for line, row in below if any(cell.strip() for cell in row)]

    @property
    def headings(self) -> list[str]:
        """What each column is known by: its heading, else the first text below it."""
        rows = self.table[self.heading_row :]
        return [next((row[n] for row in rows if n < len(row) and row[n].strip()), "") for n in range(self.width)]


def recognise(table: Sequence[Sequence[str]]) -> Sheet:
    """The table with the columns that are known by their headings."""
    if not table:
        return Sheet(table, 0, {})
    heading_row = find_heading_row(table, HEADINGS)
    return Sheet(table, heading_row, columns_of(table[heading_row]))


def mended(sheet: Sheet, cells: Mapping[int, Mapping[str, str]]) -> Sheet:
    """The sheet in which the cells of these lines say this; what the file had no column for gets one."""
    columns, table = dict(sheet.columns), [list(row) for row in sheet.table]
    told = {name for said in cells.values() for name, text in said.items() if text}
    new = [column for column in Column if column in told and column not in columns]
    columns |= {column: place for place, column in enumerate(new, start=sheet.width)}
    width = sheet.width + len(new)
    for line, said in cells.items():
        if not sheet.heading_row + 1 < line <= len(table):
            continue
        row = table[line - 1] + [""] * (width - len(table[line - 1]))
        for name, text in said.items():
            if Column(name) in columns:
                row[columns[Column(name)]] = text
        table[line - 1] = row
    return replace(sheet, table=table, columns=columns)


def packed_sheet(sheet: Sheet) -> bytes:
    """A sheet as it waits in the database until it was looked at."""
    return packed({"table": sheet.table, "heading_row": sheet.heading_row, "columns": sheet.columns})


def sheet_of(content: bytes) -> Sheet:
    """What `packed_sheet` was given."""
    kept = unpacked(content)
    # Before columns could be told by hand only the table was kept.
    if isinstance(kept, list):
        return recognise(kept)
    return Sheet(kept["table"], kept["heading_row"], {Column(name): n for name, n in kept["columns"].items()})
