"""Printed pages as pictures: read by an independent decoder, compared with each other."""

from collections.abc import Callable, Iterator

import pypdfium2
import zxingcpp
from PIL import Image, ImageChops, ImageFilter

SCREEN_DPI = 72
NEAR_DPI = 100  # what is no larger than a hand is looked at from nearer
# As paper is seen where it hangs: small, blurred, askew.
SEEN_AS = {
    "on a screen": lambda picture: picture,
    "out of focus": lambda picture: picture.filter(ImageFilter.GaussianBlur(1.5)),
    "askew": lambda picture: picture.rotate(17, Image.Resampling.BICUBIC, expand=True, fillcolor=255),
    "from afar, out of focus and upside down": lambda picture: (
        picture.resize((picture.width // 2, picture.height // 2))
        .filter(ImageFilter.GaussianBlur(0.6))
        .rotate(188, Image.Resampling.BICUBIC, expand=True, fillcolor=255)
    ),
}
VISIBLE = 32  # of 255: what the eye tells apart


def pictures(pdf: bytes, dpi: int = SCREEN_DPI) -> list[Image.Image]:
    """Each page in shades of grey."""
    with pypdfium2.PdfDocument(pdf) as book:
        return [page.render(scale=dpi / 72).to_pil().convert("L") for page in book]


def texts(pdf: bytes) -> list[str]:
    """The words of each page, blanks folded."""
    with pypdfium2.PdfDocument(pdf) as book:
        return [" ".join(page.get_textpage().get_text_range().split()) for page in book]


def codes(picture: Image.Image) -> list[str]:
    """What the QR codes on a picture hold."""
    return [code.text for code in zxingcpp.read_barcodes(picture)]


def difference(one: Image.Image, other: Image.Image) -> float:
    """Which share of the pixels looks different; all of them when the pages differ in size."""
    if one.size != other.size:
        return 1
    shades = ImageChops.difference(one, other).histogram()
    return sum(shades[VISIBLE:]) / (one.width * one.height)


def read_as(pdf: bytes, seen_as: Callable[[Image.Image], Image.Image], dpi: int = SCREEN_DPI) -> Iterator[str]:
    """What all codes of a file hold, each page looked at in this way.

    They were encoded by Zint, or by qrcode in Python; who reads them here is ZXing.
    """
    for picture in pictures(pdf, dpi):
        yield from codes(seen_as(picture))
