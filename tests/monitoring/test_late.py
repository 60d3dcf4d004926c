"""Who has not reported today: ranked by risk and silence, reminded by hand, once a day."""

import csv

import pytest
import time_machine
from sqlalchemy import select

from app import clock
from app.access.scope import unscoped
from app.db import db, transaction
from app.notices.models import Message
from app.tallies.actions import bump
from app.units.models import Unit
from tests.factories import make_manager
from tests.monitoring.conftest import TODAY


def post(browser, path, values=None):
    """Send values by a form of the staff's pages."""
    token = browser.get("/desk").fields("/logout")["csrf_token"]
    return browser.post(path, {"csrf_token": token, **(values or {})})


def names(page):
    return [line.split(";")[0].lstrip("\ufeff") for line in page.text.splitlines()[1:]]


def told(app, kind):
    with app.app_context():
        return db.session.scalars(select(Message).where(Message.kind == kind).order_by(Message.id)).all()


def test_places_at_risk_come_first_then_those_silent_longest(app, cast, province, browse):
    # Phú Quốc is at high risk. Quán Gió has been silent for a week, the market since the day before yesterday.
    page = browse(cast.chau).get("/monitor/late.csv")

    assert names(page) == [
        "Quán Gió",
        "Chợ Dương Đông",
        "Khách sạn Biển Xanh",
        "Khách sạn Sao Mai",
        "Chợ Đông Hồ",
    ]


def test_who_has_reported_is_not_on_the_list(app, cast, province, browse):
    with app.app_context(), transaction():
        bump(province["Quán Gió"], TODAY, entries=1)

    assert "Quán Gió" not in names(browse(cast.chau).get("/monitor/late.csv"))
    assert "Quán Gió" in names(browse(cast.chau).get("/monitor/late.csv?day=yesterday"))


def test_binh_sees_his_own_and_cannot_remind_others(app, cast, province, browse):
    browser = browse(cast.binh)
    quiet = province["Quán Gió"]

    assert names(browser.get("/monitor/late.csv")) == ["Khách sạn Sao Mai", "Chợ Đông Hồ"]
    assert browser.get("/monitor/late?area=911").status == 404
    post(browser, "/monitor/late/units", {"unit": quiet, "confirmed": "y"})
    assert not told(app, "monitoring.unit_silent")


@pytest.mark.slow
def test_an_sees_whom_she_reminds_and_each_hears_once_a_day(app, cast, province, browse):
    with app.app_context():
        stmt = select(Unit).where(Unit.id == province["Quán Gió"])
        make_manager(db.session.scalars(unscoped(stmt, because="a test")).one())
    an, quiet = browse(cast.an), {"unit": province["Quán Gió"]}

    asked = post(an, "/monitor/late/units", quiet)
    assert "Nhắc 1 nơi?" in asked.text
    assert "Quán Gió" in asked.text
    assert not told(app, "monitoring.unit_silent")

    for _ in range(2):
        post(an, "/monitor/late/units", {**quiet, "confirmed": "y"})
    assert [message.subject for message in told(app, "monitoring.unit_silent")] == [
        "Quán Gió chưa có số liệu vào, ra ngày 20/5/2026"
    ]


def test_oanh_may_look_and_not_remind(cast, province, browse):
    oanh = browse(cast.oanh)

    assert "Nhắc các đơn vị đã chọn" not in oanh.get("/monitor/late").text
    assert post(oanh, "/monitor/late/units", {"unit": province["Quán Gió"]}).status == 403


def test_chau_reminds_a_body_of_what_it_owes(app, cast, province, letter, browse):
    chau = browse(cast.chau)
    tourism = {"body": province["tourism"]}
    assert "Cơ quan còn việc quá hạn" in chau.get("/monitor/late").text

    assert "Sở Du lịch" in post(chau, "/monitor/late/bodies", tourism).text
    post(chau, "/monitor/late/bodies", {**tourism, "confirmed": "y"})

    assert {message.user_id for message in told(app, "monitoring.body_owes")} >= {cast.lan.user_id, cast.loan.user_id}


def test_the_bodies_that_owe_something_are_a_file_of_their_own(cast, province, letter, browse):
    chau = browse(cast.chau)
    page = chau.get("/monitor/late")
    (section,) = [each for each in page.tree.iter("section") if each.get("aria-labelledby") == "bodies"]
    (address,) = [link.get("href") for link in section.iter("a") if link.text == "CSV"]
    _head, *rows = csv.reader(chau.get(address).text.splitlines(), delimiter=";")

    shown = sorted("".join(row.find("th").itertext()).strip() for row in section.find(".//tbody"))
    assert shown
    assert sorted(row[0] for row in rows if row) == shown


def test_the_list_goes_into_a_chat_as_a_picture(cast, province, browse):
    answer = browse(cast.an).get("/monitor/late.png")

    assert answer.response.mimetype == "image/png"
    assert answer.response.data.startswith(b"\x89PNG")


def test_yesterday_is_asked_of_its_own_day(app, cast, province, browse):
    with time_machine.travel(clock.at(TODAY, 8), tick=False):
        page = browse(cast.an).get("/monitor/late?day=yesterday").text

    assert "Hôm qua ai chưa có số liệu" in page
    assert "còn nhận đến 10:00, 20/5/2026" in page
