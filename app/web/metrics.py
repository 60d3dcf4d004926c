"""For operations: what this process has answered and how its jobs stand, in Prometheus' text form.

Counted in each process by itself: a label tells the processes apart, sums are the reader's. Endpoints, never addresses,
so that no code, receipt or token gets into a system of monitoring.
"""

import os
import threading
from collections import Counter
from collections.abc import Iterator

from flask import Blueprint, Flask, Response, abort, request
from sqlalchemy.exc import SQLAlchemyError

from app import jobs
from app.clock import now
from app.door import public

bp = Blueprint("metrics", __name__)
LOOPBACK = ("127.0.0.1", "::1")
TEXT_FORM = "text/plain; version=0.0.4"
_answered: Counter[tuple[str, str, int]] = Counter()
_counting = threading.Lock()
_started_at = now().timestamp()


@bp.get("/metrics")
@public
def metrics() -> Response:
    """For this machine alone: whoever comes through a proxy finds nothing."""
    if request.remote_addr not in LOOPBACK or "X-Forwarded-For" in request.headers:
        abort(404)
    return Response("\n".join((*_requests(), *_process(), *_jobs())) + "\n", content_type=TEXT_FORM)


def _requests() -> Iterator[str]:
    yield "# HELP portal_requests_total Answers of views; forms given out without asking one are not counted."
    yield "# TYPE portal_requests_total counter"
    for (endpoint, method, status), count in sorted(_answered.items()):
        labels = f'process="{os.getpid()}",endpoint="{endpoint}",method="{method}",status="{status}"'
        yield f"portal_requests_total{{{labels}}} {count}"


def _process() -> Iterator[str]:
    yield "# HELP portal_process_start_time_seconds When this process began."
    yield "# TYPE portal_process_start_time_seconds gauge"
    yield f'portal_process_start_time_seconds{{process="{os.getpid()}"}} {_started_at:.0f}'


def _jobs() -> Iterator[str]:
    yield "# HELP portal_job_last_success_age_seconds Since each job succeeded last; absent before."
    yield "# TYPE portal_job_last_success_age_seconds gauge"
    for name, age in sorted(_ages().items()):
        yield f'portal_job_last_success_age_seconds{{job="{name}"}} {age:.0f}'


def _ages() -> dict[str, float]:
    try:
        runs = jobs.runs()
    except SQLAlchemyError:
        # What was counted is told even while the database is away; /readyz tells of the database.
        return {}
    return {name: (now() - run.succeeded_at).total_seconds() for name, run in runs.items() if run.succeeded_at}


def _count(response: Response) -> Response:
    method = request.method if request.method in ("GET", "HEAD", "POST") else "other"
    count(request.endpoint or "none", method, response.status_code)
    return response


def count(endpoint: str, method: str, status: int) -> None:
    """Note that something was answered."""
    with _counting:
        _answered[endpoint, method, status] += 1


def init_app(app: Flask) -> None:
    app.register_blueprint(bp)
    app.after_request(_count)
