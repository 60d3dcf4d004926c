"""What a page found is remembered for who sees the same, not longer than it is fresh, and never by who changed it."""

import time
from datetime import timedelta

import pytest
from sqlalchemy import select

from app.db import db, transaction
from app.directives.rules import Period
from app.door import Absent
from app.monitoring import memory, rolling
from app.monitoring.memory import Memory
from app.monitoring.models import RolledPeriod
from app.monitoring.queries import Order, Wanted, own_overview, page_of_rows, wanted_rows
from app.monitoring.queries.parts import REMEMBERED_SECONDS
from app.tallies.actions import bump
from app.units.rules import UnitStatus
from app.web.pagination import Wish
from tests.factories import make_unit
from tests.monitoring.conftest import NOON, TODAY, forget

WEEK = Period(TODAY - timedelta(7), TODAY - timedelta(1))
PEOPLE = ("chau", "hai", "lan", "an", "binh", "duong")


def test_what_was_not_asked_for_longest_gives_way():
    small = Memory(most=10)
    for name in ("a", "b"):
        small.keep(name, name, weight=4, seconds=60)
    small.find("a")
    small.keep("c", "c", weight=4, seconds=60)

    assert [small.find(name) for name in "abc"] == ["a", None, "c"]
    small.keep("a", "A", weight=4, seconds=60)
    assert [small.find(name) for name in "ac"] == ["A", "c"]


def test_what_is_old_is_not_found(monkeypatch):
    small, now = Memory(), time.monotonic()
    small.keep("a", "a", weight=1, seconds=30)
    small.keep("b", "b", weight=1, seconds=float("inf"))
    monkeypatch.setattr(memory.time, "monotonic", lambda: now + 31)

    assert small.find("a") is None
    assert small.find("b") == "b"


@pytest.mark.slow
def test_nobody_is_shown_what_another_saw(app, cast, rolled, inside):
    def seen(viewer):
        rows = wanted_rows(viewer, Wanted("entry", WEEK))
        return own_overview(viewer, WEEK, Order()), page_of_rows(viewer, rows, Wish())

    viewers = [getattr(cast, who).viewer for who in PEOPLE]
    alone = []
    for viewer in viewers:
        forget(app)
        alone.append(seen(viewer))
    together = [seen(viewer) for viewer in (*viewers, *viewers)]

    assert [_counts(found) for found in together] == [_counts(found) for found in alone] * 2
    assert len({str(_counts(found)) for found in alone}) >= 4


def _counts(found):
    overview, page = found
    lines = {line.node.id: line.figures for table in overview.sections for line in table.lines}
    return overview.figures, lines, overview.days, overview.previous, page.rows, page.total


@pytest.mark.slow
def test_a_place_of_others_is_absent_whether_or_not_its_days_were_counted_ahead(app, cast, rolled, inside, monkeypatch):
    def may_see(code):
        try:
            return wanted_rows(cast.duong.viewer, Wanted("entry", WEEK, area_code=code))
        except Absent:
            return None

    assert may_see("900") is None
    assert may_see("911")
    with transaction():
        db.session.query(RolledPeriod).delete()
    assert may_see("900") is None
    assert may_see("911")


@pytest.mark.slow
def test_a_day_counted_anew_has_another_version_only_if_it_changed(app, cast, rolled, inside):
    def version():
        return db.session.scalar(select(RolledPeriod.version).where(RolledPeriod.first_on == TODAY))

    first = version()
    with transaction():
        rolling.roll_day(TODAY, NOON)
    assert version() == first

    with transaction():
        bump(rolled["Chợ Dương Đông"], TODAY, entries=1)
        rolling.roll_day(TODAY, NOON)
    assert version() not in (first, "")


@pytest.mark.slow
def test_what_others_did_is_seen_within_a_minute_and_what_i_did_at_once(app, cast, rolled, browse, monkeypatch):
    me, other, waiting = browse(cast.chau), browse(cast.binh), "Đơn vị chờ duyệt"
    for reader in (me, other):
        assert waiting not in reader.get("/desk").text
    with app.app_context():
        make_unit(cast.binh, name="Quán Mới", commune="30769", status=UnitStatus.PENDING)
    me.send("/monitor", {"name": "hôm nay"}, to="/monitor/views")

    assert waiting in me.get("/desk").text
    assert waiting not in other.get("/desk").text
    now = time.monotonic()
    monkeypatch.setattr(memory.time, "monotonic", lambda: now + REMEMBERED_SECONDS + 1)
    assert waiting in other.get("/desk").text
