"""Signs in the rosters of isolated people: told to the site or team first, explained by it, closed by an officer."""

from datetime import date, timedelta

import pytest
import time_machine
from sqlalchemy import select

from app.access.scope import unscoped
from app.clock import at
from app.db import db, transaction
from app.door import Viewer, office_viewer
from app.flags.actions import find_flags
from app.flags.models import Flag
from app.flags.rules import FlagKind
from app.follow_ups.actions import write_report
from app.follow_ups.queries import get_case
from app.follow_ups.rules.reports import Session, Writer, read_cell
from app.follow_ups.signs import SIGNS
from app.notices.models import Message
from tests.follow_ups.conftest import open_at
from tests.made_once import made_once

FIRST, LAST = date(2021, 5, 3), date(2021, 5, 9)
MANY = 10
HOURS = {Session.MORNING: 8, Session.EVENING: 15}
pytestmark = pytest.mark.slow


@made_once
def roster(app, site):
    """So many people at the site, and as many who are looked after by the team of Dương Đông."""
    with time_machine.travel(at(FIRST - timedelta(3), 8), tick=False), app.app_context(), transaction():
        there = [open_at(site, phone=f"09120000{n:02}", name=f"Nguyễn Văn A{n}") for n in range(MANY)]
        home = [open_at(team_id=site.team_id, phone=f"09130000{n:02}", name=f"Lê Thị B{n}") for n in range(MANY)]
        db.session.flush()
        return {Writer.STAFF: [row.id for row in there], Writer.TEAM: [row.id for row in home]}


def _write(app, ids, cell, *, writer=Writer.STAFF, days=7, session=Session.MORNING, minutes=0, later=False):
    """`cell(n, day)` is what is typed of the n-th person; `minutes` pass between the first person and the others."""
    for back in range(days - 1, -1, -1):
        day = LAST - timedelta(back)
        for n, case_id in enumerate(ids):
            hour = (day + timedelta(1), 7) if later else (day, HOURS[session])
            when = at(*hour, minutes if n else 0)
            with time_machine.travel(when, tick=False), app.app_context(), transaction():
                row, reading = get_case(office_viewer(), case_id), read_cell(cell(n, day))
                write_report(Viewer(), row, reading, day=day, session=session, writer=writer)


def _seen(app):
    with time_machine.travel(at(LAST + timedelta(1), 10, 30), tick=False), app.app_context(), transaction():
        find_flags(LAST)
        stmt = unscoped(select(Flag).where(Flag.kind.in_(SIGNS)), because="a test looks at all rows")
        return {flag.kind: (flag.unit_id, flag.team_id, flag.rows) for flag in db.session.scalars(stmt)}


def _own(n, day):
    """Everybody's own temperature, another each day."""
    return f"36,{(n + day.day) % 10}"


@pytest.mark.parametrize(
    ("cell", "how", "kinds"),
    [
        pytest.param(lambda n, day: "36,5", {"days": 1}, {FlagKind.HEALTH_SAME}, id="one temperature"),
        pytest.param(lambda n, day: "36,5" if n else "36,6", {"days": 1}, set(), id="two temperatures"),
        pytest.param(lambda n, day: "", {"days": 1}, set(), id="nothing typed"),
        pytest.param(lambda n, day: "36,5" if n else "", {"days": 1}, set(), id="too few typed"),
        pytest.param(
            lambda n, day: f"36,{n % 10}", {"minutes": 5}, {FlagKind.HEALTH_UNCHANGED}, id="each the same all week"
        ),
        pytest.param(lambda n, day: f"36,{n % 10}", {"days": 6, "minutes": 5}, set(), id="a day less"),
        pytest.param(_own, {}, {FlagKind.HEALTH_BULK}, id="all within a minute"),
        pytest.param(_own, {"minutes": 5}, set(), id="as it should be"),
        pytest.param(_own, {"days": 1, "later": True, "minutes": 5}, {FlagKind.HEALTH_AFTERWARDS}, id="the day after"),
        pytest.param(lambda n, day: "t", {}, set(), id="told at tokhaiyte.vn"),
        pytest.param(lambda n, day: "36,5", {"writer": Writer.SELF}, set(), id="each of himself"),
    ],
)
def test_what_is_odd_in_a_roster(app, roster, cell, how, kinds):
    _write(app, roster[Writer.STAFF], cell, **how)

    assert set(_seen(app)) == kinds


def test_the_rows_are_counts_of_the_team_s_roster(app, site, roster):
    _write(app, roster[Writer.TEAM], lambda n, day: "36,5", writer=Writer.TEAM, days=1)

    row = {"day": LAST.isoformat(), "session": "morning", "temperature": "36,5", "people": MANY}
    assert _seen(app) == {FlagKind.HEALTH_SAME: (None, site.team_id, [row])}


def test_a_correction_of_the_day_after_is_not_a_record_of_the_day_after(app, roster):
    _write(app, roster[Writer.STAFF], _own, days=1, minutes=5)
    _write(app, roster[Writer.STAFF], lambda n, day: f"36,{n}", days=1, minutes=5, later=True)

    assert _seen(app) == {}


def test_the_site_explains_first_and_the_officer_closes(app, cast, site, browse, roster):
    _write(app, roster[Writer.STAFF], lambda n, day: "36,5", days=1)
    _seen(app)
    with app.app_context():
        flag_id = db.session.scalars(
            unscoped(select(Flag.id).where(Flag.kind.in_(SIGNS)), because="a test looks at all rows")
        ).one()
        asked = db.session.scalars(select(Message.user_id).where(Message.kind == "flags.opened")).all()
    one = f"/flags/{flag_id}"
    with time_machine.travel(at(LAST + timedelta(1), 11), tick=False):
        staff, district = browse(site.sau), browse(cast.an)
        page = staff.get(one).text
        early = district.get(one).text
        foreign = [browse(who).get(one).status for who in (cast.binh, cast.hai, site.tam)]
        staff.send(one, {"explanation": "Nhiệt kế hỏng, đã thay"}, to=f"{one}/explain")
        closed = district.follow(district.send(one, {"outcome": "justified", "note": ""}, to=f"{one}/close"))

    assert asked == [site.sau.user_id]
    assert "Thân nhiệt ghi như nhau cho mọi người trong một buổi" in page
    assert "Buổi sáng" in page
    assert "Đây là dấu hiệu cần làm rõ, chưa phải kết luận" in page
    assert "Kết luận được sau khi đơn vị giải trình" in early
    assert foreign == [404, 404, 404]
    assert "Có lý do" in closed.text
