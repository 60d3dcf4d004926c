"""Printed pages as pictures: read by an independent decoder, compared with each other."""

import pypdfium2
import zxingcpp
from PIL import Image, ImageChops

SCREEN_DPI = 72
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
