"""Tables as files: XLSX and CSV whose cells are text, never formulas; the only importer of xlsxwriter."""

import csv
import re
from collections.abc import Iterable, Mapping, Sequence
from io import BytesIO, StringIO

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv"
CELL_CHARACTERS = 32767
WIDEST_COLUMN = 60
TEMPLATE_ROWS = 20_000
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


def template(
    sheet: str,
    header: Sequence[str],
    *,
    choices: Mapping[int, Sequence[str]],
    codes: str,
    hints: Mapping[int, str],
    rows: Iterable[Row] = (),
) -> bytes:
    """A workbook to fill in: text cells, drop-downs in the columns of `choices`, whose lists stand on a sheet `codes`.

    `hints` are shown beside a cell that is chosen; `rows` stand in it already.
    """
    from xlsxwriter import Workbook

    content = BytesIO()
    with Workbook(content, {"in_memory": True}) as book:
        page, lists = book.add_worksheet(sheet[:31]), book.add_worksheet(codes[:31])
        bold, text = book.add_format({"bold": True, "bottom": 1}), book.add_format({"num_format": "@"})
        page.freeze_panes(1, 0)
        for column, title in enumerate(header):
            page.set_column(column, column, min(max(len(title) + 4, 18), WIDEST_COLUMN), text)
            page.write_string(0, column, title, bold)
            rule = {"validate": "any", "input_message": hints[column]} if column in hints else {}
            if column in choices:
                last = len(choices[column])
                letter = chr(ord("A") + list(choices).index(column))
                rule |= {"validate": "list", "source": f"='{codes[:31]}'!${letter}$2:${letter}${last + 1}"}
                rule |= {"error_type": "warning"}
            if rule:
                page.data_validation(1, column, TEMPLATE_ROWS, column, rule)
        for number, row in enumerate(rows, start=1):
            for column, cell in enumerate(row):
                page.write_string(number, column, _text(cell)[:CELL_CHARACTERS], text)
        for place, (column, listed) in enumerate(choices.items()):
            lists.set_column(place, place, 40)
            lists.write_string(0, place, header[column], bold)
            for number, choice in enumerate(listed, start=1):
                lists.write_string(number, place, choice)
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
