"""A stamped page asked for again within seconds, by a browser of which we know nothing, needs no view to answer.

At a gate where a shift changes, hundreds of phones open the same form; only the stamp differs. The answer is put
together before Flask wakes up, from what the view answered to an equal request a moment ago: equal in method, address,
host, language and compression, without cookie and query. What this process changes through the ORM is seen at once,
what another process changes within KEEP_SECONDS; whoever sends the form meets the rows as they are.

The form of a door at which nobody was a moment ago is put together here too, by its chapter (`Maker`), which reads the
door's rows and fills them into a page that it has rendered before: a view would cost three times as much.
"""

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from flask import Flask, Response, current_app
from sqlalchemy import event
from sqlalchemy.orm import Session

from app.db import db
from app.web.languages import preferred
from app.web.stamped import StampedPage, StampedResponse, takes_gzip
from app.web.stamps import purpose_of, stamp_for

KEEP_SECONDS = 10
MOST_KEPT = 2048
VARIES_WITH = frozenset({"HTTP_COOKIE", "HTTP_HX_REQUEST", "HTTP_RANGE"})
Environ = dict[str, Any]
Key = tuple[str | bool, ...]
# (last part of the path, language, caller's address) → the page and the purpose of its stamp; None: ask the view.
Maker = Callable[[str, str, str], tuple[StampedPage, str] | None]
_CHANGED = "changed_through_orm"


@dataclass(frozen=True, slots=True)
class _Kept:
    """What the view answered, without the stamp and the length."""

    page: StampedPage
    purpose: str
    headers: list[tuple[str, str]]
    until: float


class Repeats:
    """The answers of the last seconds."""

    def __init__(self, app: Flask) -> None:
        self._app = app
        self._kept: dict[Key, _Kept] = {}
        self._makers: dict[str, Maker] = {}
        self._headers: dict[Key, list[tuple[str, str]]] = {}

    def answer(self, environ: Environ, start_response: Callable[..., Any], secret: str) -> Iterable[bytes] | None:
        """The page with a fresh stamp, or None when the view has to be asked."""
        key = _key(environ)
        if key is None:
            return None
        kept = self._kept.get(key)
        if kept is None or kept.until < time.monotonic():
            kept = self._made(key, environ)
        if kept is None:
            return None
        body = kept.page.body(stamp_for(secret, kept.purpose).encode(), gzipped=bool(key[-1]))
        start_response("200 OK", [*kept.headers, ("Content-Length", str(len(body)))])
        return [body]

    def keep(self, environ: Environ, response: Response) -> None:
        """Remember what a view answered, if an equal request may have the same."""
        key = _key(environ)
        if key is None or not isinstance(response, StampedResponse) or "Set-Cookie" in response.headers:
            return
        headers = [(name, value) for name, value in response.headers if name != "Content-Length"]
        if len(self._headers) >= MOST_KEPT:
            self._headers.clear()
        self._headers[_alike(key)] = headers
        self._keep(key, response.page, purpose_of(response.stamp), headers)

    def let_make(self, place: str, maker: Maker) -> None:
        """Let `maker` be asked for pages at `place` (as `/q/`) when none is kept."""
        self._makers[place] = maker

    def _keep(self, key: Key, page: StampedPage, purpose: str, headers: list[tuple[str, str]]) -> _Kept:
        if len(self._kept) >= MOST_KEPT:
            self._kept.clear()
        kept = self._kept[key] = _Kept(page, purpose, headers, time.monotonic() + KEEP_SECONDS)
        return kept

    def _made(self, key: Key, environ: Environ) -> _Kept | None:
        """A page that no view has to make, with the headers that a view gave one like it."""
        place, stroke, last = environ["PATH_INFO"].rpartition("/")
        maker, headers = self._makers.get(place + stroke), self._headers.get(_alike(key))
        if maker is None or headers is None:
            return None
        with self._app.app_context():
            made = maker(last, preferred(environ.get("HTTP_ACCEPT_LANGUAGE", "")), environ.get("REMOTE_ADDR", ""))
        return self._keep(key, *made, headers) if made else None

    def forget(self) -> None:
        """Ask anew."""
        self._kept.clear()


def _key(environ: Environ) -> Key | None:
    """All that such a page may depend on; None when it may depend on more."""
    if environ["REQUEST_METHOD"] != "GET" or environ.get("QUERY_STRING") or not VARIES_WITH.isdisjoint(environ):
        return None
    return (
        environ["PATH_INFO"],
        environ.get("HTTP_HOST", ""),
        environ.get("wsgi.url_scheme", ""),
        environ.get("HTTP_ACCEPT_LANGUAGE", ""),
        takes_gzip(environ.get("HTTP_ACCEPT_ENCODING", "")),
    )


def _alike(key: Key) -> Key:
    """Of a key what headers depend on: the place, host, scheme, compression; neither the page nor its language."""
    path, host, scheme, _languages, gzipped = key
    return str(path).rpartition("/")[0], host, scheme, gzipped


def _note_change(session: Session, _context: object) -> None:
    session.info[_CHANGED] = True


def _forget_if_changed(session: Session) -> None:
    if session.info.pop(_CHANGED, False):
        repeats_of(current_app).forget()


def repeats_of(app: Flask) -> Repeats:
    """The answers that this application keeps."""
    return app.extensions["repeats"]  # type: ignore[no-any-return]


def init_app(app: Flask) -> None:
    app.extensions["repeats"] = Repeats(app)
    if not event.contains(db.session, "after_flush", _note_change):
        event.listen(db.session, "after_flush", _note_change)
        event.listen(db.session, "after_commit", _forget_if_changed)
