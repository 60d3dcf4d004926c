"""Tables as files: XLSX and CSV whose cells are text, never formulas; the only importer of xlsxwriter."""

import csv
import re
from collections.abc import Iterable, Sequence
from io import BytesIO, StringIO

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv"
CELL_CHARACTERS = 32767
WIDEST_COLUMN = 60
# Spreadsheet programs run a cell that begins so; numbers and phones do too and are harmless.
_RISKY = re.compile(r"^\s*[=@+\-\t\r]")
_NUMBER = re.compile(r"^[+\-]?[\d .,]+$", re.ASCII)

Row = Sequence[object]


def xlsx(sheet: str, header: Sequence[str], rows: Iterable[Row]) -> bytes:
    """A workbook with one sheet: a bold, frozen header and cells of text, whatever they begin with."""
    from xlsxwriter import Workbook

    content = BytesIO()
    with Workbook(content, {"constant_memory": True}) as book:
        page = book.add_worksheet(sheet[:31])
        bold = book.add_format({"bold": True, "bottom": 1})
        page.freeze_panes(1, 0)
        for column, title in enumerate(header):
            page.set_column(column, column, min(max(len(title) + 4, 14), WIDEST_COLUMN))
            page.write_string(0, column, title, bold)
        for number, row in enumerate(rows, start=1):
            for column, cell in enumerate(row):
                page.write_string(number, column, _text(cell)[:CELL_CHARACTERS])
    return content.getvalue()


def csv_file(header: Sequence[str], rows: Iterable[Row]) -> bytes:
    """A CSV as Excel opens it in Vietnam: UTF-8 with a mark, semicolons; cells that look like formulas are quoted."""
    content = StringIO(newline="")
    writer = csv.writer(content, delimiter=";")
    writer.writerow(header)
    writer.writerows([_guarded(_text(cell)) for cell in row] for row in rows)
    return content.getvalue().encode("utf-8-sig")


def _text(cell: object) -> str:
    return "" if cell is None else str(cell)


def _guarded(text: str) -> str:
    return f"'{text}" if _RISKY.match(text) and not _NUMBER.match(text) else text
