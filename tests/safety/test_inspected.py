"""What an inspection found is noted once, and corrected when it is found again."""

from datetime import date, timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from app.access.scope import unscoped
from app.clock import at, now
from app.db import db, transaction
from app.door import office_viewer
from app.safety.inspected import record_inspected
from app.safety.levels import question_of_pressing
from app.safety.models import InspectedLevel
from app.safety.rules import Level
from app.units.queries import get_unit
from tests.cast import Cast, Person
from tests.safety.conftest import School

ON = date(2021, 5, 7)


def _record(school: School, level: Level, ref: str = "inspection:1") -> None:
    with transaction():
        unit = get_unit(office_viewer(), school.unit_id)
        until = now() + timedelta(hours=48)
        record_inspected(office_viewer(), unit, level=level, inspected_on=ON, answer_until=until, inspection_ref=ref)


def _rows() -> list[InspectedLevel]:
    return list(db.session.scalars(unscoped(select(InspectedLevel).order_by(InspectedLevel.id), because="a test")))


def test_the_level_holds_as_long_as_one_that_a_unit_says_itself(app: Flask, school: School) -> None:
    with app.app_context():
        _record(school, Level.AT_RISK)
        (row,) = _rows()
        assert (row.level, row.last_on) == (Level.AT_RISK, date(2021, 6, 5))


def test_the_same_inspection_recorded_again_corrects_what_it_found(app: Flask, school: School) -> None:
    with app.app_context():
        _record(school, Level.UNSAFE)
        _record(school, Level.AT_RISK)
        _record(school, Level.SAFE, ref="inspection:2")
        assert [(row.inspection_ref, row.level) for row in _rows()] == [
            ("inspection:1", Level.AT_RISK),
            ("inspection:2", Level.SAFE),
        ]


@pytest.mark.parametrize("level", [Level.CLOSED, Level.NONE])
def test_no_inspection_finds_that_nothing_is_known(app: Flask, school: School, level: Level) -> None:
    with app.app_context(), pytest.raises(ValueError, match=level.value):
        _record(school, level)


def test_the_desk_counts_who_was_last_found_unsafe(app: Flask, cast: Cast, school: School) -> None:
    def unsafe(person: Person) -> int:
        return question_of_pressing(person.viewer).ask().unsafe

    with app.app_context(), time_machine.travel(at(ON, 12), tick=False):
        _record(school, Level.UNSAFE)
        assert (unsafe(cast.an), unsafe(cast.binh)) == (1, 0)
        _record(school, Level.SAFE, ref="inspection:2")
        assert unsafe(cast.an) == 0
