"""Pictures and PDFs with QR codes, as people send them."""

from io import BytesIO

import pikepdf
from PIL import Image
from qrcode import QRCode

SIDE_PIXELS = 6


def code_picture(text: str) -> Image.Image:
    """The code as a bright picture with its quiet zone."""
    code = QRCode(border=4)
    code.add_data(text)
    code.make()
    modules = code.get_matrix()
    picture = Image.new("L", (len(modules), len(modules)), 255)
    picture.putdata([0 if dark else 255 for row in modules for dark in row])
    return picture.resize((len(modules) * SIDE_PIXELS,) * 2, Image.Resampling.NEAREST)


def side_by_side(*pictures: Image.Image) -> Image.Image:
    """Several pictures in one row."""
    both = Image.new("L", (sum(each.width for each in pictures), max(each.height for each in pictures)), 255)
    left = 0
    for each in pictures:
        both.paste(each, (left, 0))
        left += each.width
    return both


def as_file(picture: Image.Image, kind: str = "PNG") -> bytes:
    """The picture as a file."""
    content = BytesIO()
    picture.convert("RGB").save(content, kind)
    return content.getvalue()


def as_pdf(picture: Image.Image, **options: object) -> bytes:
    """The picture on a page of a PDF; `encryption` locks it."""
    drawn, content = BytesIO(), BytesIO()
    picture.save(drawn, "PDF")
    with pikepdf.open(drawn) as pdf:
        pdf.save(content, **options)
    return content.getvalue()
