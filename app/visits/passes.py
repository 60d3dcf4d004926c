"""The QR pass: the receipt's address and nothing else."""

from functools import lru_cache

from flask import current_app
from flask_babel import gettext as _
from markupsafe import Markup

from app.documents.qr import qr_svg

SIZE_MM = 50
# Drawn for every entry: trying all eight masks would cost as much as storing it.
MASK = 3


def receipt_pass(receipt: str) -> Markup:
    """The picture of a receipt's address."""
    return _picture(f"{current_app.config['BASE_URL']}/r/{receipt}", _("Mã QR của biên nhận"))


@lru_cache(maxsize=512)
def _picture(address: str, label: str) -> Markup:
    return qr_svg(address, size_mm=SIZE_MM, error_correction="M", label=label, mask=MASK)
