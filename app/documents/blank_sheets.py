"""Workbooks to be filled in: a sheet of headings with drop-downs, and sheets of what may stand in them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO

ROWS_WITH_LISTS = 1000
WIDTH = 28


@dataclass(frozen=True)
class Choices:
    """A further sheet: its headings and rows; the cells of its first column are what a drop-down offers."""

    sheet: str
    header: Sequence[str]
    rows: Sequence[Sequence[str]]


def blank_xlsx(sheet: str, header: Sequence[str], lists: Mapping[str, Choices]) -> bytes:
    """A workbook whose first sheet has these headings; `lists` says by heading where a drop-down takes its choices."""
    from xlsxwriter import Workbook

    content = BytesIO()
    with Workbook(content) as book:
        bold, text = book.add_format({"bold": True, "bottom": 1}), book.add_format({"num_format": "@"})
        page = book.add_worksheet(sheet[:31])
        page.freeze_panes(1, 0)
        page.set_column(0, len(header) - 1, WIDTH, text)
        page.write_row(0, 0, header, bold)
        for choices in lists.values():
            further = book.add_worksheet(choices.sheet[:31])
            further.set_column(0, len(choices.header) - 1, WIDTH, text)
            further.write_row(0, 0, choices.header, bold)
            for number, row in enumerate(choices.rows, start=1):
                for column, cell in enumerate(row):
                    further.write_string(number, column, cell)
        for title, choices in lists.items():
            source = f"='{choices.sheet[:31]}'!$A$2:$A${len(choices.rows) + 1}"
            column = list(header).index(title)
            page.data_validation(1, column, ROWS_WITH_LISTS, column, {"validate": "list", "source": source})
    return content.getvalue()
