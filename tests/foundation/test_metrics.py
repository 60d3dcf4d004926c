"""What operations read: how much this process has answered, and how long ago each job succeeded."""

import re
from datetime import timedelta

from app.clock import now
from app.db import db, transaction
from app.jobs import JobRun

LINE = re.compile(r'[a-z_]+\{[a-z]+="[^"]*"(,[a-z]+="[^"]*")*\} \d+')


def count(text: str, *labels: str) -> int:
    """The sum of all counters that carry these labels."""
    lines = [line for line in text.splitlines() if all(label in line for label in labels)]
    return sum(int(line.rpartition(" ")[2]) for line in lines)


def test_answers_are_counted_by_endpoint_and_status(browse):
    labels = ('endpoint="home.privacy"', 'method="GET"', 'status="200"')
    before = count(browse().get("/metrics").text, *labels)
    browse().get("/privacy")

    assert count(browse().get("/metrics").text, *labels) == before + 1


def test_it_can_be_read_by_machines_and_names_no_address(browse):
    browse().get("/q/ZZZZ-ZZZZ-Z")
    page = browse().get("/metrics")
    lines = [line for line in page.text.splitlines() if not line.startswith("# ")]

    assert page.response.content_type == "text/plain; version=0.0.4"
    assert lines
    assert all(LINE.fullmatch(line) for line in lines)
    assert "ZZZZ" not in page.text


def test_it_says_how_long_ago_a_job_succeeded(inside, browse):
    at = now() - timedelta(minutes=10)
    with transaction():
        db.session.add(JobRun(name="seal-audit", started_at=at, succeeded_at=at))

    assert 600 <= count(browse().get("/metrics").text, 'job="seal-audit"') < 660


def test_other_machines_find_nothing(browse):
    assert browse().get("/metrics", environ_base={"REMOTE_ADDR": "203.0.113.7"}).status == 404
    assert browse().get("/metrics", headers={"X-Forwarded-For": "203.0.113.7"}).status == 404
