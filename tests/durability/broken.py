"""Two portals that are broken in ways that only a crash shows; the comparison must see both.

Served by granian in place of `wsgi:app`.
"""

import threading
import time
from collections.abc import Callable, Iterable
from io import BytesIO
from typing import Any
from urllib.parse import parse_qs, urlencode

from flask import request

from app.db import db
from app.web.dispatch import READING, Portal
from app.web.stamps import FIELD, new_stamp
from wsgi import app

Start = Callable[..., Any]
COMMIT_AFTER_SECONDS = 0.2


class AcknowledgesBeforeCommit(Portal):
    """Answers first and commits a moment later, as a portal that trades safety for speed would."""

    def dispatch_request(self) -> Any:
        if request.method in READING:
            return super().dispatch_request()
        session = db.session()
        commit, session.commit = session.commit, lambda: None  # type: ignore[method-assign]
        response = super().dispatch_request()
        # Out of the registry, so that the end of the request does not roll it back.
        db.session.registry.clear()
        threading.Thread(target=_commit_later, args=(session, commit), daemon=True).start()
        return response


def _commit_later(session: Any, commit: Callable[[], None]) -> None:
    time.sleep(COMMIT_AFTER_SECONDS)
    with app.app_context():
        commit()
        session.close()


def ack_before_commit(environ: dict[str, Any], start_response: Start) -> Iterable[bytes]:
    """The portal with the dispatcher above."""
    app.__class__ = AcknowledgesBeforeCommit
    return app(environ, start_response)


def no_unique_submission(environ: dict[str, Any], start_response: Start) -> Iterable[bytes]:
    """The portal with a fresh stamp in every form that arrives: what was sent twice is stored twice."""
    if environ["REQUEST_METHOD"] == "POST":
        body = _stamped_anew(environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0)))
        environ = {**environ, "wsgi.input": BytesIO(body), "CONTENT_LENGTH": str(len(body))}
    return app(environ, start_response)


def _stamped_anew(body: bytes) -> bytes:
    form = {name: values[0] for name, values in parse_qs(body.decode()).items()}
    purpose = form[FIELD].partition("~")[0].rpartition(".")[0]
    with app.app_context():
        return urlencode({**form, FIELD: new_stamp(purpose)}).encode()
