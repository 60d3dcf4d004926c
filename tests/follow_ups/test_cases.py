"""An officer opens, changes, hands over and ends a case; who is on duty sees the name, others do not."""

from datetime import date, timedelta

import pytest
import time_machine
from sqlalchemy import select

from app.access.scope import unscoped
from app.clock import at, local_day
from app.crypto import current_keys
from app.db import db, transaction
from app.door import office_viewer
from app.follow_ups.actions import end_case, extend_case
from app.follow_ups.jobs import erase_ended_cases
from app.follow_ups.models import FollowUp, FollowUpSpell, FollowUpTest
from app.follow_ups.people import key_id, person_of
from app.follow_ups.queries import get_case
from app.follow_ups.rules.cases import CaseClass, CaseEnd, Place
from app.web.filters import day as write_day
from tests.follow_ups.conftest import NAME, open_at

WHY = "a test looks at all rows"
START = date(2021, 5, 7)


def _all(app, model):
    with app.app_context():
        return db.session.scalars(unscoped(select(model).order_by(model.id), because=WHY)).all()


def _values(**changed):
    usual = {
        "full_name": NAME,
        "birth_year": "1985",
        "phone": "0912345678",
        "reason": "Tiếp xúc gần",
        "case_class": "f1",
        "place": "site",
        "order_number": "12/QĐ-UBND",
        "room": "P12",
        "bed": "2",
    }
    return usual | changed


def test_an_opens_a_case_at_a_site_by_the_protocol_of_its_day(app, cast, site, browse):
    with time_machine.travel(at(START, 8), tick=False):
        desk = browse(cast.an)
        page = desk.send("/isolation/new", _values(site=str(site.unit_id)), to="/isolation/new")

        assert page.status == 303, page.text
        shown = desk.follow(page).text
    row = _all(app, FollowUp)[0]
    assert (row.place, row.case_class, row.room, row.planned_end_on) == (
        Place.SITE,
        CaseClass.F1,
        "P12",
        date(2021, 6, 3),
    )
    assert [test.due_on.isoformat() for test in _all(app, FollowUpTest)] == [
        "2021-05-07", "2021-05-20", "2021-05-26", "2021-06-03"
    ]  # fmt: skip
    assert NAME in shown
    assert "Công điện 600/CĐ-BCĐ" in shown


def test_who_started_before_the_telegram_follows_what_held_then(app, cast, site, browse):
    with time_machine.travel(at(date(2021, 5, 6), 8), tick=False):
        values = _values(site=str(site.unit_id), started_on="04/5/2021")
        page = browse(cast.an).send("/isolation/new", values, to="/isolation/new")

    assert page.status == 303, page.text
    assert _all(app, FollowUp)[0].planned_end_on == date(2021, 5, 17)


def test_the_same_form_sent_twice_opens_one_case(app, cast, site, browse):
    desk = browse(cast.an)
    values = desk.get("/isolation/new").fields("/isolation/new") | _values(site=str(site.unit_id))

    first, second = desk.post("/isolation/new", values), desk.post("/isolation/new", values)

    assert (first.status, second.location) == (303, first.location)
    assert len(_all(app, FollowUp)) == 1


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"full_name": ""}, "Hãy ghi họ và tên."),
        ({"site": ""}, "Hãy chọn cơ sở cách ly."),
        ({"place": "home", "commune": ""}, "Hãy chọn xã, phường, thị trấn."),
        ({"order_number": ""}, "Hãy ghi số, ký hiệu quyết định cách ly."),
        ({"started_on": "01/01/2001"}, "trong 60 ngày qua"),
        ({"phone": "12"}, "Số điện thoại phải có 10 chữ số"),
    ],
)
def test_what_is_wrong_stands_beside_its_field_and_nothing_is_opened(app, cast, site, browse, changed, words):
    values = _values(site=str(site.unit_id)) | changed

    page = browse(cast.an).send("/isolation/new", values, to="/isolation/new")

    assert page.status == 422
    assert words in page.text
    assert 'value="P12"' in page.text
    assert _all(app, FollowUp) == []


def test_nothing_personal_stands_in_the_table(app, cast, site, open_case_at):
    open_case_at(site)

    row = _all(app, FollowUp)[0]
    plain = " ".join(str(getattr(row, column.key)) for column in FollowUp.__table__.columns)

    assert "Lụa" not in plain
    assert "0912345678" not in plain
    assert NAME.encode() not in row.person


@pytest.mark.parametrize(
    ("who", "sees"),
    [
        ("sau", True),  # staff of the site
        ("an", True),  # the district answers
        ("anh", True),
        ("ha", True),  # district health, of the same body
        ("tam", False),  # the team looks after people at home
        ("duong", False),  # a commune, not responsible for the site
        ("hai", False),  # province health: only with a reason
        ("chau", False),
        ("chuong", False),
        ("oanh", False),
    ],
)
def test_names_are_seen_by_who_is_on_duty(cast, site, browse, open_case_at, who, sees):
    case_id = open_case_at(site)
    person = getattr(site, who, None) or getattr(cast, who)

    texts = [browse(person).get(path).text for path in ("/isolation", f"/isolation/{case_id}", "/isolation/alerts")]
    file = browse(person).get("/isolation.csv").response.data.decode()

    assert [NAME in text for text in texts[:2]] == [sees, sees]
    assert (NAME in file) is sees


def test_binh_of_the_next_district_finds_nothing(cast, site, browse, open_case_at):
    case_id = open_case_at(site)
    desk = browse(cast.binh)

    assert desk.get(f"/isolation/{case_id}").status == 404
    ended = {"end": "early", "end_reason": "x", **desk.get("/isolation/protocols").fields()}
    assert desk.post(f"/isolation/{case_id}/end", ended).status == 404
    assert "Không có ai phù hợp" in desk.get("/isolation").text


def test_the_team_sees_whom_it_looks_after_and_nobody_else(cast, site, browse, open_case_at):
    mine = open_case_at(team_id=site.team_id)
    other = open_case_at(name="Trần Văn Khác")
    phone = browse(site.tam)

    page = phone.get("/isolation").text

    assert NAME in page
    assert f"/isolation/{other}" not in page
    assert NAME in phone.get(f"/isolation/{mine}").text
    assert "Trần Văn Khác" not in phone.get(f"/isolation/{other}").text


def test_hai_opens_a_case_outside_duty_with_a_reason_that_is_kept(app, cast, site, browse, open_case_at):
    case_id = open_case_at(site)
    desk, path = browse(cast.hai), f"/isolation/{case_id}"

    refused = desk.send(path, {"look_reason": ""}, to=f"{path}/look")
    desk.send(path, {"look_purpose": "tracing", "look_reason": "Truy vết ca số 12"}, to=f"{path}/look")

    assert refused.status == 422
    assert NAME in desk.get(path).text
    assert "Mở xem ngoài nhiệm vụ" in browse(cast.an).get(path).text
    assert browse(cast.quan).get("/audit?name=follow_up.looked_at").status == 200
    with time_machine.travel(at(local_day() + timedelta(1), 23)):
        assert NAME not in desk.get(path).text


def test_the_province_office_may_not_ask_for_names(cast, site, browse, open_case_at):
    case_id = open_case_at(site)

    assert browse(cast.chau).post(f"/isolation/{case_id}/look", {"look_reason": "muốn biết"}).status == 403


def test_a_case_is_extended_converted_and_ended_and_its_history_says_so(app, cast, site, browse, open_case_at):
    case_id = open_case_at(site)
    desk, path = browse(cast.an), f"/isolation/{case_id}"
    later = _all(app, FollowUp)[0].planned_end_on + timedelta(7)

    desk.send(path, {"until_on": write_day(later), "extension_number": "13/QĐ"}, to=f"{path}/extend")
    desk.send(path, {"case_class": "f0"}, to=f"{path}/convert")
    too_early = desk.send(path, {"end": "completed"}, to=f"{path}/end")
    without_reason = desk.send(path, {"end": "early", "end_reason": ""}, to=f"{path}/end")
    desk.send(path, {"end": "early", "end_reason": "Âm tính, về sớm theo QĐ 14"}, to=f"{path}/end")

    row = _all(app, FollowUp)[0]
    assert (row.planned_end_on, row.case_class, row.end, row.ended_on) == (
        later,
        CaseClass.F0,
        CaseEnd.EARLY,
        local_day(),
    )
    assert (too_early.status, without_reason.status) == (422, 422)
    shown = desk.get(path).text
    assert all(words in shown for words in ("Gia hạn cách ly", "Chuyển đổi phân loại", "Kết thúc cách ly"))
    assert row.token_digest is None


def test_until_the_receiver_accepts_the_sender_answers(app, cast, site, browse, open_case_at):
    case_id = open_case_at(body="commune-31078", started_on=local_day() - timedelta(3))
    sender, path = browse(cast.duong), f"/isolation/{case_id}"

    sender.send(path, {"to_site": str(site.unit_id)}, to=f"{path}/transfer")

    assert NAME in sender.get(path).text
    staff = browse(site.sau)
    waiting = staff.get("/isolation/transfers").text
    assert f"Trường hợp số {case_id}" in waiting
    assert NAME not in waiting
    assert staff.get(path).status == 404
    accept = next(form for form in ("/isolation/transfers/1/accept",) if form in waiting)
    outsider = browse(cast.binh)
    assert outsider.post(accept, outsider.get("/isolation/protocols").fields()).status == 404
    staff.send("/isolation/transfers", to=accept)
    assert NAME in staff.get(path).text
    spells = _all(app, FollowUpSpell)
    assert [(each.unit_id, each.until_on) for each in spells] == [(None, local_day()), (site.unit_id, None)]
    assert spells[1].from_on == local_day()


def test_in_hospital_no_day_is_owed(app, cast, site, browse, open_case_at):
    case_id = open_case_at(site, started_on=local_day() - timedelta(5))
    desk, path = browse(cast.an), f"/isolation/{case_id}"

    desk.send(path, to=f"{path}/hospital")
    assert [each.until_on for each in _all(app, FollowUpSpell)] == [local_day()]
    desk.send(path, to=f"{path}/hospital")

    assert [each.from_on for each in _all(app, FollowUpSpell)] == [
        local_day() - timedelta(4),
        local_day() + timedelta(1),
    ]


def test_a_key_dies_some_weeks_after_the_end_and_the_person_with_it(app, cast, site, open_case_at):
    case_id = open_case_at(site)
    with app.app_context(), transaction():
        end_case(office_viewer(), get_case(office_viewer(), case_id), end=CaseEnd.EARLY, reason="x")
    with app.app_context(), transaction():
        assert erase_ended_cases(local_day() + timedelta(27)) == 0
        assert erase_ended_cases(local_day() + timedelta(28)) == 1
        assert erase_ended_cases(local_day() + timedelta(28)) == 0

    with app.app_context():
        row = get_case(office_viewer(), case_id)
        assert current_keys().is_destroyed(key_id(row.key))
        assert person_of(row) is None


@pytest.mark.slow
def test_the_health_department_adds_a_protocol_from_a_day_on(app, cast, browse):
    desk = browse(cast.hai)
    told = {
        "name": "Cách ly 14 ngày, theo dõi 14 ngày",
        "basis": "Công điện 1",
        "from_on": write_day(local_day() + timedelta(3)),
        "site_days": "14",
        "home_days": "14",
        "site_test_days": "1, 7, 14",
        "home_test_days": "7",
    }

    wrong = desk.send("/isolation/protocols", {**told, "site_test_days": "15"}, to="/isolation/protocols")
    page = desk.send("/isolation/protocols", told, to="/isolation/protocols")

    assert wrong.status == 422
    assert page.status == 303, page.text
    assert "lấy mẫu ngày 1, 7, 14" in desk.follow(page).text
    with app.app_context(), transaction():
        rows = [open_at(started_on=local_day() + timedelta(n)) for n in (2, 3)]
        assert [row.protocol.site_days for row in rows] == [21, 14]
        extend_case(office_viewer(), rows[0], until_on=rows[0].planned_end_on + timedelta(1), order_number="2")
        assert rows[0].protocol.site_days == 21
    assert desk.send("/isolation/protocols", told, to="/isolation/protocols").status == 422
    assert browse(cast.an).post("/isolation/protocols", told).status == 403
