"""Tables that people send: XLSX, XLS, ODS and CSV as rows of text; the only importer of calamine."""

import csv
import zipfile
from enum import StrEnum
from io import BytesIO, StringIO

LARGEST_BYTES = 20_000_000
LARGEST_UNPACKED_BYTES = 400_000_000
MOST_ROWS = 100_000
MOST_COLUMNS = 60
LONGEST_CELL = 1000
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_ENCODINGS = ("utf-8-sig", "cp1258")


class UnreadableTable(StrEnum):
    """Why a file gives no table."""

    TOO_LARGE = "too_large"
    TOO_MANY_ROWS = "too_many_rows"
    BROKEN = "broken"
    EMPTY = "empty"


class TableError(ValueError):
    """The file gives no table; `why` says what to do about it."""

    def __init__(self, why: UnreadableTable) -> None:
        super().__init__(why.value)
        self.why = why


def read_table(content: bytes, filename: str) -> list[list[str]]:
    """The rows of the file's first sheet as text, without empty rows at the end; numbers as people wrote them.

    What the file is says its content; `filename` decides nothing. Raises TableError.
    """
    if len(content) > LARGEST_BYTES:
        raise TableError(UnreadableTable.TOO_LARGE)
    rows = _sheet(content) if content.startswith((_ZIP, _OLE)) else _csv(content)
    while rows and not any(rows[-1]):
        rows.pop()
    if not rows:
        raise TableError(UnreadableTable.EMPTY)
    return rows


def _sheet(content: bytes) -> list[list[str]]:
    from python_calamine import CalamineError, CalamineWorkbook

    _refuse_bomb(content)
    try:
        book = CalamineWorkbook.from_filelike(BytesIO(content))
        sheet = book.get_sheet_by_index(0)
        if sheet.total_height > MOST_ROWS:
            raise TableError(UnreadableTable.TOO_MANY_ROWS)
        cells = sheet.to_python(skip_empty_area=False, nrows=MOST_ROWS + 1)
    # Calamine names its errors by format; a file with no sheet at all is an IndexError of its list.
    except (CalamineError, IndexError, OSError) as error:
        raise TableError(UnreadableTable.BROKEN) from error
    return [[_text(cell) for cell in row[:MOST_COLUMNS]] for row in cells]


def _refuse_bomb(content: bytes) -> None:
    """Look at what an archive says of its sizes before anything is unpacked."""
    if not content.startswith(_ZIP):
        return
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            unpacked_bytes = sum(part.file_size for part in archive.infolist())
    except zipfile.BadZipFile as error:
        raise TableError(UnreadableTable.BROKEN) from error
    if unpacked_bytes > LARGEST_UNPACKED_BYTES:
        raise TableError(UnreadableTable.TOO_LARGE)


def _csv(content: bytes) -> list[list[str]]:
    text = _decoded(content)
    first = text.partition("\n")[0]
    delimiter = max(";,\t", key=first.count)
    rows = []
    try:
        for row in csv.reader(StringIO(text, newline=""), delimiter=delimiter):
            rows.append([_text(cell) for cell in row[:MOST_COLUMNS]])
            if len(rows) > MOST_ROWS:
                raise TableError(UnreadableTable.TOO_MANY_ROWS)
    except csv.Error as error:
        raise TableError(UnreadableTable.BROKEN) from error
    return rows


def _decoded(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings: tuple[str, ...] = ("utf-16",)
    else:
        encodings = _ENCODINGS
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text
    raise TableError(UnreadableTable.BROKEN)


def _text(cell: object) -> str:
    # Numbers come as floats: a tax code or phone that Excel took for a number is whole.
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()[:LONGEST_CELL]
