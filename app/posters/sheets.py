"""The printed sheets as an answer, for officers and for who holds a link."""

from collections.abc import Sequence

from flask import Response, abort, request

from app.posters.models import Poster
from app.posters.paper import Wish, poster_pdf
from app.posters.rules import Codes, PosterLanguage, PosterSize
from app.web.sheets import show_file

LOGO = {"": False, "0": False, "1": True}


def wished_sheet() -> Wish:
    """The sheet that the address asks for; sizes, languages and codes that do not exist are a page not found."""
    try:
        return Wish(
            size=PosterSize(request.args.get("size", PosterSize.A4)),
            language=PosterLanguage(request.args.get("lang", PosterLanguage.VI)),
            codes=Codes(request.args.get("codes", Codes.OURS)),
            logo=LOGO[request.args.get("logo", "")],
        )
    except (KeyError, ValueError):
        abort(404)


def pdf_of(posters: Sequence[Poster], wish: Wish) -> Response:
    """The sheets as an answer; without any, a page not found."""
    if not posters:
        abort(404)
    name = f"ma-qr-{posters[0].code}-{wish.size}-{wish.language}.pdf"
    return show_file(poster_pdf(posters, wish), "application/pdf", name)
