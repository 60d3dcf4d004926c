"""Tables that people send: XLSX and CSV as rows of text; the only importer of calamine.

What a file is follows from its content, not its name. Nothing is unpacked before its unpacked size was looked at.
"""

import csv
import zipfile
from datetime import date, datetime
from enum import StrEnum
from io import BytesIO, StringIO

LIMIT_BYTES = 5 * 1024 * 1024
UNPACKED_BYTES = 100 * 1024 * 1024
MOST_ROWS = 100_000
MOST_COLUMNS = 200
ZIP = b"PK\x03\x04"
# What Excel and LibreOffice write: with a mark, without, and the old Vietnamese code page.
ENCODINGS = ("utf-8-sig", "utf-16", "cp1258")


class Fault(StrEnum):
    """Why a file cannot be read as a table."""

    EMPTY = "empty"
    LARGE = "large"
    LONG = "long"
    FOREIGN = "foreign"


class UnreadableTable(Exception):
    """The file is no table that can be read; says why."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.value)
        self.fault = fault


def read_table(content: bytes, filename: str) -> list[list[str]]:
    """The rows of a file's first sheet as text, empty ones at the end left out. Raises UnreadableTable."""
    if not content.strip():
        raise UnreadableTable(Fault.EMPTY)
    if len(content) > LIMIT_BYTES:
        raise UnreadableTable(Fault.LARGE)
    rows = _workbook(content) if content.startswith(ZIP) else _separated(content, filename)
    while rows and not any(rows[-1]):
        rows.pop()
    if not rows:
        raise UnreadableTable(Fault.EMPTY)
    if len(rows) > MOST_ROWS or max(map(len, rows)) > MOST_COLUMNS:
        raise UnreadableTable(Fault.LONG)
    return rows


def _workbook(content: bytes) -> list[list[str]]:
    from python_calamine import CalamineError, load_workbook

    try:
        with zipfile.ZipFile(BytesIO(content)) as packed:
            unpacked = sum(part.file_size for part in packed.infolist())
        if unpacked > UNPACKED_BYTES:
            raise UnreadableTable(Fault.LARGE)
        sheet = load_workbook(BytesIO(content)).get_sheet_by_index(0)
        if sheet.total_height > MOST_ROWS or sheet.total_width > MOST_COLUMNS:
            raise UnreadableTable(Fault.LONG)
        return [[_text(cell) for cell in row] for row in sheet.to_python(skip_empty_area=False)]
    except (zipfile.BadZipFile, CalamineError) as error:
        raise UnreadableTable(Fault.FOREIGN) from error


def _separated(content: bytes, filename: str) -> list[list[str]]:
    if not filename.lower().endswith((".csv", ".txt")):
        raise UnreadableTable(Fault.FOREIGN)
    text = _decoded(content)
    first = text.partition("\n")[0]
    separator = max(";\t,", key=first.count)
    try:
        return [[cell.strip() for cell in row] for row in csv.reader(StringIO(text), delimiter=separator)]
    except csv.Error as error:
        raise UnreadableTable(Fault.FOREIGN) from error


def _decoded(content: bytes) -> str:
    for encoding in ENCODINGS:
        # Without its mark, UTF-16 would take any even number of bytes for text.
        if encoding == "utf-16" and not content.startswith((b"\xff\xfe", b"\xfe\xff")):
            continue
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise UnreadableTable(Fault.FOREIGN)


def _text(cell: object) -> str:
    match cell:
        case float() if cell.is_integer():
            return str(int(cell))
        case datetime() | date():
            return f"{cell:%d/%m/%Y}"
        case _:
            return str(cell).strip()
