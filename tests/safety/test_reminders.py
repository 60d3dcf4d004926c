"""Before a level ends its manager is told once; desks show what is late, unsafe or about to end."""

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select

from app import jobs
from app.access.scope import unscoped
from app.clock import local_day, now
from app.db import db, transaction
from app.notices.models import Message
from app.partitions import ensure_days
from app.safety.levels import Pressing, question_of_pressing
from app.safety.sources.actions import count_ratings
from app.safety.sources.models import VisitorRating
from app.visits.models import Visit
from tests.safety.conftest import assess
from tests.whole_app.rows import filled


def _remind(app):
    with app.app_context():
        jobs.run_job("remind-of-safety")
        told = db.session.query(Message).filter_by(kind="safety.expiring").all()
        return [(row.user_id, row.subject) for row in told]


def test_mai_is_told_once_a_week_before_the_level_ends(app, school, browse):
    assess(browse(school.mai), school)
    told = [(school.mai.user_id, "Mức độ an toàn của Trường Tiểu học Dương Đông 1 sắp hết hiệu lực")]

    assert _remind(app) == []
    with time_machine.travel(now() + timedelta(22)):
        assert _remind(app) == []
    with time_machine.travel(now() + timedelta(23)):
        assert _remind(app) == told
    with time_machine.travel(now() + timedelta(24)):
        assert _remind(app) == told


@pytest.mark.slow
def test_desks_show_what_presses(app, cast, school, browse):
    assess(browse(school.mai), school, failed=(2, 11))

    assert "Đơn vị không an toàn" in browse(cast.an).get("/desk").text
    assert "Việc cần khắc phục" in browse(school.mai).get("/desk").text
    assert "Đơn vị không an toàn" not in browse(cast.binh).get("/desk").text
    with time_machine.travel(now() + timedelta(5)):
        for person in (cast.an, school.mai, cast.duong):
            page = browse(person).get("/desk").text
            assert "Việc khắc phục quá hạn" in page
            assert "/assessments/actions?status=overdue" in page
        assert "Việc khắc phục quá hạn" not in browse(cast.binh).get("/desk").text
    with time_machine.travel(now() + timedelta(25)):
        assert "Mức độ an toàn sắp hết hiệu lực" in browse(cast.an).get("/desk").text


def test_what_was_said_later_presses_no_more(app, cast, school, browse):
    assess(browse(school.mai), school, failed=(2, 11))
    with app.app_context():
        assert question_of_pressing(cast.an.viewer).ask() == Pressing(unsafe=1, expiring=0)
        assert question_of_pressing(cast.binh.viewer).ask() == Pressing(unsafe=0, expiring=0)
    with time_machine.travel(now() + timedelta(25)):
        with app.app_context():
            assert question_of_pressing(cast.an.viewer).ask() == Pressing(unsafe=1, expiring=1)
        assess(browse(school.mai), school)
        with app.app_context():
            assert question_of_pressing(cast.an.viewer).ask() == Pressing(unsafe=0, expiring=0)
    with time_machine.travel(now() + timedelta(25 + 25)), app.app_context():
        assert question_of_pressing(cast.an.viewer).ask() == Pressing(unsafe=0, expiring=1)


def _rated(unit_id, day, number, rating):
    person = {"person_index": f"{number}".encode(), "phone_index": None, "rating": rating}
    return Visit(**filled("visit", unit_id=unit_id, day=day, id=f"visit-{number}", **person))


def test_ratings_of_the_last_days_are_counted_anew_every_time(app, school):
    today = local_day()
    ratings = [(0, 3), (0, 3), (1, 2), (27, 1), (28, 1), (3, None)]
    with app.app_context():
        with transaction():
            ensure_days(today - timedelta(28), today)
            for number, (days_ago, rating) in enumerate(ratings):
                db.session.add(_rated(school.unit_id, today - timedelta(days_ago), number, rating))
        for _n in range(2):
            with transaction():
                assert count_ratings(today) == 1
        (row,) = db.session.scalars(unscoped(select(VisitorRating), because="a test"))
        assert (row.good_count, row.fair_count, row.poor_count, row.counted_on) == (2, 1, 1, today)
