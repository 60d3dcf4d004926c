"""The printed sheet: A4, one page a code."""

from collections.abc import Sequence

from flask import current_app, render_template

from app import settings
from app.clock import local_day
from app.documents.khmer import khmer_breaks
from app.documents.pdf import render_pdf
from app.documents.qr import qr_svg
from app.posters.links import short_url
from app.posters.models import Poster
from app.posters.rules import QR_WIDTH_MM, PosterLanguage, name_size_pt
from app.posters.settings import HOTLINE
from app.posters.wording import OWNER, PRINTED, SECOND, SPOKEN, VIETNAMESE
from app.units.rules import FIRST_GATE
from app.web.filters import day


def poster_pdf(posters: Sequence[Poster], language: PosterLanguage) -> bytes:
    """The posters as PDF pages in the order given."""
    html = render_template(
        "posters/sheet_a4.html",
        posters=posters,
        first=VIETNAMESE,
        second=SECOND.get(language),
        qr=_qr,
        name_size_pt=name_size_pt,
        breaks=khmer_breaks,
        first_gate=FIRST_GATE,
        site=current_app.config["BASE_URL"].partition("://")[2],
        hotline=settings.value(HOTLINE),
        owner=OWNER,
        printed=_printed,
    )
    return render_pdf(html)


def _qr(poster: Poster) -> str:
    spoken = SPOKEN.format(unit=poster.unit.name, code=poster.code)
    return qr_svg(short_url(poster.code), size_mm=QR_WIDTH_MM, error_correction="Q", label=spoken)


def _printed(poster: Poster) -> str:
    return PRINTED.format(day=day(local_day()), version=poster.version)
