"""Samples are due by the protocol, a positive one leads to who was near; needs wait; a site knows its beds."""

from dataclasses import replace
from datetime import timedelta

from sqlalchemy import select

from app.access.scope import unscoped
from app.clock import local_day
from app.db import db, transaction
from app.door import office_viewer
from app.follow_ups.actions import correct_sample, end_case, record_sample
from app.follow_ups.actions.reports import ask_for
from app.follow_ups.models import FollowUp, FollowUpAlert, FollowUpNeed, FollowUpTest, FollowUpTestCorrection
from app.follow_ups.queries import get_case, get_test, list_near, list_tests
from app.follow_ups.rules.alerts import AlertKind
from app.follow_ups.rules.cases import CaseClass, CaseEnd, Correction, NeedKind, SampleResult
from app.units.rules import UnitKind, UnitStatus
from app.web.filters import day as write_day
from tests.factories import make_unit
from tests.follow_ups.conftest import NAME
from tests.made_once import made_once

WHY = "a test looks at all rows"
TESTS = "/isolation/tests"


def _all(app, model):
    with app.app_context():
        return db.session.scalars(unscoped(select(model).order_by(model.id), because=WHY)).all()


@made_once
def lua(site, open_case_at):
    return open_case_at(site, room="P1", started_on=local_day())


def test_a_sample_that_is_due_is_taken_and_its_result_noted(app, cast, site, lua, browse):
    desk, first = browse(site.sau), f"{TESTS}/1"
    assert NAME in desk.get(TESTS).text
    assert desk.get(TESTS).text.count('action="/isolation/tests/') == 1  # of four days only the first is due

    desk.send(TESTS, {"result": "taken"}, to=first)
    assert "chờ kết quả" in desk.get(TESTS).text
    desk.send(TESTS, {"result": "negative"}, to=first)

    row = _all(app, FollowUpTest)[0]
    assert (row.result, row.taken_on, row.result_on) == (SampleResult.NEGATIVE, local_day(), local_day())
    assert "Không có lần lấy mẫu nào đến hạn" in desk.get(TESTS).text
    assert _all(app, FollowUp)[0].case_class is CaseClass.F1


def test_of_who_has_left_no_sample_is_due(app, cast, site, lua, browse):
    with app.app_context(), transaction():
        end_case(office_viewer(), get_case(office_viewer(), lua), end=CaseEnd.EARLY, reason="x")

    assert "Không có lần lấy mẫu nào đến hạn" in browse(site.sau).get(TESTS).text


def test_who_is_positive_is_f0_and_who_was_near_is_listed(app, cast, site, lua, browse, open_case_at):
    mate = open_case_at(site, room="P1", name="Lê Văn Cùng")
    open_case_at(site, room="P2", name="Lê Văn Xa")
    with app.app_context():
        head = get_case(office_viewer(), lua)
    child = open_case_at(site, room="P3", name="Nguyễn Thị Con", head=head)
    desk = browse(site.sau)

    page = desk.follow(desk.send(TESTS, {"result": "positive"}, to=f"{TESTS}/1"))

    assert all(f"/isolation/{each}" in page.text for each in (mate, child))
    assert "Lê Văn Cùng" in page.text
    assert "Lê Văn Xa" not in page.text
    assert _all(app, FollowUp)[0].case_class is CaseClass.F0
    assert [alert.kind for alert in _all(app, FollowUpAlert)] == [AlertKind.POSITIVE]


def test_a_sample_was_taken_when_it_was_taken_and_its_result_came_when_it_came(app, site, lua):
    with app.app_context(), transaction():
        test = list_tests(office_viewer(), get_case(office_viewer(), lua))[0]
        record_sample(site.sau.viewer, test, SampleResult.TAKEN, on=local_day())
        assert (test.taken_on, test.result_on) == (local_day(), None)
        record_sample(site.sau.viewer, test, SampleResult.NEGATIVE, on=local_day() + timedelta(2))
        assert (test.taken_on, test.result_on) == (local_day(), local_day() + timedelta(2))


def test_a_room_of_the_same_name_elsewhere_is_not_near(app, cast, site, lua, open_case_at):
    with app.app_context():
        other = replace(site, unit_id=make_unit(cast.an, kind=UnitKind.QUARANTINE_SITE, status=UnitStatus.ACTIVE).id)
    open_case_at(other, room="P1")

    with app.app_context():
        assert list_near(office_viewer(), get_case(office_viewer(), lua)).people == []


def test_samples_are_noted_by_who_is_on_duty(app, cast, site, lua, browse):
    outsider, province = browse(cast.binh), browse(cast.hai)

    assert [browser.post(f"{TESTS}/1", browser.get("/isolation/protocols").fields()).status for browser in (outsider, province)] == [404, 404]  # fmt: skip # noqa: E501
    assert NAME not in province.get(TESTS).text
    assert browse(cast.chau).get(TESTS).status == 403
    assert _all(app, FollowUpTest)[0].result is SampleResult.DUE


def test_a_sample_can_be_added(app, cast, lua, browse):
    path, on = f"/isolation/{lua}", local_day() + timedelta(5)
    for _n in range(2):
        browse(cast.an).send(path, {"due_on": write_day(on)}, to=f"{path}/tests")

    assert [row.due_on for row in _all(app, FollowUpTest)].count(on) == 1


def test_a_need_waits_until_somebody_says_it_was_met(app, cast, site, open_case_at, browse):
    case_id = open_case_at(team_id=site.team_id)
    with app.app_context(), transaction():
        ask_for(get_case(office_viewer(), case_id), [NeedKind.DIALYSIS])
    path = "/isolation/needs"

    outsider = browse(cast.binh)
    assert outsider.post(f"{path}/1", outsider.get(path).fields()).status == 404
    assert "Chạy thận" in browse(cast.duong).get(path).text
    browse(site.tam).send(path, to=f"{path}/1")

    assert _all(app, FollowUpNeed)[0].answered_by_id == site.tam.user_id
    assert "đã giải quyết 1 nhu cầu" in browse(cast.duong).get(path).text


def test_a_site_knows_its_beds_who_comes_and_who_goes(app, cast, site, lua, browse, open_case_at):
    gone = open_case_at(site, room="P1", name="Lê Văn Về", started_on=local_day() - timedelta(20))
    desk, path = browse(site.sau), f"/isolation/sites/{site.unit_id}"

    wrong = desk.send(path, {"lines": "P1: 4\nP2"}, to=path)
    desk.send(path, {"lines": "P1: 4\nP2: 2"}, to=path)

    assert (wrong.status, "Dòng 2" in wrong.text) == (422, True)
    shown = desk.get(path).text
    arrivals, departures = shown.index("Đến hôm nay"), shown.index("Về hôm nay")
    assert arrivals < shown.index(f"/isolation/{lua}") < departures < shown.index(f"/isolation/{gone}")
    everybodys = browse(cast.chau).get("/isolation/sites").tree
    assert [cell.text for cell in everybodys.findall(".//tbody/tr/td")] == ["6", "2", "4"]
    assert browse(cast.binh).get(path).status == 404
    desk.send(f"/isolation/{lua}", {"room": "P2", "bed": "1"}, to=f"/isolation/{lua}/room")
    assert _all(app, FollowUp)[0].room == "P2"


def test_temperatures_are_drawn_and_stand_in_a_table(app, cast, site, browse, open_case_at):
    case_id = open_case_at(site, started_on=local_day() - timedelta(1))
    desk = browse(site.sau)
    for session in ("morning", "evening"):
        to = f"/isolation/grid?session={session}"
        if to in desk.get(to).text:
            desk.send(to, {f"cell-{case_id}": "37,1"}, to=to)

    page = desk.get(f"/isolation/{case_id}").text

    assert "37,1" in page
    assert ("<svg" in page) == (page.count('<td class="govuk-table__cell">37,1') > 1)


def test_nobody_is_put_into_a_full_room_a_taken_bed_or_a_room_that_is_not_there(
    app, cast, site, lua, browse, open_case_at
):
    desk, path = browse(site.sau), f"/isolation/sites/{site.unit_id}"
    desk.send(path, {"lines": "P1: 2\nP2: 1"}, to=path)
    other, third = (open_case_at(site, name=f"Lê Văn {n}") for n in "AB")

    def put(case_id, room, bed=""):
        page = f"/isolation/{case_id}"
        return desk.send(page, {"room": room, "bed": bed}, to=f"{page}/room")

    assert put(lua, "P1", "1").status == 303
    assert "Giường này đã có người" in put(other, "p1", "1").text
    assert put(other, "P1", "2").status == 303
    assert "Phòng này đã đủ người" in put(third, "P1").text
    assert "Cơ sở không có phòng này" in put(third, "P9").text
    assert put(lua, "P1", "1").status == 303
    assert [row.room for row in _all(app, FollowUp)] == ["P1", "P1", ""]
    desk.send(path, {"lines": "P1: 1"}, to=path)
    assert "quá 1 người" in desk.get(path).text


def _positive(site, browse):
    browse(site.sau).send(TESTS, {"result": "positive"}, to=f"{TESTS}/1")


def _correct(browser, **typed):
    return browser.send(f"{TESTS}/1/correct", typed, to=f"{TESTS}/1/correct")


def test_a_wrong_positive_result_is_taken_back_by_decision_and_stands_in_the_history(
    app, cast, site, lua, browse, open_case_at
):
    open_case_at(site, room="P1", name="Lê Văn Cùng")
    _positive(site, browse)
    desk = browse(cast.an)
    assert "được chuyển thành F0" in desk.get(f"{TESTS}/1/correct").text
    assert "(không bắt buộc)" not in desk.get(f"{TESTS}/1/correct").text
    assert "Lê Văn Cùng" in desk.get(f"{TESTS}/1/correct").text

    undecided = _correct(desk, corrected="negative", correction_reason="Ghi nhầm người")
    unexplained = _correct(desk, corrected="negative", after="restore")
    near = desk.follow(_correct(desk, corrected="negative", after="restore", correction_reason="Ghi nhầm người"))

    assert "Hãy quyết định phân loại" in undecided.text
    assert "Hãy ghi lý do" in unexplained.text
    assert (_all(app, FollowUp)[0].case_class, _all(app, FollowUpTest)[0].result) == (
        CaseClass.F1,
        SampleResult.NEGATIVE,
    )
    assert "không tự hủy" in near.text
    assert "Lê Văn Cùng" in near.text
    shown = desk.get(f"/isolation/{lua}").text
    assert all(
        words in shown for words in ("trước ghi: Dương tính (Lê Văn Sau", "Ghi nhầm người", "Dương tính → Âm tính")
    )
    alert = _all(app, FollowUpAlert)[0]
    assert (alert.kind, alert.acknowledged_by_id) == (AlertKind.POSITIVE, cast.an.user_id)


def test_who_stays_f0_for_other_reasons_stays_it(app, cast, site, lua, browse):
    _positive(site, browse)

    _correct(browse(cast.an), corrected="taken", after="keep", correction_reason="Mẫu hỏng, lấy lại")

    row = _all(app, FollowUpTest)[0]
    assert (row.result, row.result_on, _all(app, FollowUp)[0].case_class) == (SampleResult.TAKEN, None, CaseClass.F0)


def test_while_another_sample_is_positive_nothing_of_it_is_taken_back(app, cast, site, lua, browse):
    _positive(site, browse)
    desk = browse(cast.an)
    desk.send(f"/isolation/{lua}", {"due_on": write_day(local_day() + timedelta(1))}, to=f"/isolation/{lua}/tests")
    second = next(row.id for row in _all(app, FollowUpTest) if row.due_on == local_day() + timedelta(1))
    with app.app_context(), transaction():
        record_sample(site.sau.viewer, get_test(site.sau.viewer, second), SampleResult.POSITIVE, on=local_day())

    page = _correct(desk, corrected="negative", correction_reason="Ghi nhầm")

    assert page.status == 303
    assert _all(app, FollowUp)[0].case_class is CaseClass.F0
    assert [alert.acknowledged_at for alert in _all(app, FollowUpAlert)] == [None]


def test_a_result_that_was_wrongly_negative_leads_to_who_was_near(app, cast, site, lua, browse):
    desk = browse(site.sau)
    desk.send(TESTS, {"result": "negative"}, to=f"{TESTS}/1")

    page = _correct(desk, corrected="positive", correction_reason="Phiếu số 15")

    assert page.location == f"/isolation/{lua}/near"
    assert _all(app, FollowUp)[0].case_class is CaseClass.F0
    assert [alert.kind for alert in _all(app, FollowUpAlert)] == [AlertKind.POSITIVE]


def test_a_sample_that_was_never_taken_is_due_again(app, cast, site, lua, browse):
    desk = browse(site.sau)
    desk.send(TESTS, {"result": "taken"}, to=f"{TESTS}/1")

    _correct(desk, corrected="due", correction_reason="Chưa lấy được")

    row = _all(app, FollowUpTest)[0]
    assert (row.result, row.taken_on) == (SampleResult.DUE, None)
    assert NAME in desk.get(TESTS).text


def test_a_positive_result_is_taken_back_by_who_answers_for_the_case_alone(app, cast, site, lua, browse):
    _positive(site, browse)
    at = f"{TESTS}/1/correct"

    assert [browse(who).get(at).status for who in (site.sau, cast.binh, cast.hai, cast.chau)] == [403, 404, 404, 403]
    assert "Sửa kết quả" not in browse(site.sau).get(f"/isolation/{lua}").text


def test_a_known_result_is_not_written_over_from_a_stale_page(app, cast, site, lua, browse):
    desk = browse(site.sau)
    stale = desk.get(TESTS).fields(f"{TESTS}/1")
    _positive(site, browse)

    assert desk.post(f"{TESTS}/1", {**stale, "result": "positive"}).status == 303
    refused = desk.post(f"{TESTS}/1", {**stale, "result": "negative"})

    assert refused.status == 409
    assert "sửa kết quả" in refused.text
    assert _all(app, FollowUpTest)[0].result is SampleResult.POSITIVE


def test_a_correction_sent_twice_is_one_and_one_from_a_stale_page_none(app, cast, site, lua, browse):
    desk, at = browse(site.sau), f"{TESTS}/1/correct"
    desk.send(TESTS, {"result": "taken"}, to=f"{TESTS}/1")
    typed = {**desk.get(at).fields(at), "corrected": "negative", "correction_reason": "Nhầm"}

    first, second = desk.post(at, typed), desk.post(at, {**typed, "corrected": "due"})

    assert (first.status, second.status) == (303, 409)
    assert len(_all(app, FollowUpTestCorrection)) == 1
    with app.app_context(), transaction():
        test = get_test(office_viewer(), 1)
        correct_sample(office_viewer(), test, Correction(SampleResult.TAKEN, SampleResult.NEGATIVE, "Nhầm"))
    assert len(_all(app, FollowUpTestCorrection)) == 1


def test_a_result_positive_again_on_the_day_it_was_taken_back_waits_again(app, cast, site, lua, browse):
    _positive(site, browse)
    desk = browse(cast.an)
    _correct(desk, corrected="negative", after="restore", correction_reason="Ghi nhầm")
    assert _all(app, FollowUpAlert)[0].acknowledged_at

    _correct(desk, corrected="positive", correction_reason="Đúng là dương tính")

    assert [alert.acknowledged_at for alert in _all(app, FollowUpAlert)] == [None]
