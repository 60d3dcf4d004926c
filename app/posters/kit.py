"""What a unit begins with, in one PDF: its posters, a letter, what its staff do, a list to tick off."""

from collections.abc import Sequence

from flask import render_template

from app import settings
from app.clock import local_day
from app.documents.pdf import render_pdf
from app.documents.stamping import joined
from app.documents.wording import BLANK, official_number, undated
from app.organisations.models import Organisation
from app.organisations.rules import OrganisationKind
from app.posters.faces import address_of
from app.posters.models import Poster
from app.posters.paper import Wish, poster_pdf
from app.posters.settings import HOTLINE
from app.posters.wording import COMMITTEE, COMMITTEE_HEAD, COMMITTEE_SHORT, HEAD, PLACE_KINDS, PROVINCE_COMMITTEE, SEAT
from app.units.models import Unit


def kit_pdf(unit: Unit, posters: Sequence[Poster], wish: Wish) -> bytes:
    """The kit; a unit whose codes do not work yet has none of its sheets in it."""
    sheets = [poster_pdf(posters, wish)] if posters else []
    return joined([*sheets, _letter_pdf(unit, posters)])


def _letter_pdf(unit: Unit, posters: Sequence[Poster]) -> bytes:
    body = unit.organisation
    html = render_template(
        "posters/kit.html",
        unit=unit,
        address=address_of(unit),
        posters=posters,
        superior=PROVINCE_COMMITTEE if body.kind is OrganisationKind.DEPARTMENT else (),
        issuer=issuer_of(body),
        committee=COMMITTEE if is_committee(body) else "",
        number=official_number(None, COMMITTEE_SHORT if is_committee(body) else BLANK),
        capacity=COMMITTEE_HEAD if is_committee(body) else HEAD,
        place_and_date=f"{seat_of(body)}, {undated(local_day().year)}",
        hotline=settings.value(HOTLINE),
    )
    return render_pdf(html)


def issuer_of(body: Organisation) -> str:
    """The body's name in full, as the head of a letter has it."""
    return body.name.replace(f"{COMMITTEE_SHORT} ", f"{COMMITTEE} ", 1) if is_committee(body) else body.name


def seat_of(body: Organisation) -> str:
    """Where the letter is written: a committee's own place, else the province."""
    if not is_committee(body) or body.area is None:
        return SEAT
    kind = next((kind for kind in PLACE_KINDS if body.area.name.startswith(kind)), "")
    return body.area.name.removeprefix(kind)


def is_committee(body: Organisation) -> bool:
    """Whether it is the committee of a place."""
    return body.kind in (OrganisationKind.DISTRICT, OrganisationKind.COMMUNE)
