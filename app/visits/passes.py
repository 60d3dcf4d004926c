"""The QR pass: the receipt's address and nothing else; on the page, as a picture, and on paper with the receipt."""

from datetime import timedelta
from functools import lru_cache

from flask import current_app, render_template
from flask_babel import gettext as _
from markupsafe import Markup

from app import settings
from app.declarations.settings import RETENTION_DAYS
from app.documents.cards import Line, card_png
from app.documents.pdf import render_pdf
from app.documents.qr import qr_svg
from app.posters.settings import HOTLINE
from app.visits.results import guards_word, result_of
from app.visits.stays import Stay
from app.web.filters import instant

SIZE_MM = 50
# Drawn for every entry: trying all eight masks would cost as much as storing it.
MASK = 3


def receipt_pass(receipt: str) -> Markup:
    """The picture of a receipt's address."""
    return _picture(_address(receipt), _("Mã QR của biên nhận"))


def pass_png(stay: Stay) -> bytes:
    """A picture for a phone's photographs: what it is, where and when, to find it by; nothing says who it is."""
    above = [Line(_("Biên nhận khai báo y tế"), 36), Line(stay.unit_name, 52, is_bold=True)]
    below = [Line(instant(stay.checked_in_at), 40), Line(stay.receipt, 32)]
    return card_png(above, _address(stay.receipt), below)


def pass_pdf(stay: Stay, *, is_own: bool) -> bytes:
    """A sheet to print: the word, the time, the pass, what to do; the name only for the device that sent the form."""
    html = render_template(
        "visits/public_pass.html",
        stay=stay,
        own=is_own,
        result=result_of(stay),
        guards_word=guards_word(stay),
        pass_picture=receipt_pass(stay.receipt),
        hotline=settings.value(HOTLINE),
        erased_on=stay.day + timedelta(settings.value(RETENTION_DAYS)),
    )
    return render_pdf(html)


def _address(receipt: str) -> str:
    return f"{current_app.config['BASE_URL']}/r/{receipt}"


@lru_cache(maxsize=512)
def _picture(address: str, label: str) -> Markup:
    return qr_svg(address, size_mm=SIZE_MM, error_correction="M", label=label, mask=MASK)
