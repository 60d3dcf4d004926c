"""A public form that a phone without cookies sends is taken before Flask wakes up, if it is right throughout.

When a shift begins, a gate is sent one such form after the other, and what Flask does around a view costs as much as
reading, judging, sealing and storing the entry together. The chapter that takes the form (`Taker`) is given all that
such a request says. Whatever it does not take goes on to the view as if nobody had looked at it.
"""

import io
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple
from urllib.parse import unquote, unquote_to_bytes

from flask import Flask

from app.config import FORM_LIMIT_BYTES
from app.db import commit, roll_back
from app.web.again import VARIES_WITH
from app.web.languages import preferred
from app.web.metrics import count

FORM_TYPE = "application/x-www-form-urlencoded"
# What Werkzeug does about bytes that are no text.
_AS_WERKZEUG = "werkzeug.url_quote"
OWN_SITE = frozenset({"same-origin", "none"})
# What a view's answer to such a form says too.
_HEADERS = [
    ("Content-Type", "text/html; charset=utf-8"),
    ("Content-Length", "0"),
    ("Vary", "Cookie, Accept-Language"),
]
Environ = dict[str, Any]


class Fields:
    """The fields of a form, as much of Werkzeug's MultiDict as forms ask for; a field that is missing costs nothing."""

    def __init__(self, values: dict[str, list[str]]) -> None:
        self._values = values

    def __contains__(self, name: str) -> bool:
        return name in self._values

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def get(self, name: str, default: str = "") -> str:
        """The first value of this name."""
        values = self._values.get(name)
        return values[0] if values else default

    def getlist(self, name: str) -> list[str]:
        """All values of this name."""
        return self._values.get(name, [])

    def lists(self) -> Iterable[tuple[str, list[str]]]:
        """All values by name."""
        return self._values.items()


class Sent(NamedTuple):
    """What was sent: the last part of the path, the fields, and what else there is to know of who sent it."""

    last: str
    form: "Fields"
    language: str
    caller: str
    is_secure: bool


class Taken(NamedTuple):
    """The view that would have answered, the page to which the browser is sent, and what it keeps."""

    endpoint: str
    location: str
    cookies: Sequence[str]


Taker = Callable[[Sent], Taken | None]


class TakenAtOnce:
    """Who takes forms at which places."""

    def __init__(self, app: Flask) -> None:
        self._app = app
        self._takers: dict[str, Taker] = {}

    def let_take(self, place: str, taker: Taker) -> None:
        """Let `taker` be asked for forms that are sent to `place` (as `/q/`)."""
        self._takers[place] = taker

    def answer(self, environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes] | None:
        """Send the browser on, or None when the view has to be asked."""
        place, stroke, last = environ["PATH_INFO"].rpartition("/")
        taker = self._takers.get(place + stroke)
        if taker is None or not _is_plain(environ, str(self._app.config["BASE_URL"])):
            return None
        form = _read(environ)
        if form is None:
            return None
        language, is_secure = preferred(environ.get("HTTP_ACCEPT_LANGUAGE", "")), environ["wsgi.url_scheme"] == "https"
        taken = self._take(taker, Sent(last, form, language, environ.get("REMOTE_ADDR") or "unknown", is_secure))
        if taken is None:
            return None
        count(taken.endpoint, "POST", 303)
        cookies = [("Set-Cookie", cookie) for cookie in taken.cookies]
        start_response("303 SEE OTHER", [("Location", taken.location), *_HEADERS, *cookies])
        return []

    def _take(self, taker: Taker, sent: Sent) -> Taken | None:
        """Nothing leaves before it is stored. What goes wrong goes wrong in the view again, which can tell of it."""
        with self._app.app_context():
            try:
                taken = taker(sent)
                commit()
            except Exception:
                roll_back()
                return None
        return taken


def _is_plain(environ: Mapping[str, Any], base_url: str) -> bool:
    """Whether a page of ours sent this, and nothing that a view would have to look at stands beside the form."""
    if environ["REQUEST_METHOD"] != "POST" or environ.get("QUERY_STRING") or not VARIES_WITH.isdisjoint(environ):
        return False
    if environ.get("CONTENT_TYPE") != FORM_TYPE or environ.get("HTTP_SEC_FETCH_SITE", "none") not in OWN_SITE:
        return False
    ours = (None, f"{environ['wsgi.url_scheme']}://{environ.get('HTTP_HOST')}", base_url)
    return environ.get("HTTP_ORIGIN") in ours


def _read(environ: Environ) -> Fields | None:
    """The fields as a view reads them; what was read is put back for the view."""
    length = environ.get("CONTENT_LENGTH") or ""
    if not length.isdecimal() or int(length) > FORM_LIMIT_BYTES:
        return None
    body = environ["wsgi.input"].read(int(length))
    environ["wsgi.input"] = io.BytesIO(body)
    try:
        return fields_in(body.decode())
    except UnicodeDecodeError:
        return None


def fields_in(text: str) -> Fields:
    """The fields as Werkzeug reads them; it asks of every name and value three times whether anything is encoded."""
    fields: dict[str, list[str]] = {}
    for pair in text.replace("+", " ").split("&"):
        name, _, value = pair.partition("=")
        if "%" in pair:
            name, value = _decoded(name), _decoded(value)
        if name in fields:
            fields[name].append(value)
        elif pair:
            fields[name] = [value]
    return Fields(fields)


def _decoded(text: str) -> str:
    if not text.isascii():
        return unquote(text, errors=_AS_WERKZEUG)
    return unquote_to_bytes(text).decode(errors=_AS_WERKZEUG) if "%" in text else text


def takers_of(app: Flask) -> TakenAtOnce:
    """Who takes this application's forms."""
    return app.extensions["taken_at_once"]  # type: ignore[no-any-return]


def init_app(app: Flask) -> None:
    app.extensions["taken_at_once"] = TakenAtOnce(app)
