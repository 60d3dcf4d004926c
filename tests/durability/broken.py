"""Two portals that are broken in ways that only a crash shows; the comparison must see both.

Served by granian in place of `wsgi:app`.
"""

import threading
import time
from collections.abc import Callable, Iterable
from io import BytesIO
from typing import Any
from urllib.parse import parse_qs, urlencode

from app.db import Mode, db, mode
from app.tallies.hot_path import Call, run_prepared
from app.tallies.prepared import Outcome
from app.visits.actions import checking_in
from app.web import dispatch
from app.web.stamps import FIELD, new_stamp
from wsgi import app

Start = Callable[..., Any]
COMMIT_AFTER_SECONDS = 0.2


def ack_before_commit(environ: dict[str, Any], start_response: Start) -> Iterable[bytes]:
    """The portal that answers first and commits a moment later, as one that trades safety for speed would."""
    dispatch.commit = _commit_in_a_moment
    checking_in.run_prepared = _store_in_a_moment
    return app(environ, start_response)


def _commit_in_a_moment() -> None:
    session = db.session()
    # Out of the registry, so that the end of the request does not roll it back.
    db.session.registry.clear()
    threading.Thread(target=_commit_later, args=(session,), daemon=True).start()


def _commit_later(session: Any) -> None:
    time.sleep(COMMIT_AFTER_SECONDS)
    with app.app_context():
        session.commit()
        session.close()


def _store_in_a_moment(call: Call, *, alone: bool) -> Outcome:
    """What is written alone is committed where it is written."""
    threading.Thread(target=_store_later, args=(call,), daemon=True).start()
    return Outcome((), 1)


def _store_later(call: Call) -> None:
    time.sleep(COMMIT_AFTER_SECONDS)
    with app.app_context(), mode(Mode.WRITE):
        run_prepared(call, alone=True)


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
