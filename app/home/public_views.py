"""The front door, and what we owe everybody to say."""

from flask import Blueprint, Response, abort, make_response, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from app import settings
from app.clock import now
from app.declarations.settings import RETENTION_DAYS, keeper
from app.door import public, viewer
from app.home.forms import CodeForm
from app.posters.queries import find_typed_poster
from app.posters.rules import verdict_of
from app.posters.settings import HOTLINE
from app.visits.limits import MISSES, is_over, note
from app.web.limits import caller
from app.web.pages import render

bp = Blueprint("home", __name__, template_folder="templates")


@bp.get("/")
@public
def show() -> Response:
    return render("home/public_show.html", form=CodeForm(), signed_in=viewer().user_id is not None)


@bp.get("/enter")
@public
def enter_code() -> AnyResponse:
    """Lead from a typed code to the page of its gate."""
    form = CodeForm(request.args)
    if not form.validate():
        return render("home/public_show.html", form=form, signed_in=viewer().user_id is not None, status=422)
    return redirect(url_for("entry.show", code=form.parsed), 303)


@bp.get("/verify")
@public
def ask_to_verify() -> AnyResponse:
    """The field for a code; a typed one leads to what is known of its poster."""
    form = CodeForm(request.args)
    if "code" not in request.args:
        return render("home/public_verify.html", form=CodeForm())
    if not form.validate():
        return render("home/public_verify.html", form=form, status=422)
    return redirect(url_for("home.verify", code=form.parsed), 303)


@bp.get("/verify/<code>")
@public
def verify(code: str) -> AnyResponse:
    """Whether a poster is genuine, and still in use; misses count as at the doors."""
    if is_over(MISSES, caller()):
        abort(429)
    poster = find_typed_poster(code)
    if poster is None:
        note(MISSES, caller())
        abort(404)
    verdict = verdict_of(poster.door, poster.door.unit.status, at=now())
    return render("home/public_verified.html", poster=poster, door=poster.door, verdict=verdict)


@bp.get("/privacy")
@public
def privacy() -> Response:
    return render(
        "home/public_privacy.html",
        retention_days=settings.value(RETENTION_DAYS),
        hotline=settings.value(HOTLINE),
        keeper=keeper(),
    )


@bp.get("/accessibility")
@public
def accessibility() -> Response:
    return render("home/public_accessibility.html", hotline=settings.value(HOTLINE))


@bp.get("/robots.txt")
@public
def robots() -> Response:
    """No page of ours belongs into a search engine: codes and receipts are addresses."""
    response = make_response("User-agent: *\nDisallow: /\n")
    response.mimetype = "text/plain"
    return response
