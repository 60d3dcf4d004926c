"""Values of the province hold from a day on; what held stays true."""

from datetime import date, timedelta

import pytest
import time_machine
from sqlalchemy import event

from app import audit, settings
from app.clock import local_day
from app.db import db, transaction
from app.settings import SettingInPast, UnknownSetting

KEY = "declarations.retention_days"


@pytest.fixture
def change(app, inside, cast):
    def put(value, from_on):
        with transaction():
            settings.change(cast.chau.viewer, KEY, value, from_on=from_on, basis="Công văn 600")

    return put


def test_until_somebody_changes_it_a_setting_is_its_first_value(inside):
    assert settings.value(KEY) == 28
    assert settings.value(KEY, on=date(1999, 1, 1)) == 28


def test_a_value_holds_from_its_day_until_the_next(change):
    today = local_day()
    change(21, today + timedelta(1))
    change(14, today + timedelta(3))

    held = [settings.value(KEY, on=today + timedelta(n)) for n in range(5)]

    assert held == [28, 21, 21, 14, 14]


def test_a_past_day_is_not_rewritten(change):
    with pytest.raises(SettingInPast):
        change(21, local_day() - timedelta(1))


def test_the_day_is_the_provinces(change):
    with time_machine.travel("2030-05-07T16:59:59Z", tick=False):
        change(21, date(2030, 5, 7))
    with time_machine.travel("2030-05-07T17:00:00Z", tick=False), pytest.raises(SettingInPast):
        change(14, date(2030, 5, 7))


def test_an_unknown_setting_is_an_error(inside):
    with pytest.raises(UnknownSetting):
        settings.value("no.such_setting")


def test_a_change_is_in_the_audit_log(change, inside):
    change(21, local_day())

    assert settings.changes(KEY)[0].basis == "Công văn 600"
    assert audit.verify().unsealed_count > 0


def test_another_process_sees_a_change_within_twenty_seconds(app, change, monkeypatch):
    clock = [1000.0]
    monkeypatch.setattr(settings.time, "monotonic", lambda: clock[0])
    settings.forget()
    assert settings.value(KEY) == 28
    stale = app.extensions["settings"]
    change(21, local_day())
    app.extensions["settings"] = stale  # what another process still holds

    assert settings.value(KEY) == 28
    clock[0] += settings.CACHE_SECONDS
    assert settings.value(KEY) == 21


def test_every_setting_says_what_it_is_and_on_what_basis(inside):
    for setting in settings.defined():
        assert str(setting.label)
        assert str(setting.unit)
        assert setting.basis
        assert setting.parse(str(setting.default)) == setting.default


def test_asking_often_reads_the_table_once(app, inside):
    read = []
    with app.app_context():
        event.listen(db.engine, "before_cursor_execute", lambda *told: read.append(told[2]))
        for _ in range(50):
            settings.value(KEY)

    assert len([statement for statement in read if "setting_value" in statement]) == 1
