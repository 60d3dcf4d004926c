"""The QR pass leads to its receipt and says nothing else."""

import re

import zxingcpp
from PIL import Image, ImageDraw

from app.codes import new_receipt
from app.documents.qr import qr_matrix
from app.visits.passes import MASK
from tests.visits.sheets import sheet

MODULE_PIXELS = 4


def _read(text: str) -> str:
    """What an independent decoder reads from a screen that shows the text's code."""
    matrix = qr_matrix(text, error_correction="M", mask=MASK)
    side = (len(matrix) + 8) * MODULE_PIXELS
    picture = Image.new("L", (side, side), 255)
    draw = ImageDraw.Draw(picture)
    for y, row in enumerate(matrix):
        for x, dark in enumerate(row):
            if dark:
                left, top = (x + 4) * MODULE_PIXELS, (y + 4) * MODULE_PIXELS
                draw.rectangle((left, top, left + MODULE_PIXELS - 1, top + MODULE_PIXELS - 1), fill=0)
    return "".join(found.text for found in zxingcpp.read_barcodes(picture))


def test_every_receipts_code_can_be_read():
    addresses = [f"https://khaibao.kiengiang.gov.vn/r/{new_receipt()}" for _ in range(40)]

    assert [_read(address) for address in addresses] == addresses


def test_the_page_draws_its_own_address(app, inn, browse):
    phone = browse()

    sent = phone.send(f"/q/{inn.code}", sheet())
    page = phone.follow(sent)
    with app.test_request_context(sent.location):
        from app.visits.passes import receipt_pass

        drawn = str(receipt_pass(sent.location.removeprefix("/r/")))

    assert re.search(r'd="([^"]+)"', drawn)[1] in page.text
