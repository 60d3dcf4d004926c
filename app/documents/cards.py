"""Cards for phones: lines of text around a QR code as a PNG; the only importer of Pillow's drawing."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from typing import TYPE_CHECKING

from app.documents.pdf import HOME
from app.documents.qr import qr_matrix

if TYPE_CHECKING:
    from PIL.ImageDraw import ImageDraw
    from PIL.ImageFont import FreeTypeFont

WIDTH = 900
MARGIN = 60
QR_PIXELS = 560
QUIET_MODULES = 4
LEADING = 1.35
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


def _write(pen: "ImageDraw", lines: Sequence[Line], top: int) -> int:
    for line in lines:
        for part in _wrapped(line):
            pen.text((WIDTH // 2, top), part, font=_font(line.size, line.is_bold), fill=BLACK, anchor="ma")
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
    return list(_parts(line.text.split(), _font(line.size, line.is_bold)))


def _parts(words: Sequence[str], font: "FreeTypeFont") -> Iterator[str]:
    held = ""
    for word in words:
        longer = f"{held} {word}".strip()
        if held and font.getlength(longer) > WIDTH - 2 * MARGIN:
            yield held
            longer = word
        held = longer
    yield held


def _height(line: Line) -> int:
    return int(line.size * LEADING)


@lru_cache(maxsize=32)
def _font(size: int, is_bold: bool) -> "FreeTypeFont":
    from PIL import ImageFont

    name = "BeVietnamPro-Bold.ttf" if is_bold else "BeVietnamPro-Regular.ttf"
    return ImageFont.truetype(HOME / "fonts" / name, size)
