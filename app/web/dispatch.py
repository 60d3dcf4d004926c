"""One transaction a request: a POST commits before its answer leaves, all else rolls back, a GET cannot write."""

from collections.abc import Callable
from typing import Any

from flask import Flask, Response, g, request

from app.config import FORM_LIMIT_BYTES
from app.db import Mode, db, set_mode
from app.web.again import repeats_of

READING = frozenset({"GET", "HEAD", "OPTIONS"})


class Portal(Flask):
    """Flask, with the transaction of `architecture.md` section 2 around every view."""

    def wsgi_app(self, environ: Any, start_response: Any) -> Any:
        """Answer; without a view where the same page went out a moment ago."""
        again = repeats_of(self).answer(environ, start_response, str(self.secret_key))
        return super().wsgi_app(environ, start_response) if again is None else again

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
            db.session.commit()
        else:
            db.session.rollback()
        return response

    def do_teardown_request(self, *args: Any, **options: Any) -> None:
        super().do_teardown_request(*args, **options)
        # Where an app context outlives its request, what comes next there only reads.
        set_mode(Mode.READ)

    def handle_user_exception(self, error: Exception) -> Any:
        db.session.rollback()
        set_mode(Mode.READ)
        g.failed = True
        return super().handle_user_exception(error)


def thinks_first(view: Any) -> Any:
    """Mark a view whose POST reads and computes before it writes; it calls `begin_write()` when it is ready."""
    view.thinks_first = True
    return view


def takes_files(limit_bytes: int) -> Callable[[Any], Any]:
    """Mark a view whose POST brings files of up to `limit_bytes` with it; others take what MAX_CONTENT_LENGTH says."""

    def mark(view: Any) -> Any:
        view.file_limit_bytes = limit_bytes
        return view

    return mark


def reads_first(app: Flask) -> bool:
    return bool(_mark(app, "thinks_first"))


def _mark(app: Flask, name: str) -> Any:
    return getattr(app.view_functions.get(request.endpoint or ""), name, None)
