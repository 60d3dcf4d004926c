"""Tables that people send, as rows of text: XLSX of Excel and LibreOffice, CSV; the only importer of python_calamine.

What could exhaust the server is refused before anything is unpacked into memory; formulas come as the values that the
spreadsheet program last stored, merged cells with the value of their range in each cell.
"""

import csv
import re
import zipfile
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from io import BytesIO, StringIO
from typing import Any

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from app.text import nfc

Table = list[list[str]]

LARGEST_FILE_BYTES = 20_000_000
LARGEST_UNPACKED_BYTES = 300_000_000
LARGEST_RATIO = 200
# Below this size a file may be packed as tightly as it likes.
HARMLESS_BYTES = 20_000_000
LARGEST_TEXT_BYTES = 1_000_000_000
MOST_ROWS = 99_999
MOST_COLUMNS = 52
SEPARATORS = ";\t,"

_OLD_WORKBOOK = b"\xd0\xcf\x11\xe0"
_ZIP = b"PK\x03\x04"
_MACROS = re.compile(r"vbaProject|/macrosheets/|/activeX/", re.IGNORECASE)
# The address of a cell or row beyond what is taken, as every program writes it; the literal beginning makes it quick.
# LibreOffice writes the format of whole columns into cells and rows there that hold nothing: these cost nothing.
_ATTRIBUTES = rb'(?: [A-Za-z:]+="[\w.:-]*")*'
_EMPTY_CELLS = rb"(?:<c" + _ATTRIBUTES + rb"(?:/>|></c>))*"
_NOT_EMPTY = rb'(?![A-Za-z]*[0-9]*"' + _ATTRIBUTES + rb"(?:/>|>" + _EMPTY_CELLS + rb"</))"
_BEYOND_ROWS = re.compile(rb' r="[A-Za-z]{0,3}0*[1-9][0-9]{5}' + _NOT_EMPTY)
_BEYOND_COLUMNS = re.compile(rb' r="(?:[A-Za-z]{3}|[B-Zb-z][A-Za-z][0-9])' + _NOT_EMPTY)
# As no program writes it, though a reader would understand it.
_ODD_ADDRESSES = (b" r='", b" r =", b"\nr", b"\tr", b"\rr")
# Signs inside words: the fonts before Unicode (TCVN3, VNI) put their letters there.
_OLD_FONT = re.compile(r"[A-Za-z][\u00a1-\u00a9\u00ab-\u00b9\u00bb-\u00bf\u00d7\u00f7][A-Za-z\s]")
_OLD_FONT_WORDS = 3
# Letters for which VNI takes marked ones that Vietnamese does not have: "Teân ñôn vò", "Loaïi", "Xaõ phöôøng".
_VNI_LETTERS = frozenset("øñïöûäëåæ")


class UnreadableTable(Exception):
    """The file cannot be taken; `sentence` says why and what to do."""

    sentence: LazyString = _l("Không đọc được tệp này. Hãy chọn tệp Excel (.xlsx) hoặc CSV.")


class NotATable(UnreadableTable):
    """Neither a workbook nor a text with columns, or a broken one."""


class OldWorkbook(UnreadableTable):
    """Excel 97–2003, or a workbook locked with a password: both look alike from outside."""

    sentence = _l("Tệp Excel cũ (.xls) hoặc có mật khẩu. Hãy mở tệp, bỏ mật khẩu và lưu lại dạng Excel (.xlsx).")


class BinaryWorkbook(UnreadableTable):
    """XLSB."""

    sentence = _l("Tệp Excel nhị phân (.xlsb). Hãy mở tệp và lưu lại dạng Excel (.xlsx).")


class OpenDocument(UnreadableTable):
    """ODS: a few bytes of it may stand for thousands of millions of cells."""

    sentence = _l("Tệp OpenDocument (.ods). Hãy mở tệp và lưu lại dạng Excel (.xlsx).")


class HasMacros(UnreadableTable):
    """A workbook that carries programs."""

    sentence = _l("Tệp có macro. Hãy lưu lại dạng Excel (.xlsx), không có macro, rồi gửi.")


class TooLarge(UnreadableTable):
    """More bytes than are taken, packed or unpacked."""

    sentence = _l("Tệp quá lớn. Hãy chia thành nhiều tệp nhỏ hơn 20 MB.")


class UnpacksTooLarge(UnreadableTable):
    """A small package of many bytes: empty cells with formats, or made to exhaust the server."""

    sentence = _l(
        "Bên trong tệp có quá nhiều dữ liệu so với kích thước tệp. "
        "Hãy chép riêng các dòng cần gửi sang tệp mới rồi gửi."
    )


class TooManyRows(UnreadableTable):
    sentence = _l("Tệp có quá nhiều dòng. Mỗi tệp được đến 99.999 dòng; hãy xóa các dòng trống ở cuối hoặc chia nhỏ.")


class TooManyColumns(UnreadableTable):
    sentence = _l("Tệp có quá nhiều cột. Mỗi tệp được đến 52 cột; hãy xóa các cột thừa ở bên phải.")


class UnreadableText(UnreadableTable):
    """Letters of an encoding or a font that is not Unicode."""

    sentence = _l("Không đọc được chữ trong tệp (bảng mã hoặc phông chữ cũ). Hãy chuyển sang Unicode rồi gửi lại.")


class EmptyTable(UnreadableTable):
    sentence = _l("Tệp không có dòng nào.")


def read_table(content: bytes, filename: str) -> Table:
    """The first sheet that holds anything, or the CSV, as rows of equal length from the first row on.

    Numbers that are whole come without ".0", days as 31/12/2021. Raises UnreadableTable.
    """
    if len(content) > LARGEST_FILE_BYTES:
        raise TooLarge
    if content.startswith(_OLD_WORKBOOK):
        raise OldWorkbook
    workbook = content.startswith(_ZIP)
    if not workbook and filename.lower().endswith((".xlsx", ".xlsm", ".xls", ".xlsb", ".ods")):
        raise NotATable
    table = _even(_read_workbook(content) if workbook else _read_csv(content))
    if not table:
        raise EmptyTable
    _refuse_old_fonts(table)
    return table


def _read_workbook(content: bytes) -> Table:
    from python_calamine import CalamineError, CalamineWorkbook, SheetVisibleEnum, ZipError

    _refuse_harmful(content)
    try:
        book = CalamineWorkbook.from_filelike(BytesIO(content))
        shown = [sheet.name for sheet in book.sheets_metadata if sheet.visible is SheetVisibleEnum.Visible]
        for name in shown:
            sheet = book.get_sheet_by_name(name)
            if sheet.height:
                return _spread([_texts(row) for row in sheet.to_python(skip_empty_area=False)], sheet)
    except (CalamineError, ZipError, ValueError) as error:
        raise NotATable from error
    return []


def _texts(row: Sequence[Any]) -> list[str]:
    return [cell.strip() if type(cell) is str else _text(cell) for cell in row]


def _text(cell: Any) -> str:
    match cell:
        case bool():
            return "1" if cell else "0"
        case float() if cell.is_integer() and abs(cell) < 1e15:
            return str(int(cell))
        case datetime() | date():
            return f"{cell:%d/%m/%Y}"
    return str(cell)


def _spread(table: Table, sheet: Any) -> Table:
    """Let every cell of a merged range hold the value of its first one."""
    for (top, left), (bottom, right) in sheet.merged_cell_ranges or ():
        if top < len(table) and left < len(table[top]):
            value = table[top][left]
            for row in table[top : bottom + 1]:
                last = min(right + 1, len(row))
                row[left:last] = [value] * (last - left)
    return table


def _refuse_harmful(content: bytes) -> None:
    """Look at the parts of the package, unpacked one by one, before a reader builds the whole of them."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as package:
            _refuse_package(package.infolist(), len(content))
            longest = cells = 0
            for part in package.infolist():
                # Whatever its name: the package itself says which part is a sheet. Reading to the end also finds
                # who lies about his size, since the checksum does not fit then.
                xml = package.read(part)
                if b"sheetData" in xml:
                    _refuse_sheet(xml)
                    cells += xml.count(b"<c ")
                elif b"</si>" in xml:
                    longest = max(longest, *map(len, xml.split(b"</si>")))
        # A string stands once in the package and is copied into each cell that names it.
        if cells * longest > LARGEST_TEXT_BYTES:
            raise UnpacksTooLarge
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError) as error:
        raise NotATable from error


def _refuse_package(parts: Sequence[zipfile.ZipInfo], packed: int) -> None:
    names = {part.filename for part in parts}
    if any(_MACROS.search(name) for name in names):
        raise HasMacros
    if "xl/workbook.bin" in names:
        raise BinaryWorkbook
    if "content.xml" in names:
        raise OpenDocument
    unpacked = sum(part.file_size for part in parts)
    if unpacked > LARGEST_UNPACKED_BYTES or unpacked > max(HARMLESS_BYTES, packed * LARGEST_RATIO):
        raise UnpacksTooLarge


def _refuse_sheet(xml: bytes) -> None:
    if any(odd in xml for odd in _ODD_ADDRESSES):
        raise NotATable
    if _BEYOND_ROWS.search(xml):
        raise TooManyRows
    if _BEYOND_COLUMNS.search(xml):
        raise TooManyColumns


def _read_csv(content: bytes) -> Table:
    text = _decoded(content)
    first = next((line for line in text.splitlines() if line.strip()), "")
    separator = max(SEPARATORS, key=first.count)
    try:
        return [_texts(row) for row in csv.reader(StringIO(text, newline=""), delimiter=separator)]
    except csv.Error as error:
        raise NotATable from error


def _decoded(content: bytes) -> str:
    """UTF-8 or UTF-16 as their marks say, UTF-8 where it fits, else the Vietnamese code page of Windows."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings: tuple[str, ...] = ("utf-16",)
    else:
        encodings = ("utf-8-sig", "cp1258")
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" in text:
            raise NotATable
        return text
    raise UnreadableText


def _even(table: Table) -> Table:
    """Rows of one length, empty ones at the end and columns that hold nothing at the right left out."""
    while table and not any(table[-1]):
        table.pop()
    if len(table) > MOST_ROWS:
        raise TooManyRows
    width = max((_filled(row) for row in table), default=0)
    if width > MOST_COLUMNS:
        raise TooManyColumns
    return [row[:width] + [""] * (width - len(row)) for row in table] if width else []


def _filled(row: Sequence[str]) -> int:
    """Cells up to the last that holds something."""
    return next((n for n in range(len(row), 0, -1) if row[n - 1]), 0)


def _refuse_old_fonts(table: Iterable[Sequence[str]]) -> None:
    beginning = nfc(" ".join(cell for row in list(table)[:200] for cell in row))
    is_vni = len(_VNI_LETTERS & set(beginning.lower())) >= _OLD_FONT_WORDS
    if is_vni or len(_OLD_FONT.findall(beginning)) >= _OLD_FONT_WORDS:
        raise UnreadableText
