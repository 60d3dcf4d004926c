"""More people opened in an hour than one may alone: a second officer is asked, and says yes or no."""

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select

from app import settings
from app.access.policy import Role
from app.access.scope import unscoped
from app.clock import at, local_day
from app.db import db, transaction
from app.door import office_viewer
from app.follow_ups.actions.looks import ask_for_second, decide_request
from app.follow_ups.models import FollowUpLook
from app.follow_ups.rules.looks import may_open_another
from app.follow_ups.settings import LOOKS
from app.notices.models import Message
from app.units.rules import Outcome
from tests.follow_ups.conftest import NAME, account, open_at
from tests.made_once import made_once

MOST = 3
LOOKS_PAGE = "/isolation/looks"
SAID = {"look_purpose": "tracing", "look_reason": "Ca số 12"}
REFUSED = "đã mở xem đủ số người được phép"


@pytest.fixture
def clock():
    with time_machine.travel(at(local_day(), 9), tick=False) as travel:
        yield travel


@made_once
def cases(clock, app, cast, site):
    """More than may be opened in an hour, of a body for which `hai` is not on duty; a colleague of his."""
    with app.app_context(), transaction():
        settings.change(office_viewer(), LOOKS, MOST, from_on=local_day(), basis="thử")
        return [open_at(site, started_on=local_day() - timedelta(1)).id for _n in range(MOST + 2)]


@made_once
def nam(app, cast, cases):
    with app.app_context(), transaction():
        return account("nam", Role.HEALTH_OFFICER, body="health")


def _open(desk, case_id):
    path = f"/isolation/{case_id}"
    return desk.send(path, SAID, to=f"{path}/look").status if "look_reason" in desk.get(path).text else 0


def _ask(desk):
    return desk.send(LOOKS_PAGE, {"ask_reason": "Ca số 12 lan rộng"}, to=LOOKS_PAGE)


@pytest.mark.parametrize(
    ("opened", "releases", "may"),
    [(0, 0, True), (19, 0, True), (20, 0, False), (20, 1, True), (39, 1, True), (40, 1, False)],
)
def test_twenty_an_hour_and_as_many_for_each_release(opened, releases, may):
    assert may_open_another(opened, releases, 20) is may


@pytest.mark.slow
def test_the_one_too_many_asks_a_second_officer(app, cast, cases, nam, browse, clock):
    desk = browse(cast.hai)
    csrf = desk.get(f"/isolation/{cases[MOST]}").fields(f"/isolation/{cases[MOST]}/look")
    assert [_open(desk, case_id) for case_id in cases[:MOST]] == [303] * MOST

    page = desk.get(f"/isolation/{cases[MOST]}").text
    assert REFUSED in page
    assert NAME not in page
    # A form that was open since before is refused too, and the same person again is not one more.
    assert desk.post(f"/isolation/{cases[MOST]}/look", csrf | SAID).status == 409
    assert NAME in desk.get(f"/isolation/{cases[0]}").text
    assert _ask(desk).status == 303
    assert "Đang chờ cán bộ thứ hai" in desk.get(LOOKS_PAGE).text

    second = browse(nam)
    with app.app_context():
        told = db.session.scalars(select(Message).where(Message.cause.like("isolation-looks/%"))).all()
        assert [each.user_id for each in told] == [nam.user_id]
        assert NAME not in told[0].body
    assert "Ca số 12 lan rộng" in second.get(LOOKS_PAGE).text
    second.send(LOOKS_PAGE, to=f"{LOOKS_PAGE}/1/release")
    assert _open(desk, cases[MOST]) == 303
    assert NAME in desk.get(f"/isolation/{cases[MOST]}").text


@pytest.mark.slow
def test_nobody_releases_himself_and_no_stranger_does(app, cast, site, cases, nam, browse):
    desk = browse(cast.hai)
    for case_id in cases[:MOST]:
        _open(desk, case_id)
    _ask(desk)
    fields = desk.get("/isolation/protocols").fields()

    assert desk.post(f"{LOOKS_PAGE}/1/release", fields).status == 404
    assert "đề nghị được mở xem thêm" not in desk.get(LOOKS_PAGE).text
    stranger = browse(site.ha)
    assert stranger.post(f"{LOOKS_PAGE}/1/release", stranger.get(LOOKS_PAGE).fields()).status == 404
    assert browse(cast.an).get(LOOKS_PAGE).status == 403
    assert _open(desk, cases[MOST]) == 0


@pytest.mark.slow
def test_a_no_stays_no_and_the_hour_passes(app, cast, cases, nam, browse, clock):
    desk = browse(cast.hai)
    for case_id in cases[:MOST]:
        _open(desk, case_id)
    _ask(desk)
    browse(nam).send(LOOKS_PAGE, to=f"{LOOKS_PAGE}/1/refuse")

    assert _open(desk, cases[MOST]) == 0
    clock.shift(timedelta(minutes=61))
    assert _open(browse(cast.hai), cases[MOST]) == 303


def test_every_opening_stands_in_the_log_with_its_purpose(app, cast, site, cases, browse):
    desk = browse(cast.hai)
    path = f"/isolation/{cases[0]}"
    wrong = desk.send(path, {"look_purpose": "", "look_reason": "Ca số 12"}, to=f"{path}/look")
    assert wrong.status == 422
    assert 'value="Ca số 12"' in wrong.text
    _open(desk, cases[0])

    for reader in (cast.hai, site.ha):
        log = browse(reader).get(f"{LOOKS_PAGE}.csv").text
        assert "Điều tra, truy vết" in log
        assert "Trần Văn Hai" in log
        assert NAME not in log
    with app.app_context():
        stmt = unscoped(select(FollowUpLook), because="a test looks at all rows")
        [look] = db.session.scalars(stmt).all()
        assert (look.user_id, look.reason) == (cast.hai.user_id, "Ca số 12")


def test_the_same_person_again_is_not_one_more(app, cast, cases, browse, clock):
    desk = browse(cast.hai)
    assert _open(desk, cases[0]) == 303
    clock.shift(timedelta(minutes=31))

    assert [_open(browse(cast.hai), case_id) for case_id in cases[:MOST]] == [303] * MOST


def test_what_a_colleague_opened_is_not_open_to_others(app, cast, cases, nam, browse):
    _open(browse(nam), cases[MOST])
    desk = browse(cast.hai)
    for case_id in cases[:MOST]:
        _open(desk, case_id)

    assert REFUSED in desk.get(f"/isolation/{cases[MOST]}").text


def test_a_release_is_good_for_an_hour(app, cast, cases, nam, browse, clock):
    desk = browse(cast.hai)
    for case_id in cases[:MOST]:
        _open(desk, case_id)
    _ask(desk)
    browse(nam).send(LOOKS_PAGE, to=f"{LOOKS_PAGE}/1/release")
    clock.shift(timedelta(minutes=61))

    desk = browse(cast.hai)
    assert [_open(desk, case_id) for case_id in cases[: MOST + 1]] == [303] * MOST + [0]


def test_who_asks_twice_asks_once_and_by_tomorrow_no_longer(app, cast, cases, nam, browse, clock):
    desk = browse(cast.hai)
    for case_id in cases[:MOST]:
        _open(desk, case_id)
    form = desk.get(LOOKS_PAGE).fields(LOOKS_PAGE) | {"ask_reason": "Ca số 12 lan rộng"}
    assert [desk.post(LOOKS_PAGE, form).status for _n in range(2)] == [303, 303]

    assert browse(nam).get(LOOKS_PAGE).text.count("Ca số 12 lan rộng") == 1
    clock.shift(timedelta(hours=12, minutes=1))
    assert "Ca số 12 lan rộng" not in browse(nam).get(LOOKS_PAGE).text


def test_what_was_decided_stands(app, cast, cases, nam):
    with app.app_context(), transaction():
        row = ask_for_second(cast.hai.viewer, "Ca số 12")
        decide_request(nam.viewer, row, Outcome.REFUSED)
        decide_request(nam.viewer, row, Outcome.ACCEPTED)
        assert row.outcome is Outcome.REFUSED
