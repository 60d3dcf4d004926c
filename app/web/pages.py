"""How a view answers: a page, one named block of it for htmx, or the way to another page."""

from typing import Any
from urllib.parse import urlsplit

from flask import Response, make_response, render_template, request, url_for
from jinja2_fragments.flask import render_block
from werkzeug.wrappers import Response as AnyResponse


def is_fragment() -> bool:
    """Whether htmx asks for a part of a page; boosted and history requests get the page."""
    htmx = request.htmx  # type: ignore[attr-defined]
    return bool(htmx) and not htmx.boosted and not htmx.history_restore_request


def render(template: str, fragment: str | None = None, status: int = 200, **context: Any) -> Response:
    """The page, or for htmx its block `fragment`, whose name is the id of the element that it draws."""
    if fragment and is_fragment():
        drawn = render_block(template, fragment, **context)
        if _is_of_its_page():
            # What can be done with the list stands below it, and goes with its filters.
            drawn += render_template("layouts/_tools.html", is_part=True)
        response = make_response(drawn, status)
    else:
        response = make_response(render_template(template, **context), status)
    response.vary.add("HX-Request")
    return response


def _is_of_its_page() -> bool:
    """Whether the part goes into the page of its own address; elsewhere it stands on another's."""
    return urlsplit(request.htmx.current_url or "").path == request.path  # type: ignore[attr-defined]


def see_other(endpoint: str, **values: Any) -> AnyResponse:
    """Send the browser to another page of ours (303); htmx is told to load it whole."""
    address = url_for(endpoint, **values)
    if is_fragment():
        return Response(status=204, headers={"HX-Redirect": address})
    # Without the page that says the same in words, for browsers of the last century.
    return Response(status=303, headers={"Location": address})


def asked() -> dict[str, str]:
    """The query of this page, to go on in addresses of other pages; without names that `url_for` keeps for itself."""
    return {name: value for name, value in request.args.items() if name != "endpoint" and not name.startswith("_")}
