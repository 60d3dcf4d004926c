"""Somebody in isolation tells by the link how he is; the head of a household does it for all."""

from datetime import date, timedelta

import pytest
import time_machine
from sqlalchemy import select

from app.access.scope import unscoped
from app.clock import at
from app.db import db, transaction
from app.door import office_viewer
from app.follow_ups.actions import end_case, renew_link
from app.follow_ups.models import DailyReport, FollowUp, FollowUpAlert, FollowUpNeed
from app.follow_ups.people import Person, reading_of, told_apart
from app.follow_ups.queries import get_case
from app.follow_ups.rules.alerts import AlertKind
from app.follow_ups.rules.cases import CaseEnd
from app.follow_ups.rules.reports import Kind, Session, Symptom, Writer
from tests.follow_ups.conftest import NAME
from tests.made_once import made_once

WHY = "a test looks at all rows"
DAY = date(2021, 5, 8)


@pytest.fixture
def morning():
    with time_machine.travel(at(DAY, 8), tick=False) as travel:
        yield travel


@made_once
def home(morning, app, cast, site, open_case_at):
    return open_case_at(team_id=site.team_id, started_on=DAY - timedelta(1))


def _all(app, model):
    with app.app_context():
        return db.session.scalars(unscoped(select(model).order_by(model.id), because=WHY)).all()


def _readings(app):
    with app.app_context():
        stmt = select(DailyReport, FollowUp).join(FollowUp).order_by(DailyReport.id)
        rows = db.session.execute(unscoped(stmt, because=WHY))
        return [(report, reading_of(report, row.key)) for report, row in rows]


def test_she_tells_her_temperature_and_that_she_is_well(app, home, link_of, browse):
    page = browse().send(link_of(home), {"temperature": "36,8", "feeling": "well"})

    assert page.status == 303, page.text
    [(report, reading)] = _readings(app)
    assert (report.day, report.session, report.writer) == (DAY, Session.MORNING, Writer.SELF)
    assert (reading.tenths, reading.symptoms) == (368, ())
    assert b"368" not in report.health
    assert "Đã ghi. Xin cảm ơn." in browse().follow(page).text
    assert _all(app, FollowUp)[0].first_report_at is not None


def test_the_page_names_nobody_and_works_without_a_script(home, link_of, browse):
    page = browse().get(link_of(home))

    assert NAME not in page.text
    assert "Nguyễn Thị ***" in page.text
    assert "<script" not in page.text
    assert "0912345678" not in page.text


@pytest.mark.parametrize(("language", "words"), [("en", "Temperature"), ("km", "កម្តៅ")])
def test_it_speaks_english_and_khmer(home, link_of, browse, language, words):
    assert words in browse().get(f"{link_of(home)}?lang={language}").text


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"temperature": "43", "feeling": "well"}, "Thân nhiệt từ 35,0 đến 42,0"),
        ({"temperature": "36,8"}, "Hãy chọn một mục."),
        ({"temperature": "36,8", "feeling": "ill"}, "Hãy chọn triệu chứng"),
        ({"feeling": "well", "spo2": "120"}, "SpO2 từ 50% đến 100%"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_kept(app, home, link_of, browse, values, words):
    page = browse().send(link_of(home), {"spo2": "97", **values})

    assert page.status == 422
    assert words in page.text
    assert f'value="{values.get("spo2", "97")}"' in page.text
    assert _all(app, DailyReport) == []


def test_a_fever_is_on_the_desk_at_once(app, cast, site, home, link_of, browse):
    browse().send(link_of(home), {"temperature": "38.1", "feeling": "ill", "symptoms": ["cough"]})

    assert [alert.kind for alert in _all(app, FollowUpAlert)] == [AlertKind.FEVER, AlertKind.SYMPTOMS]
    assert "Cảnh báo chưa ai nhận: 2" in browse(cast.duong).get("/isolation").text
    assert NAME in browse(cast.an).get("/isolation/alerts").text
    assert NAME in browse(site.tam).get("/isolation/alerts").text
    assert "Trường hợp số" in browse(cast.hai).get("/isolation/alerts").text
    assert "Không có cảnh báo nào" in browse(cast.binh).get("/isolation/alerts").text


def test_an_alert_is_acknowledged_by_name(app, cast, site, home, link_of, browse, morning):
    browse().send(link_of(home), {"temperature": "38.1", "feeling": "well"})
    [alert] = _all(app, FollowUpAlert)
    path = f"/isolation/alerts/{alert.id}/acknowledge"

    outsider = browse(cast.binh)
    assert outsider.post(path, outsider.get("/isolation/protocols").fields()).status == 404
    morning.shift(timedelta(minutes=61))
    assert "Cấp huyện" in browse(cast.an).get("/isolation/alerts").text
    browse(site.tam).send("/isolation/alerts", to=path)

    assert "Lê Văn Tam" in browse(cast.an).get("/isolation/alerts?done=1").text
    assert "Không có cảnh báo nào" in browse(cast.an).get("/isolation/alerts").text


def test_a_correction_keeps_what_was_said_before(app, cast, home, link_of, browse):
    for temperature in ("38,6", "36,6", "36,6"):
        browse().send(link_of(home), {"temperature": temperature, "feeling": "well"})

    assert [(reading.tenths, bool(report.superseded_at)) for report, reading in _readings(app)] == [
        (386, True),
        (366, False),
    ]
    assert "đã sửa lúc" in browse(cast.duong).get(f"/isolation/{home}").text


def test_one_tap_says_it_was_told_to_the_national_system(app, home, link_of, browse):
    page = browse().send(link_of(home), {"elsewhere": "1"})
    assert page.status == 303
    browse().send(link_of(home), {"temperature": "36,6", "feeling": "well"})
    browse().send(link_of(home), {"elsewhere": "1"})

    assert [(report.kind, bool(report.superseded_at)) for report, _reading in _readings(app)] == [
        (Kind.ELSEWHERE, True),
        (Kind.HEALTH, False),
    ]


def test_the_head_of_the_household_reports_for_all(app, cast, home, open_case_at, link_of, browse):
    with app.app_context():
        head = get_case(office_viewer(), home)
    child = open_case_at(name="Nguyễn Thị Con", head=head, started_on=DAY - timedelta(1))
    phone, link = browse(), link_of(home)

    page = phone.get(link).text
    assert "Nguyễn Thị ***" in page
    phone.send(f"{link}?person=2", {"feeling": "ill", "symptoms": ["fever"]}, to=f"{link}?person=2")

    [(report, reading)] = _readings(app)
    assert (report.follow_up_id, report.writer, reading.symptoms) == (child, Writer.HEAD, (Symptom.FEVER,))
    assert browse().get(f"{link_of(child)}?person=2").text.count("Nguyễn Thị ***") == 1
    assert "Nguyễn Thị Con" in browse(cast.duong).get(f"/isolation/{home}").text


def test_what_the_family_needs_waits_once(app, cast, home, link_of, browse):
    for _n in range(2):
        browse().send(link_of(home), {"feeling": "well", "needs": ["food", "dialysis"]})

    assert sorted(need.kind.value for need in _all(app, FollowUpNeed)) == ["dialysis", "food"]
    assert "Chạy thận" in browse(cast.duong).get(f"/isolation/{home}").text


def test_links_die_when_renewed_and_at_the_end(app, home, link_of, browse):
    old = link_of(home)
    with app.app_context(), transaction():
        renew_link(office_viewer(), get_case(office_viewer(), home))
    new = link_of(home)
    assert (browse().get(old).status, browse().get(new).status) == (404, 200)

    with app.app_context(), transaction():
        end_case(office_viewer(), get_case(office_viewer(), home), end=CaseEnd.EARLY, reason="x")

    assert [browse().get(path).status for path in (new, "/h/x", "/h/" + "a" * 24)] == [404, 404, 404]


def test_the_evening_is_a_session_of_its_own(app, home, link_of, browse, morning):
    browse().send(link_of(home), {"feeling": "well"})
    morning.move_to(at(DAY, 16))
    browse().send(link_of(home), {"feeling": "well"})

    assert [report.session for report in _all(app, DailyReport)] == [Session.MORNING, Session.EVENING]


def test_a_form_without_its_stamp_is_asked_for_once_more(app, home, link_of, browse):
    page = browse().post(link_of(home), {"feeling": "well", "stamp": "x"})

    assert page.status == 422
    assert "bấm gửi lại" in page.text
    assert _all(app, DailyReport) == []


def test_a_page_sent_a_moment_after_midday_is_of_the_morning_that_it_names(app, home, link_of, browse, morning):
    phone, link = browse(), link_of(home)
    morning.move_to(at(DAY, 11, 58))
    fields = {**phone.get(link).fields(link_form(link)), "feeling": "well"}
    morning.move_to(at(DAY, 12, 20))
    assert phone.post(link_form(link), fields).status == 303
    morning.move_to(at(DAY, 23, 58))
    late = {**phone.get(link).fields(link_form(link)), "feeling": "well"}
    morning.move_to(at(DAY + timedelta(1), 0, 3))
    assert phone.post(link_form(link), late).status == 303

    said = [(report.day, report.session) for report in _all(app, DailyReport)]
    assert said == [(DAY, Session.MORNING), (DAY, Session.EVENING)]


def test_a_page_left_open_since_the_morning_asks_to_look_again(app, home, link_of, browse, morning):
    phone, link = browse(), link_of(home)
    fields = {**phone.get(link).fields(link_form(link)), "feeling": "well", "temperature": "36,4"}
    morning.move_to(at(DAY, 15))

    page = phone.post(link_form(link), fields)

    assert (page.status, _all(app, DailyReport)) == (422, [])
    assert "buổi chiều" in page.text
    assert 'value="36,4"' in page.text
    assert phone.post(link_form(link), {**page.fields(link_form(link)), "feeling": "well"}).status == 303
    assert [report.session for report in _all(app, DailyReport)] == [Session.EVENING]


def link_form(link, person=1):
    return f"{link}?person={person}"


def test_the_head_says_who_is_away_and_nobody_says_it_of_himself(app, home, open_case_at, link_of, browse):
    with app.app_context():
        head = get_case(office_viewer(), home)
    child = open_case_at(name="Nguyễn Thị Con", head=head, started_on=DAY - timedelta(1))
    phone, link = browse(), link_of(home)

    own = phone.send(link, {"absent": "1"}, to=link_form(link))
    phone.send(link_form(link, 2), {"absent": "1"}, to=link_form(link, 2))

    assert own.status == 422
    assert [(report.follow_up_id, report.kind, report.writer) for report in _all(app, DailyReport)] == [
        (child, Kind.ABSENT, Writer.HEAD)
    ]
    assert [alert.kind for alert in _all(app, FollowUpAlert)] == [AlertKind.ABSENT]


def test_a_page_of_a_member_who_has_left_is_never_taken_for_another(app, home, open_case_at, link_of, browse):
    with app.app_context():
        head = get_case(office_viewer(), home)
    first, _second = (open_case_at(name=f"Lê Văn {n}", head=head, started_on=DAY - timedelta(1)) for n in "AB")
    phone, link = browse(), link_of(home)
    to = link_form(link, 2)
    fields = {**phone.get(to).fields(to), "feeling": "ill", "symptoms": "fever"}
    with app.app_context(), transaction():
        end_case(office_viewer(), get_case(office_viewer(), first), end=CaseEnd.EARLY, reason="x")

    page = phone.post(to, fields)

    assert (page.status, _all(app, DailyReport)) == (422, [])
    assert "của người khác trong hộ" in page.text


def test_a_dead_link_says_what_to_do_and_tells_nothing(app, home, link_of, browse):
    old = link_of(home)
    with app.app_context(), transaction():
        end_case(office_viewer(), get_case(office_viewer(), home), end=CaseEnd.EARLY, reason="x")

    ended, guessed = browse().get(old), browse().get("/h/" + "a" * 24)

    assert (ended.status, guessed.status) == (404, 404)
    assert "hãy hỏi người theo dõi" in ended.text
    assert ended.text.replace(old, "") == guessed.text.replace("/h/" + "a" * 24, "")


def test_people_of_one_house_whose_names_read_the_same_are_told_apart(
    cast, site, morning, app, link_of, browse, open_case_at
):
    father = open_case_at(name="Nguyễn Văn Cha", team_id=site.team_id)
    with app.app_context():
        head = get_case(office_viewer(), father)
    open_case_at(name="Nguyễn Văn Con", head=head)
    open_case_at(name="Trần Thị Vợ", head=head)

    shown = browse().get(link_of(father)).text

    # All of them were born in one year here: a number stands where even the year does not tell.
    assert [shown.count(name) for name in ("Nguyễn Văn *** (1985) 1", "Nguyễn Văn *** (1985) 2")] == [2, 1]
    assert "Trần Thị *** <" not in shown
    assert "Trần Thị ***</a>" in shown


def test_masked_names_that_differ_need_no_year():
    people = [Person("Lê Văn Cha", 1960), Person("Lê Văn Con", 1990), Person("Trần Thị Vợ", 1962), None]

    assert told_apart(people) == ["Lê Văn *** (1960)", "Lê Văn *** (1990)", "Trần Thị ***", ""]


def test_when_the_head_is_released_his_house_reports_by_its_own_links(
    app, cast, site, morning, link_of, browse, open_case_at
):
    father = open_case_at(team_id=site.team_id)
    with app.app_context():
        head = get_case(office_viewer(), father)
    child = open_case_at(name="Nguyễn Văn Con", head=head)
    desk, path = browse(cast.duong), f"/isolation/{father}"

    page = desk.follow(desk.send(path, {"end": "early", "end_reason": "Theo quyết định số 5"}, to=f"{path}/end"))

    assert f"trường hợp số {child}" in page.text
    assert _all(app, FollowUp)[1].head_id is None
    assert "Chủ hộ khai thay</dt>" not in desk.get(f"/isolation/{child}").text
    assert "Đổi người khai thay trong hộ" in desk.get(f"/isolation/{child}").text
    assert browse().get(link_of(child)).status == 200
