"""Tables that people send: XLSX and CSV as rows of text, whatever program wrote them; the only importer of calamine."""

import csv
import zipfile
from collections.abc import Sequence
from datetime import date, datetime, time
from io import BytesIO, StringIO

MOST_ROWS = 100_000
MOST_COLUMNS = 200
# A workbook of 100,000 rows unpacks to about this; a bomb to a thousand times more.
UNPACKED_LIMIT_BYTES = 200 * 1024 * 1024
DELIMITERS = ";,\t"


class UnreadableTable(ValueError):
    """Not a workbook or a text table that can be read, or one that is too large; says nothing of what is in it."""


def read_table(content: bytes, filename: str) -> list[list[str]]:
    """The rows of the first sheet, or of a CSV, as text without blanks around; empty rows at the end are left out.

    Whole numbers keep no decimals, days are written 2021-05-07. Raises UnreadableTable.
    """
    rows = _workbook(content) if filename.lower().endswith((".xlsx", ".xlsm")) else _text_table(content)
    while rows and not any(rows[-1]):
        rows.pop()
    return rows


def _workbook(content: bytes) -> list[list[str]]:
    from python_calamine import CalamineError, CalamineWorkbook

    _refuse_bombs(content)
    try:
        sheet = CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_index(0)
    # The reader's Rust parts raise further errors for broken parts of an archive; none of them is ours.
    except (CalamineError, OSError, ValueError, IndexError):
        raise UnreadableTable from None
    if sheet.width > MOST_COLUMNS:
        raise UnreadableTable
    rows = sheet.to_python(skip_empty_area=False, nrows=MOST_ROWS + 1)
    if len(rows) > MOST_ROWS:
        raise UnreadableTable
    return [_cells(row) for row in rows]


def _refuse_bombs(content: bytes) -> None:
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            unpacked = sum(part.file_size for part in archive.infolist())
    except (zipfile.BadZipFile, ValueError):
        raise UnreadableTable from None
    if unpacked > UNPACKED_LIMIT_BYTES:
        raise UnreadableTable


def _text_table(content: bytes) -> list[list[str]]:
    text = _decoded(content)
    first = text.partition("\n")[0]
    delimiter = max(DELIMITERS, key=first.count)
    try:
        rows = [_cells(row[:MOST_COLUMNS]) for row in csv.reader(StringIO(text, newline=""), delimiter=delimiter)]
    except csv.Error:
        raise UnreadableTable from None
    if len(rows) > MOST_ROWS:
        raise UnreadableTable
    return rows


def _decoded(content: bytes) -> str:
    encoding = "utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError:
        raise UnreadableTable from None
    if "\0" in text:
        raise UnreadableTable
    return text


def _cells(row: Sequence[object]) -> list[str]:
    return [_text(cell) for cell in row]


def _text(cell: object) -> str:
    match cell:
        case None:
            return ""
        case float() if cell.is_integer():
            return str(int(cell))
        case date() | datetime() | time():
            return cell.isoformat()
    return str(cell).strip()
