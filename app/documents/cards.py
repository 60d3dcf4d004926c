"""Cards for phones, as PNG: lines of text around a QR code, a short table; the only importer of Pillow's drawing."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from typing import TYPE_CHECKING

from app.documents.khmer import BREAK, khmer_breaks
from app.documents.pdf import HOME
from app.documents.qr import qr_matrix

if TYPE_CHECKING:
    from PIL.ImageDraw import ImageDraw
    from PIL.ImageFont import FreeTypeFont

WIDTH = 900
MARGIN = 60
QR_PIXELS = 560
QUIET_MODULES = 4
LEADING, KHMER_LEADING = 1.35, 1.7
LATIN, KHMER = "BeVietnamPro", "NotoSansKhmer"
BLACK, WHITE = 0, 255


@dataclass(frozen=True)
class Line:
    """A sentence of one size (pixels), wrapped where the picture ends."""

    text: str
    size: int
    is_bold: bool = False


def card_png(above: Sequence[Line], qr_text: str, below: Sequence[Line]) -> bytes:
    """A portrait picture: lines, a QR code, lines, all centred."""
    from PIL import Image, ImageDraw

    heights = [sum(_height(line) * len(_wrapped(line)) for line in lines) for lines in (above, below)]
    size = (WIDTH, sum(heights) + QR_PIXELS + 3 * MARGIN)
    # Black and white with greys between: a tenth of a coloured picture's bytes, and it prints as it looks.
    card = Image.new("L", size, WHITE)
    pen = ImageDraw.Draw(card)
    top = _write(pen, above, MARGIN)
    _draw_qr(pen, qr_text, top)
    _write(pen, below, top + QR_PIXELS)
    content = BytesIO()
    card.save(content, "PNG", optimize=True)
    return content.getvalue()


TABLE_TEXT, TABLE_TITLE = 26, 36
RULE = 200
GAP = 20


def table_png(title: str, note: str, header: Sequence[str], rows: Sequence[Sequence[str]]) -> bytes:
    """A portrait picture: a title, a short table whose first column takes what the others leave, a note."""
    from PIL import Image, ImageDraw

    head, foot = Line(title, TABLE_TITLE, is_bold=True), Line(note, TABLE_TEXT)
    widths = _widths(header, rows)
    heights = [_row_height(row, widths, is_bold=number == 0) for number, row in enumerate((header, *rows))]
    lines = sum(_height(line) * len(_wrapped(line)) for line in (head, foot))
    card = Image.new("L", (WIDTH, lines + sum(heights) + 3 * MARGIN), WHITE)
    pen = ImageDraw.Draw(card)
    top = _write(pen, [head], MARGIN) + MARGIN // 2
    for number, (row, height) in enumerate(zip((header, *rows), heights, strict=True)):
        _write_row(pen, row, widths, top, is_bold=number == 0)
        top += height
        pen.line((MARGIN, top - 6, WIDTH - MARGIN, top - 6), fill=RULE, width=2)
    _write(pen, [foot], top + MARGIN // 2)
    content = BytesIO()
    card.save(content, "PNG", optimize=True)
    return content.getvalue()


def _widths(header: Sequence[str], rows: Sequence[Sequence[str]]) -> list[int]:
    """The width of each column: those after the first as wide as their longest cell needs, up to a limit."""
    room = WIDTH - 2 * MARGIN
    most = room * 2 // 5 if len(header) == 2 else room // 3
    bold, usual = _font(TABLE_TEXT, True), _font(TABLE_TEXT, False)
    others = []
    for column in range(1, len(header)):
        longest = max(bold.getlength(header[column]), *(usual.getlength(row[column]) for row in rows), 0)
        others.append(min(most, math.ceil(longest) + GAP))
    return [room - sum(others), *others]


def _row_height(row: Sequence[str], widths: Sequence[int], *, is_bold: bool) -> int:
    parts = [
        len(list(_parts(cell.split(), _font(TABLE_TEXT, is_bold), width - GAP)))
        for cell, width in zip(row, widths, strict=True)
    ]
    return max(parts) * int(TABLE_TEXT * LEADING) + 14


def _write_row(pen: "ImageDraw", row: Sequence[str], widths: Sequence[int], top: int, *, is_bold: bool) -> None:
    left, font = MARGIN, _font(TABLE_TEXT, is_bold)
    for cell, width in zip(row, widths, strict=True):
        for number, part in enumerate(_parts(cell.split(), font, width - GAP)):
            pen.text((left, top + number * int(TABLE_TEXT * LEADING)), part, font=font, fill=BLACK)
        left += width


def _write(pen: "ImageDraw", lines: Sequence[Line], top: int) -> int:
    for line in lines:
        for part in _wrapped(line):
            pen.text((WIDTH // 2, top), part, font=_font_of(line), fill=BLACK, anchor="ma")
            top += _height(line)
    return top


def _draw_qr(pen: "ImageDraw", text: str, top: int) -> None:
    matrix = qr_matrix(text, error_correction="M")
    module = QR_PIXELS // (len(matrix) + 2 * QUIET_MODULES)
    start = (QR_PIXELS - module * len(matrix)) // 2
    left = (WIDTH - QR_PIXELS) // 2 + start
    for y, row in enumerate(matrix):
        for x, dark in enumerate(row):
            if dark:
                corner = (left + x * module, top + start + y * module)
                pen.rectangle((*corner, corner[0] + module - 1, corner[1] + module - 1), fill=BLACK)


def _wrapped(line: Line) -> list[str]:
    return list(_parts(khmer_breaks(line.text).split(), _font_of(line)))


def _parts(words: Sequence[str], font: "FreeTypeFont", width: int = WIDTH - 2 * MARGIN) -> Iterator[str]:
    held = ""
    for word in words:
        # Khmer has no spaces between words: where it may be broken stands in the word.
        for number, piece in enumerate(word.split(BREAK)):
            longer = f"{held}{piece}" if number else f"{held} {piece}".strip()
            if held and font.getlength(longer) > width:
                yield held
                longer = piece
            held = longer
    yield held


def _height(line: Line) -> int:
    return int(line.size * (KHMER_LEADING if _is_khmer(line.text) else LEADING))


def _is_khmer(text: str) -> bool:
    return any("\u1780" <= letter <= "\u17ff" for letter in text)


def _font_of(line: Line) -> "FreeTypeFont":
    return _font(line.size, line.is_bold, KHMER if _is_khmer(line.text) else LATIN)


@lru_cache(maxsize=64)
def _font(size: int, is_bold: bool, family: str = LATIN) -> "FreeTypeFont":
    from PIL import ImageFont

    name = f"{family}-{'Bold' if is_bold else 'Regular'}.ttf"
    return ImageFont.truetype(HOME / "fonts" / name, size)
