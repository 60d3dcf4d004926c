"""One transaction a request: a POST commits before its answer leaves, all else rolls back, a GET cannot write."""

from collections.abc import Callable
from typing import Any

from flask import Flask, Request, Response, g, request
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface, SessionMixin

from app.config import FORM_LIMIT_BYTES
from app.db import Mode, commit, roll_back, set_mode
from app.door import View
from app.web.again import repeats_of
from app.web.at_once import takers_of
from app.web.headers import guarding
from app.web.routing import LateRule

READING = frozenset({"GET", "HEAD", "OPTIONS"})


class Sessions(SecureCookieSessionInterface):
    """Flask's cookie, without its cost for the many who have none: nothing to verify, nothing to write."""

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession | None:
        if self.get_cookie_name(app) in request.cookies:
            return super().open_session(app, request)
        return self.session_class()

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        if session or session.modified:
            super().save_session(app, session, response)
        elif session.accessed and "Cookie" not in response.headers.get("Vary", ""):
            response.vary.add("Cookie")


class Portal(Flask):
    """Flask, with the transaction of `architecture.md` section 2 around every view."""

    session_interface = Sessions()
    url_rule_class = LateRule

    def ensure_sync(self, func: Any) -> Any:
        """The function itself: no view or hook of ours is a coroutine, and asking costs more than most hooks do."""
        return func

    def wsgi_app(self, environ: Any, start_response: Any) -> Any:
        """Answer; without a view where the same page went out a moment ago, or a form is right throughout."""
        start = guarding(environ, start_response)
        answer = repeats_of(self).answer(environ, start, str(self.secret_key))
        if answer is None:
            answer = takers_of(self).answer(environ, start)
        return super().wsgi_app(environ, start) if answer is None else answer

    def process_response(self, response: Response) -> Response:
        finished: Response = super().process_response(response)
        repeats_of(self).keep(request.environ, finished)
        return finished

    def preprocess_request(self) -> Any:
        if request.mimetype == "application/x-www-form-urlencoded":
            # Hundreds of thousands of tiny fields would cost a second each time; only files need more room.
            request.max_content_length = FORM_LIMIT_BYTES
        elif limit := _mark(self, "file_limit_bytes"):
            request.max_content_length = limit
        reading = request.method in READING or reads_first(self)
        set_mode(Mode.READ if reading else Mode.WRITE)
        return super().preprocess_request()

    def dispatch_request(self) -> Any:
        """Run the view; commit what a successful POST wrote. Errors of the commit reach the error handlers."""
        response: Response = self.make_response(super().dispatch_request())
        if request.method not in READING and response.status_code < 400:
            commit()
        else:
            roll_back()
        return response

    def do_teardown_request(self, *args: Any, **options: Any) -> None:
        super().do_teardown_request(*args, **options)
        # Where an app context outlives its request, what comes next there only reads.
        set_mode(Mode.READ)

    def handle_user_exception(self, error: Exception) -> Any:
        roll_back()
        set_mode(Mode.READ)
        g.failed = True
        return super().handle_user_exception(error)


def thinks_first(view: View) -> View:
    """Mark a view whose POST reads and computes before it writes; it calls `begin_write()` when it is ready."""
    view.thinks_first = True  # type: ignore[attr-defined]
    return view


def takes_files(limit_bytes: int) -> Callable[[View], View]:
    """Mark a view whose POST brings files of up to `limit_bytes` with it; others take what MAX_CONTENT_LENGTH says."""

    def mark(view: View) -> View:
        view.file_limit_bytes = limit_bytes  # type: ignore[attr-defined]
        return view

    return mark


def reads_first(app: Flask) -> bool:
    return bool(_mark(app, "thinks_first"))


def _mark(app: Flask, name: str) -> Any:
    return getattr(app.view_functions.get(request.endpoint or ""), name, None)
