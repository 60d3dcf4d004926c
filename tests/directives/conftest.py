"""Letter 568, sent on Monday 3 May 2021, and a province that has lived with it for some weeks."""

from collections.abc import Callable, Sequence
from datetime import date

import pytest
import time_machine
from sqlalchemy import select

from app import clock
from app.access.scope import unscoped
from app.db import db, transaction
from app.directives.actions import load_letter
from app.door import office_viewer
from tests.directives.world import make_active
from tests.made_once import made_once

SENT_ON = date(2021, 5, 3)
# The week in which it was sent runs from Friday 30 April to Thursday 6 May and can be confirmed on Friday at 10:00.
FIRST_ON, LAST_ON = date(2021, 4, 30), date(2021, 5, 6)
CONFIRMABLE = clock.at(date(2021, 5, 7), 10, 30)


@made_once
def letter(app) -> int:
    """The id of letter 568. Browsers need a context of their own each, so none stays open here."""
    with app.app_context(), transaction():
        return load_letter(office_viewer(), published_on=SENT_ON).id


@made_once
def hotel(app) -> None:
    """A hotel of Phú Quốc, active from Monday on: visitors on three of the week's four days, its code on display."""
    with app.app_context():
        make_active(from_on=SENT_ON, entries=3)


@pytest.fixture
def rows(app) -> Callable[[type], Sequence]:
    """Everything in a table."""

    def look(model: type) -> Sequence:
        with app.app_context():
            return db.session.scalars(unscoped(select(model), because="the test looks")).all()

    return look


@pytest.fixture
def friday():
    """Friday 7 May 2021, 10:30: heads confirm."""
    with time_machine.travel(CONFIRMABLE, tick=False) as traveller:
        yield traveller
