"""The portal as a server serves it, to which a benchmark can say that half a minute went by: nothing remembered for a
moment is remembered any more, as for the first reader of a page after its figures were counted anew.
"""

import time
from collections.abc import Callable, Iterable
from typing import Any

from app.monitoring import memory
from app.monitoring.queries.parts import REMEMBERED_SECONDS
from wsgi import app

LATER = "/bench/later"


class _Clock:
    skipped = 0.0

    @classmethod
    def monotonic(cls) -> float:
        return time.monotonic() + cls.skipped


memory.time = _Clock  # type: ignore[assignment]


def _later(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    if environ["PATH_INFO"] != LATER:
        return answer(environ, start_response)
    _Clock.skipped += REMEMBERED_SECONDS + 1
    start_response("200 OK", [("Content-Type", "text/plain"), ("Content-Length", "2")])
    return [b"ok"]


answer = app.wsgi_app
app.wsgi_app = _later  # type: ignore[method-assign]
