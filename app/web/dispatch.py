"""One transaction a request: a POST commits before its answer leaves, all else rolls back, a GET cannot write."""

from typing import Any

from flask import Flask, Response, g, request

from app.config import FORM_LIMIT_BYTES
from app.db import Mode, db, mode, set_mode
from app.web.again import repeats_of

READING = frozenset({"GET", "HEAD", "OPTIONS"})


class Portal(Flask):
    """Flask, with the transaction of `architecture.md` section 2 around every view."""

    def wsgi_app(self, environ: Any, start_response: Any) -> Any:
        """Answer; without a view where the same page went out a moment ago."""
        again = repeats_of(self).answer(environ, start_response, str(self.secret_key))
        if again is not None:
            return again
        # What the request chose ends with it: the thread's next piece of work reads unless it says otherwise.
        with mode(Mode.READ):
            return super().wsgi_app(environ, start_response)

    def process_response(self, response: Response) -> Response:
        finished: Response = super().process_response(response)
        repeats_of(self).keep(request.environ, finished)
        return finished

    def preprocess_request(self) -> Any:
        if request.mimetype == "application/x-www-form-urlencoded":
            # Hundreds of thousands of tiny fields would cost a second each time; only files need more room.
            request.max_content_length = FORM_LIMIT_BYTES
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

    def handle_user_exception(self, error: Exception) -> Any:
        db.session.rollback()
        set_mode(Mode.READ)
        g.failed = True
        return super().handle_user_exception(error)


def thinks_first(view: Any) -> Any:
    """Mark a view whose POST reads and computes before it writes; it calls `begin_write()` when it is ready."""
    view.thinks_first = True
    return view


def reads_first(app: Flask) -> bool:
    view = app.view_functions.get(request.endpoint or "")
    return getattr(view, "thinks_first", False)
