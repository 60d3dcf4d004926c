"""What comes late or was written wrongly of who has left: noted all the same, with what follows from it."""

from datetime import date, timedelta

import pytest
import time_machine
from sqlalchemy import select

from app.access.scope import unscoped
from app.clock import at
from app.db import db, transaction
from app.door import office_viewer
from app.follow_ups.actions import CaseEnded, ReportChanged, correct_report, end_case, record_sample, write_report
from app.follow_ups.jobs import erase_ended_cases
from app.follow_ups.models import DailyReport, FollowUp, FollowUpAlert, FollowUpStay, FollowUpTest
from app.follow_ups.people import reading_of
from app.follow_ups.queries import get_case, get_report, get_test, list_near, list_tests
from app.follow_ups.rules.alerts import AlertKind
from app.follow_ups.rules.cases import CaseClass, CaseEnd, SampleResult
from app.follow_ups.rules.reports import Kind, Reading, Session, Writer, read_cell
from app.jobs import run_job
from app.notices.models import Message
from tests.follow_ups.conftest import NAME

WHY = "a test looks at all rows"
TESTS = "/isolation/tests"
BEGAN = date(2021, 5, 6)
# The twenty-first day; samples of days 1, 14 and 20 are due.
DAY = BEGAN + timedelta(20)


@pytest.fixture
def clock():
    with time_machine.travel(at(BEGAN, 8), tick=False) as travel:
        yield travel


def _all(app, model):
    with app.app_context():
        return db.session.scalars(unscoped(select(model).order_by(model.id), because=WHY)).all()


def _act(app, act, *args, **said):
    with app.app_context(), transaction():
        return act(office_viewer(), *(each() if callable(each) else each for each in args), **said)


def _end(app, case_id, end=CaseEnd.EARLY):
    _act(app, end_case, lambda: get_case(office_viewer(), case_id), end=end, reason="Nhầm")


@pytest.fixture
def lua(clock, site, open_case_at):
    """Her sample of day 14 was taken and negative; that of day 20 was taken, and she left on day 21."""
    return open_case_at(site, room="P1", started_on=BEGAN)


@pytest.fixture
def gone(app, clock, lua):
    with app.app_context():
        last = list_tests(office_viewer(), get_case(office_viewer(), lua))[2].id
    clock.move_to(at(DAY - timedelta(1), 9))
    _act(app, record_sample, lambda: get_test(office_viewer(), last), SampleResult.TAKEN, on=DAY - timedelta(1))
    clock.move_to(at(DAY, 15))
    _end(app, lua)
    clock.move_to(at(DAY + timedelta(1), 0, 20))
    return last


def test_a_positive_result_that_comes_at_midnight_after_the_release_is_noted_with_all_its_consequences(
    app, cast, site, lua, gone, browse
):
    desk = browse(site.sau)
    waiting = desk.get(TESTS).text
    assert NAME in waiting
    assert "đã kết thúc ngày 26/5/2021" in waiting
    assert NAME in desk.get(f"{TESTS}.csv").text
    # Of the two that were never taken nobody asks any more.
    assert waiting.count('action="/isolation/tests/') == 1

    page = desk.send(TESTS, {"result": "positive"}, to=f"{TESTS}/{gone}")
    again = desk.post(f"{TESTS}/{gone}", {**desk.get("/isolation/protocols").fields(), "result": "positive"})

    assert (page.location, again.location) == (f"/isolation/{lua}/near",) * 2
    row, test = _all(app, FollowUp)[0], next(each for each in _all(app, FollowUpTest) if each.id == gone)
    assert (row.case_class, row.ended_on) == (CaseClass.F0, DAY)
    assert (test.taken_on, test.result_on) == (DAY - timedelta(1), DAY + timedelta(1))
    (alert,) = _all(app, FollowUpAlert)
    assert (alert.kind, alert.unit_id, alert.acknowledged_at) == (AlertKind.POSITIVE, site.unit_id, None)
    with app.app_context():
        assert run_job("isolation-ladder") > 0
    assert "xét nghiệm dương tính: 1" in _all(app, Message)[0].body + str(_all(app, Message)[0].subject)
    near = desk.follow(page).text
    assert "đã kết thúc cách ly ngày 26/5/2021" in near
    assert "0912 345 678" in near or "0912345678" in near


def test_who_has_left_since_and_who_moved_to_another_room_was_near_too(
    app, cast, site, lua, clock, open_case_at, browse
):
    clock.move_to(at(DAY - timedelta(8), 8))
    left_early = open_case_at(site, room="P1", name="Lê Văn Sớm")
    _end(app, left_early)
    clock.move_to(at(DAY - timedelta(2), 8))
    moved, mate = (open_case_at(site, room="P1", name=f"Lê Văn {n}", phone="") for n in ("Dời", "Cùng"))
    after = open_case_at(site, room="P2", name="Lê Văn Sau")
    desk = browse(site.sau)
    desk.send(f"/isolation/{moved}", {"room": "P2"}, to=f"/isolation/{moved}/room")
    _end(app, mate)
    with app.app_context():
        last = list_tests(office_viewer(), get_case(office_viewer(), lua))[2].id
    clock.move_to(at(DAY - timedelta(1), 9))
    _act(app, record_sample, lambda: get_test(office_viewer(), last), SampleResult.TAKEN, on=DAY - timedelta(1))
    _act(app, record_sample, lambda: get_test(office_viewer(), last), SampleResult.POSITIVE, on=DAY)

    with app.app_context():
        near = list_near(site.sau.viewer, get_case(site.sau.viewer, lua))
        assert ([row.id for row in near.people], near.elsewhere) == ([moved, mate], 0)
        assert near.rooms == {moved: "P1", mate: "P1"}
        other = list_near(site.sau.viewer, get_case(site.sau.viewer, moved))
        assert {row.id for row in other.people} == {lua, mate, after}


def test_a_household_whose_head_has_left_is_near_him_and_one_elsewhere_is_a_number(
    app, cast, site, clock, open_case_at, browse
):
    head_id = open_case_at(started_on=BEGAN, team_id=site.team_id)
    with app.app_context():
        head = get_case(office_viewer(), head_id)
    child = open_case_at(started_on=BEGAN, name="Con", head=head, team_id=site.team_id)
    sent = open_case_at(started_on=BEGAN, name="Vợ", head=head, team_id=site.team_id)
    path = f"/isolation/{sent}"
    browse(cast.duong).send(path, {"to_site": str(site.unit_id)}, to=f"{path}/transfer")
    browse(site.sau).send("/isolation/transfers", to="/isolation/transfers/1/accept")
    _end(app, head_id)

    with app.app_context():
        near = list_near(site.tam.viewer, get_case(site.tam.viewer, head_id))
        assert ([row.id for row in near.people], near.elsewhere) == ([child], 1)
    page = browse(site.tam).get(f"/isolation/{head_id}/near").text
    assert "Còn 1 người do nơi khác theo dõi" in page
    clock.shift(timedelta(4))
    with app.app_context():
        later = list_near(office_viewer(), get_case(office_viewer(), child))
        assert later.people == []
    assert {stay.until_on for stay in _all(app, FollowUpStay)} == {BEGAN, None}


def test_a_wrong_result_of_who_has_left_is_put_right_and_no_certificate_is_written(app, cast, site, lua, gone, browse):
    desk, at_ = browse(cast.an), f"{TESTS}/{gone}/correct"
    certificate = f"/isolation/{lua}/certificate.pdf"
    with app.app_context(), transaction():
        get_case(office_viewer(), lua).end = CaseEnd.COMPLETED
    assert desk.get(certificate).status == 200

    desk.send(at_, {"corrected": "positive", "correction_reason": "Phiếu số 15"}, to=at_)

    assert (_all(app, FollowUp)[0].case_class, desk.get(certificate).status) == (CaseClass.F0, 404)
    assert "certificate.pdf" not in desk.get(f"/isolation/{lua}").text

    typed = {"corrected": "negative", "after": "restore", "correction_reason": "Phiếu số 16"}
    desk.send(at_, typed, to=at_)

    assert (_all(app, FollowUp)[0].case_class, desk.get(certificate).status) == (CaseClass.F1, 200)
    assert [each.acknowledged_by_id for each in _all(app, FollowUpAlert)] == [cast.an.user_id]
    assert "Phiếu số 15" in desk.get(f"/isolation/{lua}").text


def test_a_result_is_noted_on_the_page_of_who_has_left_but_none_of_a_sample_that_was_due_later(
    app, cast, site, lua, gone, browse
):
    desk, page = browse(cast.an), f"/isolation/{lua}"
    samples = _all(app, FollowUpTest)
    shown = desk.get(page).text
    assert [f'action="/isolation/tests/{each.id}?' in shown for each in samples] == [True, True, True, False]

    answer = desk.send(page, {"result": "negative"}, to=f"{TESTS}/{samples[1].id}?from_case=1")

    assert answer.location == page
    noted = _all(app, FollowUpTest)[1]
    assert (noted.result, noted.taken_on) == (SampleResult.NEGATIVE, DAY)
    refused = desk.post(f"{TESTS}/{samples[3].id}", {**desk.get("/isolation/protocols").fields(), "result": "taken"})
    assert refused.status == 409


def test_who_is_infected_after_his_release_is_followed_anew_with_what_is_known_of_him(
    app, cast, site, lua, gone, browse
):
    desk = browse(cast.an)
    desk.send(TESTS, {"result": "positive"}, to=f"{TESTS}/{gone}")
    page = desk.get(f"/isolation/new?again={lua}")
    fields = page.fields("/isolation/new")

    assert (fields["full_name"], fields["birth_year"], fields["case_class"]) == (NAME, "1985", "f0")
    assert (fields["site"], fields["started_on"], fields["order_number"]) == (str(site.unit_id), "27/5/2021", "")
    done = desk.post("/isolation/new", {**fields, "order_number": "40/QĐ", "reason": "Xét nghiệm dương tính"})
    assert done.status == 303, done.text
    assert _all(app, FollowUp)[-1].case_class is CaseClass.F0
    outsiders = [browse(who).get(f"/isolation/new?again={lua}").status for who in (cast.binh, cast.duong)]
    assert outsiders == [404, 404]
    assert desk.get(f"/isolation/new?again={_all(app, FollowUp)[-1].id}").status == 404


# --- what was reported


@pytest.fixture
def said(app, clock, lua):
    """The evening before she left somebody typed 38,9 for 36,9."""
    clock.move_to(at(DAY - timedelta(1), 15))
    day = DAY - timedelta(1)
    _act(
        app,
        write_report,
        lambda: get_case(office_viewer(), lua),
        read_cell("38,9"),
        day=day,
        session=Session.EVENING,
        writer=Writer.STAFF,
    )
    clock.move_to(at(DAY, 8))
    _end(app, lua)


def _stands(app):
    with app.app_context():
        rows = db.session.scalars(unscoped(select(DailyReport).order_by(DailyReport.id), because=WHY)).all()
        key = db.session.scalars(unscoped(select(FollowUp).order_by(FollowUp.id), because=WHY)).first().key
        return [(bool(each.superseded_at), reading_of(each, key), each.correction_reason) for each in rows]


def test_a_mistyped_record_of_who_has_left_is_put_right_and_kept(app, site, lua, said, clock, browse):
    clock.move_to(at(DAY + timedelta(5), 23, 59))
    desk, path = browse(site.sau), "/isolation/reports/1/correct"
    assert f'href="{path}"' in desk.get(f"/isolation/{lua}").text
    assert desk.get(path).fields(path)["temperature"] == "38,9"

    bad = desk.send(path, {"temperature": "39,99", "correction_reason": ""}, to=path)
    typed = {**desk.get(path).fields(path), "temperature": "36.9", "correction_reason": "Gõ nhầm số"}
    first, second = desk.post(path, typed), desk.post(path, typed)
    stale = desk.post(path, {**typed, "temperature": "37"})

    assert (bad.status, "Thân nhiệt từ 35,0" in bad.text, "Hãy ghi lý do" in bad.text) == (422, True, True)
    assert (first.status, second.status, stale.status) == (303, 303, 409)
    assert _stands(app) == [(True, Reading(tenths=389), None), (False, Reading(tenths=369), "Gõ nhầm số")]
    shown = desk.get(f"/isolation/{lua}").text
    assert "sửa: Gõ nhầm số" in shown
    assert "38,9" in shown
    assert "Sửa lần cập nhật sức khỏe (25/5/2021, Buổi chiều)" in shown


def test_a_fever_that_was_not_written_down_is_looked_at_though_she_has_left(app, site, lua, said, browse):
    with app.app_context(), transaction():
        row, wrong = get_case(office_viewer(), lua), get_report(office_viewer(), 1)
        reading = Reading(tenths=371, spo2=88)
        correct_report(site.sau.viewer, row, wrong, reading, reason="Máy đo", writer=Writer.STAFF)

    assert [alert.kind for alert in _all(app, FollowUpAlert)] == [AlertKind.FEVER, AlertKind.SPO2]


def test_of_who_was_erased_nothing_is_corrected_or_noted(app, site, lua, gone, clock, browse):
    clock.shift(timedelta(40))
    with app.app_context(), transaction():
        assert erase_ended_cases(DAY + timedelta(40)) == 1
    with app.app_context(), transaction(), pytest.raises(CaseEnded):
        record_sample(office_viewer(), get_test(office_viewer(), gone), SampleResult.POSITIVE, on=DAY)
    assert browse(site.sau).get(f"{TESTS}/{gone}/correct").status == 404
    assert NAME not in browse(site.sau).get(TESTS).text


@pytest.mark.parametrize("who", ["binh", "hai", "chau", "quan"])
def test_a_record_is_corrected_by_who_is_on_duty_alone(app, cast, lua, said, browse, who):
    desk = browse(getattr(cast, who))

    assert desk.get("/isolation/reports/1/correct").status in (403, 404)
    token = desk.get("/isolation/protocols")
    fields = token.fields() if token.status == 200 else {}
    typed = {**fields, "kind": "health", "correction_reason": "x"}
    assert desk.post("/isolation/reports/1/correct", typed).status in (403, 404)
    assert len(_stands(app)) == 1


def test_the_page_of_yesterday_holds_who_was_there_and_nobody_who_came_after(
    app, site, lua, clock, open_case_at, browse
):
    clock.move_to(at(DAY, 7))
    _end(app, lua)
    new = open_case_at(site, room="P9", name="Người Mới")
    desk = browse(site.sau)
    at_ = f"/isolation/grid?day={(DAY - timedelta(1)).isoformat()}&session=evening"
    page = desk.get(at_)

    assert f'name="cell-{lua}"' in page.text
    assert f'name="cell-{new}"' not in page.text
    desk.post(at_, {**page.fields(), f"cell-{lua}": "37,2"})

    assert _stands(app) == [(False, Reading(tenths=372), None)]
    assert f'name="cell-{lua}"' not in desk.get("/isolation/grid").text
    with app.app_context(), transaction():
        row, said = get_case(office_viewer(), lua), {"session": Session.MORNING, "writer": Writer.STAFF}
        with pytest.raises(CaseEnded):
            write_report(office_viewer(), row, Reading(), day=DAY, **said)


def test_nothing_is_written_of_who_comes_tomorrow(app, site, clock, open_case_at, browse):
    case_id = open_case_at(site, started_on=BEGAN + timedelta(1))

    assert f'name="cell-{case_id}"' not in browse(site.sau).get("/isolation/grid").text


def test_another_record_meanwhile_is_not_written_over(app, site, lua, said):
    with app.app_context(), transaction():
        row, wrong = get_case(office_viewer(), lua), get_report(office_viewer(), 1)
        told = {"reason": "x", "writer": Writer.STAFF}
        correct_report(site.sau.viewer, row, wrong, Reading(Kind.ABSENT), **told)
        with pytest.raises(ReportChanged):
            correct_report(site.sau.viewer, row, wrong, Reading(tenths=370), **told)


def test_before_the_first_day_the_link_says_when_it_begins(app, clock, link_of, open_case_at, browse):
    case_id = open_case_at(started_on=BEGAN + timedelta(1))
    with app.app_context():
        early = get_case(office_viewer(), case_id)
    open_case_at(started_on=BEGAN, name="Con Ở Nhà", head=early)
    path, phone = link_of(case_id), browse()
    # Of the child, who is followed already, the head reports.
    assert "Con Ở ***" in phone.get(path).text
    assert "Nguyễn Thị ***" not in phone.get(path).text
    phone.post(path, {**phone.get(path).fields(), "absent": "1"})
    (said,) = _all(app, DailyReport)
    assert (said.kind, said.writer, said.follow_up_id) == (Kind.ABSENT, Writer.HEAD, case_id + 1)
    alone = link_of(open_case_at(started_on=BEGAN + timedelta(1), phone=""))
    page = phone.get(alone)

    assert (page.status, "bắt đầu từ ngày 07/5/2021" in page.text, "<form" in page.text) == (200, True, False)
    assert phone.post(alone, {"feeling": "well"}).status == 200
    assert len(_all(app, DailyReport)) == 1
    clock.move_to(at(BEGAN + timedelta(1), 0, 1))
    assert phone.get(alone).fields()["temperature"] == ""
