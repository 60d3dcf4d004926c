"""Fixtures that are made once: a later test finds the same rows, and never those of a test between."""

from functools import partial
from itertools import count

import pytest
import time_machine
from sqlalchemy import func, select

from app.access.models import User
from app.crypto import KeyStore, current_keys
from app.db import db, transaction
from tests.conftest import _forget, _let_go
from tests.factories import make_manager, make_unit
from tests.made_once import Worlds, is_plain

KEY = "list-of-a-test"


@pytest.fixture
def made():
    """What was made in this test, instead of what the worker has; how often is counted under `times`."""
    return {}


@pytest.fixture
def times():
    return []


@pytest.fixture
def enter(app, cast, database, made, times, tmp_path):
    """Enter one and the same fixture as one further test would, after it did something else `before`."""

    def manager(app, cast, more=None):
        times.append(1)
        with app.app_context():
            person = make_manager(make_unit(cast.an))
            current_keys().key(KEY)
            db.session.remove()
        return person

    numbers = count()

    def start(before=lambda: None, **more):
        with app.app_context():
            _let_go()
        database.restore()
        app.config["KEY_STORE"] = tmp_path / f"keys-{next(numbers)}"
        _forget(app)
        worlds = Worlds(app, database, made, partial(_forget, app))
        before()
        return worlds.enter(manager, {"app": app, "cast": cast, **more})

    return start


def people(app):
    with app.app_context():
        return set(db.session.scalars(select(User.username)))


def rename_everybody(app):
    with app.app_context(), transaction():
        db.session.execute(db.update(User).values(full_name="X"))


def test_the_rows_are_made_once_and_found_again(app, enter, times):
    first = enter()
    rename_everybody(app)
    second = enter()

    assert (first, len(times)) == (second, 1)
    assert "mai" in people(app)
    with app.app_context():
        assert db.session.scalar(select(func.count()).where(User.full_name == "X")) == 0


def test_what_was_sealed_can_be_read_again(app, enter):
    def keys():
        store = KeyStore(app.config["KEY_STORE"], app.config["DATA_KEYS"])
        return store.existing(KEY).given_to("a test")

    enter()
    first = keys()
    enter()

    assert keys() == first


def test_after_a_test_wrote_something_they_are_made_anew_and_nothing_is_lost(app, cast, enter, times):
    def write():
        with app.app_context():
            make_unit(cast.an, name="Quán Gió")
            make_manager(make_unit(cast.an, name="Chợ"), "lan-gio")
            db.session.remove()

    enter()
    enter(before=write)

    assert len(times) == 2
    assert {"mai", "lan-gio"} <= people(app)


def test_who_reads_meanwhile_is_not_left_behind(app, enter, times):
    enter()
    with app.app_context():
        enter(before=lambda: db.session.scalars(select(User)).all())

        assert len(times) == 2


def test_another_moment_has_rows_of_its_own(enter, times):
    with time_machine.travel("2021-05-20 09:00+07:00", tick=False):
        enter()
    with time_machine.travel("2021-05-20 10:00+07:00", tick=False):
        enter()
    with time_machine.travel("2021-05-20 09:00+07:00", tick=False):
        enter()

    assert len(times) == 2


def test_it_stands_on_nothing_that_another_test_would_not_have(enter):
    with pytest.raises(TypeError, match="more"):
        enter(more=object())


def test_what_is_no_plain_value_is_not_shared(app, cast):
    with app.app_context():
        assert not is_plain([make_unit(cast.an)])
    assert is_plain({"people": (cast.an, [1, "a", None])})
