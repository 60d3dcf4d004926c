"""The data's end: on its day a day's entries are gone for good, and only the counts stay."""

from datetime import timedelta

import pytest

from app.audit import AuditEvent
from app.clock import at, local_day
from app.crypto import current_keys, day_key_id
from app.db import db
from app.jobs import run_job
from app.tallies.models import UnitDay
from tests.places import open_place
from tests.visits.sheets import sheet

DAYS_AGO = 38


@pytest.fixture
def stay(app, cast, browse, time_machine):
    """Somebody entered a café on a day some weeks ago; its day, the café and the receipt's address."""
    day = local_day() - timedelta(DAYS_AGO)
    time_machine.move_to(at(day, 9), tick=False)
    place = open_place(app, cast.an)
    sent = browse().send(f"/q/{place.code}", sheet(full_name="Danh Thị Sà Rây"))
    assert sent.status == 303
    return day, place, sent.location


def test_the_day_before_its_end_everything_is_there(app, stay, browse, time_machine):
    day, _, receipt = stay
    time_machine.move_to(at(day + timedelta(27), 23, 59))

    with app.app_context():
        assert run_job("erase-elapsed-days") == 0
    assert browse().get(receipt).status == 200


def test_on_its_day_an_entry_is_gone_and_the_count_stays(app, stay, browse, time_machine):
    day, place, receipt = stay
    time_machine.move_to(at(day + timedelta(28), 0, 1))

    with app.app_context():
        assert run_job("erase-elapsed-days") == 1
        assert run_job("erase-elapsed-days") == 0
        assert current_keys().is_destroyed(day_key_id(day))
        book = db.session.execute(
            db.select(UnitDay.entry_count)
            .where(UnitDay.unit_id == place.unit_id)
            .execution_options(unscoped_because="a test")
        )
        assert book.scalar_one() == 1
        assert db.session.scalar(db.select(AuditEvent.subject_id).where(AuditEvent.name == "day.erased")) == str(day)
    assert browse().get(receipt).status == 404


def test_a_dry_run_names_the_day_and_erases_nothing(app, stay, browse, time_machine):
    day, _, receipt = stay
    time_machine.move_to(at(day + timedelta(30), 8))

    said = app.test_cli_runner().invoke(args=["retention", "run", "--dry-run"]).output

    assert f"{day} would be erased" in said
    assert browse().get(receipt).status == 200


def test_the_command_erases_the_day(app, stay, browse, time_machine):
    day, _, receipt = stay
    time_machine.move_to(at(day + timedelta(30), 8))

    said = app.test_cli_runner().invoke(args=["retention", "run"]).output

    assert f"{day} erased" in said
    assert browse().get(receipt).status == 404


def test_a_day_that_outlives_its_end_by_26_hours_turns_readiness_red(app, stay, browse, time_machine):
    day, _, _ = stay
    problems = []
    for hour in (1, 3):
        time_machine.move_to(at(day + timedelta(29), hour))
        problems.append("retention" in browse().client.get("/readyz").json["problems"])

    assert problems == [False, True]
