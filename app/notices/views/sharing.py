"""A list made ready for a chat, and the short addresses that stand in it."""

from flask import Blueprint, Response, redirect
from werkzeug.wrappers import Response as AnyResponse

from app.door import Absent, signed_in, viewer
from app.notices import actions, queries
from app.notices.forms import ListForm, ShareForm
from app.notices.links import short_url
from app.notices.sharing import page_of
from app.web.pages import render

bp = Blueprint("sharing", __name__, template_folder="../templates")


@bp.post("/share")
@signed_in
def share() -> Response:
    """The lines with a short link behind them, to be copied."""
    form = ShareForm()
    if not form.validate():
        return render("notices/shared.html", "shared", form=form, text="", status=422)
    link = actions.shorten(viewer(), form.path.data or "/")
    return render("notices/shared.html", "shared", form=form, text=f"{form.lines()}\n{short_url(link.code)}")


@bp.post("/share/list")
@signed_in
def share_list() -> AnyResponse:
    """Give the list's page a short address, and show the list's lines with it."""
    form = ListForm()
    if not form.validate():
        return render("notices/shared.html", form=form, text="", status=422)
    address = form.path.data or ""
    actions.shorten(viewer(), page_of(address) or "/")
    return redirect(address, 303)


@bp.get("/l/<link_code>")
@signed_in
def follow(link_code: str) -> AnyResponse:
    """Where a short address leads; what can be seen there is asked there."""
    link = queries.find_link(link_code)
    if link is None:
        raise Absent(link_code)
    return redirect(link.path, 303)
