"""A school behind one address gets in; a script does not; whoever has to wait is told how long and loses nothing."""

import pytest
from limits import parse
from sqlalchemy.exc import OperationalError

from app.visits import actions
from app.visits.limits import PAGE, over_sending
from tests.visits.records import stored
from tests.visits.sheets import sheet

pytestmark = pytest.mark.slow
ONCE = parse("1/minute")


def _is_told_to_wait(page):
    assert page.status == 429
    assert 0 < int(page.response.headers["Retry-After"]) <= 60
    assert f"đợi {page.response.headers['Retry-After']} giây" in page.text
    return True


def _narrow(monkeypatch, *names):
    for name in names:
        monkeypatch.setattr(f"app.visits.limits.{name}", ONCE)


def test_a_hundred_pupils_enter_within_a_minute_by_one_address(app, inn):
    with app.test_request_context():
        waits = [over_sending("10.0.0.1", inn.code, f"phone {n}") for n in range(100)]

    assert waits == [0] * 100


def test_a_script_that_sends_on_and_on_from_one_page_is_stopped_and_its_neighbours_are_not(app, inn):
    with app.test_request_context():
        waits = [over_sending("10.0.0.1", inn.code, "one page") for _ in range(PAGE.amount + 200)]
        neighbour = over_sending("10.0.0.1", inn.code, "another page")

    assert waits[: PAGE.amount] == [0] * PAGE.amount
    assert all(waits[PAGE.amount :])
    assert neighbour == 0


@pytest.mark.parametrize("name", ["PAGE", "SENDING", "DOOR", "ADDRESS"])
def test_each_limit_holds_by_itself(app, monkeypatch, name):
    _narrow(monkeypatch, name)
    same = {"PAGE": ("b", "y", "page"), "SENDING": ("a", "x", "2"), "DOOR": ("b", "x", "2"), "ADDRESS": ("a", "y", "2")}
    with app.test_request_context():
        over_sending("a", "x", "page")

        assert over_sending(*same[name]) > 0
        assert over_sending("c", "z", "3") == 0


def test_too_many_from_one_address_wait_and_lose_nothing(app, inn, market, browse, monkeypatch):
    _narrow(monkeypatch, "SENDING")
    phone = browse()
    phone.send(f"/q/{inn.code}", sheet())

    page = phone.send(f"/q/{inn.code}", sheet(full_name="Người Sau"))

    assert _is_told_to_wait(page)
    assert page.fields()["full_name"] == "Người Sau"
    assert stored(app)[0] == 1
    assert phone.send(f"/q/{market.code}", sheet()).status == 303


def test_one_tap_that_has_to_wait_can_be_sent_again_by_one_button(app, inn, market, browse, monkeypatch):
    phone = browse()
    phone.send(f"/q/{inn.code}", sheet(remember="y"))
    tap = {**phone.get(f"/q/{market.code}").fields(), "tap": "1"}
    _narrow(monkeypatch, "SENDING")
    browse().send(f"/q/{market.code}", sheet(full_name="Bà Tư"))

    page = phone.post(f"/q/{market.code}", tap)

    assert _is_told_to_wait(page)
    monkeypatch.undo()
    assert phone.post(f"/q/{market.code}", page.fields()).status == 303
    assert stored(app)[2] == 3


def test_who_presses_again_while_the_database_is_away_is_not_stopped_for_it(app, inn, browse, monkeypatch):
    phone, stores = browse(), actions.check_in
    form = {**phone.get(f"/q/{inn.code}").fields(), **sheet()}
    monkeypatch.setattr(actions, "check_in", _away)
    assert {phone.post(f"/q/{inn.code}", form).status for _ in range(PAGE.amount + 5)} == {503}

    monkeypatch.setattr(actions, "check_in", stores)

    assert phone.post(f"/q/{inn.code}", form).status == 303
    assert stored(app) == (1, 1, 1)


def _away(_arrival, **_how):
    raise OperationalError("INSERT", {}, Exception("the database system is starting up"))
