"""The printed sheets as an answer, for officers and for who holds a link."""

from collections.abc import Sequence

from flask import Response, abort, request

from app.posters.models import Poster
from app.posters.paper import poster_pdf
from app.posters.rules import PosterLanguage

SIZES = frozenset({"a4"})


def wished_sheet() -> PosterLanguage:
    """The language that the address asks for, in a size that exists; anything else is a page not found."""
    language = request.args.get("lang", PosterLanguage.VI)
    if request.args.get("size", "a4") not in SIZES or language not in tuple(PosterLanguage):
        abort(404)
    return PosterLanguage(language)


def pdf_of(posters: Sequence[Poster], language: PosterLanguage) -> Response:
    """The sheets as an answer; without any, a page not found."""
    if not posters:
        abort(404)
    name = f"ma-qr-{posters[0].code}-{language.value}.pdf"
    headers = {"Content-Disposition": f'inline; filename="{name}"'}
    return Response(poster_pdf(posters, language), mimetype="application/pdf", headers=headers)
