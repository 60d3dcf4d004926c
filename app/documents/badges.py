"""A badge for websites, as PNG: a coloured word between two lines; the same that the SVG beside it shows."""

from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from typing import TYPE_CHECKING

from app.documents.pdf import HOME

if TYPE_CHECKING:
    from PIL.ImageFont import FreeTypeFont

WIDTH, HEIGHT = 360, 120
MARGIN = 16
TITLE, WORD, NOTE = 16, 34, 15
INK = "#0b0c0c"
SMALLEST = 9


@dataclass(frozen=True)
class Badge:
    """What stands on it, from the top: who says it, the word on its ground, of which day."""

    title: str
    word: str
    note: str
    ground: str


def badge_png(badge: Badge) -> bytes:
    """The badge at twice its size, for sharp screens."""
    from PIL import Image, ImageDraw

    picture = Image.new("RGB", (2 * WIDTH, 2 * HEIGHT), badge.ground)
    pen = ImageDraw.Draw(picture)
    pen.rectangle((0, 0, 2 * WIDTH - 1, 2 * HEIGHT - 1), outline=INK, width=4)
    for text, size, top, is_bold in (
        (badge.title, TITLE, 12, False),
        (badge.word, WORD, 36, True),
        (badge.note, NOTE, 88, False),
    ):
        font = _fitting(text, size, is_bold)
        pen.text((WIDTH, 2 * top), text, font=font, fill=INK, anchor="ma")
    written = BytesIO()
    picture.save(written, "PNG", optimize=True)
    return written.getvalue()


def _fitting(text: str, size: int, is_bold: bool) -> "FreeTypeFont":
    """The largest letters up to `size` in which the line fits."""
    while size > SMALLEST and _font(2 * size, is_bold).getlength(text) > 2 * (WIDTH - 2 * MARGIN):
        size -= 1
    return _font(2 * size, is_bold)


@lru_cache(maxsize=64)
def _font(size: int, is_bold: bool) -> "FreeTypeFont":
    from PIL import ImageFont

    name = "BeVietnamPro-Bold.ttf" if is_bold else "BeVietnamPro-Regular.ttf"
    return ImageFont.truetype(HOME / "fonts" / name, size)
