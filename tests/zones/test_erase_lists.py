"""The names on a list go when its time is over; what was counted stays."""

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import func, select

from app.access.scope import unscoped
from app.clock import at, local_day
from app.crypto import current_keys
from app.db import db, transaction
from app.jobs import run_job
from app.privacy.lists import problem
from app.zones.actions import end_team, file_round, take_off
from app.zones.models import Household, RoundEntry
from app.zones.queries import list_households
from app.zones.rules import RoundSession
from app.zones.sealing import details_of
from tests.zones.conftest import team_of

KEPT = 28


@pytest.fixture
def ended(app, cast, locked):
    with app.app_context(), transaction():
        team = team_of(locked)
        file_round(cast.duong.viewer, team, local_day(), RoundSession.MORNING, {}, on_paper=False)
        end_team(cast.duong.viewer, team, until_on=local_day())
    return local_day()


def _named(app, locked):
    with app.app_context():
        stmt = unscoped(select(Household).order_by(Household.number), because="a test looks at all rows")
        return [details_of(row, team_of(locked)).head_name for row in db.session.scalars(stmt)]


@pytest.mark.parametrize(("days", "erased"), [(KEPT - 1, 0), (KEPT, 1)])
def test_the_list_of_a_team_goes_so_many_days_after_its_end(app, locked, ended, days, erased):
    with time_machine.travel(at(ended + timedelta(days), 8), tick=False), app.app_context():
        assert run_job("erase-elapsed-lists") == erased
        assert run_job("erase-elapsed-lists") == 0
        assert current_keys().is_destroyed(team_of(locked).key_id) is bool(erased)
        stmt = unscoped(select(func.count()).select_from(RoundEntry), because="a test looks at all rows")
        assert db.session.scalar(stmt) == 3
    assert any(_named(app, locked)) is not bool(erased)


def test_who_left_a_list_is_forgotten_and_the_others_stay(app, cast, locked):
    with app.app_context(), transaction():
        team = team_of(locked)
        take_off(cast.duong.viewer, team, list_households(cast.duong.viewer, team)[0])
    with time_machine.travel(at(local_day() + timedelta(KEPT), 8), tick=False), app.app_context():
        assert run_job("erase-elapsed-lists") == 1

    assert _named(app, locked) == ["", "Trần Thị Hộ 2", "Trần Thị Hộ 3"]


@pytest.mark.parametrize(("days", "late"), [(KEPT, False), (KEPT + 1, True)])
@pytest.mark.parametrize("left", [pytest.param(True, id="a household"), pytest.param(False, id="a team")])
def test_readiness_says_that_names_should_have_been_gone(app, cast, locked, days, late, left):
    with app.app_context(), transaction():
        team = team_of(locked)
        if left:
            take_off(cast.duong.viewer, team, list_households(cast.duong.viewer, team)[0])
        else:
            end_team(cast.duong.viewer, team, until_on=local_day())
    with time_machine.travel(at(local_day() + timedelta(days), 8), tick=False), app.app_context():
        assert bool(problem()) is late
        run_job("erase-elapsed-lists")
        assert problem() is None
