"""Questions of several chapters are answered by one statement, each as if it were asked alone."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import func, select

from app.access.asking import Question, ask_all
from app.access.scope import within
from app.areas.models import Area
from app.clock import local_day
from app.db import UtcDateTime
from app.units.models import Unit
from app.units.work import WorkList, question_of_work
from tests.factories import make_unit
from tests.whole_app.test_queries import counted

HA_TIEN = "30763"


@pytest.fixture
def two(app, cast):
    """One unit of Phú Quốc waits."""
    with app.app_context():
        make_unit(cast.an)
        yield


def _units(viewer):
    named = within(viewer, Unit).with_only_columns(func.count(), func.max(Unit.name))
    return Question([named], lambda rows: tuple(rows[0]))


def _days(viewer):
    """Columns of other kinds, in another order, in two statements."""
    since = func.max(Unit.registered_at, type_=UtcDateTime())
    stmt = within(viewer, Unit)
    return Question(
        [
            stmt.with_only_columns(since, func.count(), func.max(Unit.opened_on), func.count(Unit.approved_at)),
            stmt.with_only_columns(func.max(Unit.opened_on)),
        ],
        list,
    )


def test_each_answer_is_what_it_would_be_alone(app, cast, two):
    questions = [_days(cast.an.viewer), _units(cast.an.viewer), question_of_work(cast.an.viewer)]

    with counted(app) as said:
        together = ask_all(questions)
        assert len([each for each in said if "FROM unit" in each]) == 1

    assert together == [each.ask() for each in questions]
    (since, count, opened_on, approved), (last,) = together[0]
    assert (count, approved, together[1][0]) == (1, 0, 1)
    assert isinstance(since, datetime)
    assert since.tzinfo == UTC
    assert type(opened_on) is date
    assert opened_on == last <= local_day()
    assert together[2][WorkList.REGISTRATIONS].count == 1


def test_a_question_without_statements_asks_nothing(app, cast, two):
    with counted(app) as said:
        assert ask_all([Question((), lambda rows: len(rows)), Question((), lambda rows: "none")]) == [0, "none"]
        assert said == []


def test_nobody_counts_what_is_another_districts(app, cast, two):
    assert ask_all([_units(cast.binh.viewer), _units(cast.an.viewer)])[0] == (0, None)


def test_a_statement_that_says_not_on_whose_behalf_is_refused(app, cast, two):
    anybodys = Question([select(func.count()).select_from(Unit)], lambda rows: rows[0][0])
    everybodys = Question([select(func.count()).select_from(Area)], lambda rows: rows[0][0])

    with pytest.raises(Exception, match="within"):
        ask_all([everybodys, anybodys])
