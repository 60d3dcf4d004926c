"""The jobs' page tells what runs and what fails."""

from datetime import UTC, datetime, timedelta

import pytest

from app import jobs
from app.admin.rules import Health, job_health
from app.jobs import run_job

AT = datetime(2021, 5, 10, 12, tzinfo=UTC)


def test_a_job_that_ran_says_when_and_how_much(cast, browse, app):
    with app.app_context():
        done = run_job("seal-audit")
    page = browse(cast.quan).get("/admin/jobs")

    assert done > 0
    assert "Chạy tốt" in page.text
    assert "Chưa chạy" in page.text


def test_a_failing_job_is_red(cast, browse, app, monkeypatch):
    def fail(today):
        raise RuntimeError

    monkeypatch.setitem(jobs._jobs, "seal-audit", jobs.Job("seal-audit", "minute", fail))
    with app.app_context(), pytest.raises(RuntimeError):
        run_job("seal-audit")

    assert "Đang lỗi" in browse(cast.chau).get("/admin/jobs").text


def test_officers_of_districts_do_not_see_jobs(cast, browse):
    assert browse(cast.an).get("/admin/jobs").status == 403


@pytest.mark.parametrize(
    ("every", "succeeded", "failed", "expected"),
    [
        pytest.param("minute", None, None, Health.NEVER, id="never ran"),
        pytest.param("minute", None, timedelta(0), Health.FAILING, id="failed at its first run"),
        pytest.param("minute", timedelta(minutes=10), None, Health.WELL, id="ten minutes ago"),
        pytest.param("minute", timedelta(minutes=11), None, Health.LATE, id="eleven minutes ago"),
        pytest.param("day 00:30", timedelta(hours=26), None, Health.WELL, id="26 hours ago"),
        pytest.param("day 00:30", timedelta(hours=27), None, Health.LATE, id="27 hours ago"),
        pytest.param("day 00:30", timedelta(hours=2), timedelta(hours=1), Health.FAILING, id="failed since"),
        pytest.param("day 00:30", timedelta(hours=1), timedelta(hours=2), Health.WELL, id="recovered"),
    ],
)
def test_job_health(every, succeeded, failed, expected):
    ago = {
        "succeeded_at": None if succeeded is None else AT - succeeded,
        "failed_at": None if failed is None else AT - failed,
    }

    assert job_health(every, **ago, at=AT) is expected
