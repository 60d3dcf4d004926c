"""Reports stand on the same small province as the drill-down."""

from datetime import timedelta
from threading import Thread

import pytest
import time_machine

from app import clock, tasks
from app.db import db, transaction
from app.jobs import JobRun
from app.reports import actions
from tests.monitoring.conftest import NOON, letter, noon, province

__all__ = ["letter", "noon", "province"]


@pytest.fixture
def written(app, monkeypatch):
    """What somebody else stored while a report took its figures."""
    names, take = [], actions.compile_figures

    def store():
        with app.app_context(), transaction():
            db.session.add(JobRun(name=f"other-{len(names)}", started_at=clock.now()))
        names.append("stored")

    def taking(*args, **kwargs):
        found = take(*args, **kwargs)
        other = Thread(target=store)
        other.start()
        other.join()
        return found

    monkeypatch.setattr(actions, "compile_figures", taking)
    return names


@pytest.fixture
def work(app):
    """What the worker does when it looks; `later` than noon."""

    def look(later=timedelta()):
        with time_machine.travel(NOON + later, tick=False), app.app_context():
            return tasks.run_all()

    return look
