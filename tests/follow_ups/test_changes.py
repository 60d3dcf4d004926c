"""What a case becomes says from what to what; what is not accepted stays; thresholds are the day's settings."""

from datetime import date, timedelta

import pytest
import time_machine
from sqlalchemy import select

from app import settings
from app.access.scope import unscoped
from app.clock import at
from app.db import db, transaction
from app.door import office_viewer
from app.follow_ups.actions import write_report
from app.follow_ups.models import FollowUp, FollowUpAlert, FollowUpTransfer
from app.follow_ups.queries import get_case, list_tests
from app.follow_ups.rules.reports import Session, Writer, read_cell
from app.follow_ups.settings import FEVER, SPO2
from app.units.rules import Outcome
from tests.follow_ups.conftest import NAME

DAY = date(2021, 5, 20)
WHY = "a test looks at all rows"


@pytest.fixture
def clock():
    with time_machine.travel(at(DAY, 8), tick=False) as travel:
        yield travel


def _one(app, model):
    with app.app_context():
        return db.session.scalars(unscoped(select(model).order_by(model.id.desc()), because=WHY)).first()


def _offer(browse, cast, case_id, site):
    path = f"/isolation/{case_id}"
    browse(cast.duong).send(path, {"to_site": str(site.unit_id), "transfer_reason": "Chật"}, to=f"{path}/transfer")


@pytest.mark.slow
def test_who_does_not_accept_sends_it_back_and_the_sender_goes_on_answering(
    app, cast, site, clock, browse, open_case_at
):
    case_id = open_case_at(started_on=DAY - timedelta(2))
    _offer(browse, cast, case_id, site)

    desk = browse(site.sau)
    assert NAME not in desk.get("/isolation/transfers").text
    desk.send("/isolation/transfers", to="/isolation/transfers/1/refuse")

    assert _one(app, FollowUpTransfer).outcome is Outcome.REFUSED
    assert _one(app, FollowUp).unit_id is None
    assert NAME in browse(cast.duong).get(f"/isolation/{case_id}").text
    assert desk.get(f"/isolation/{case_id}").status == 404
    _offer(browse, cast, case_id, site)
    browse(cast.duong).send(f"/isolation/{case_id}", to=f"/isolation/{case_id}/transfer/withdraw")
    assert _one(app, FollowUpTransfer).outcome is Outcome.WITHDRAWN
    assert "Không có trường hợp nào chờ tiếp nhận" in desk.get("/isolation/transfers").text


def test_history_says_from_what_to_what(app, cast, site, clock, browse, open_case_at):
    case_id = open_case_at(site, started_on=DAY - timedelta(2))
    desk, path = browse(cast.an), f"/isolation/{case_id}"
    desk.send(path, {"case_class": "f2"}, to=f"{path}/convert")
    desk.send(path, {"until_on": "30/6/2021", "extension_number": "13/QĐ"}, to=f"{path}/extend")
    desk.send(path, {"end": "early", "end_reason": "Âm tính"}, to=f"{path}/end")

    page = desk.get(path).text
    assert "F1 (tiếp xúc gần) → F2 (tiếp xúc với F1)" in page
    assert "đến hết 30/6/2021, số 13/QĐ" in page
    assert "Kết thúc cách ly (Kết thúc sớm)" in page


def test_thresholds_are_those_of_the_day(app, cast, site, clock, open_case_at):
    case_id = open_case_at(site, started_on=DAY - timedelta(2))
    with app.app_context(), transaction():
        for key, new in ((FEVER, 380), (SPO2, 90)):
            settings.change(office_viewer(), key, new, from_on=DAY + timedelta(1), basis="Công văn thử")

    def raised(day, cell):
        with time_machine.travel(at(day, 8), tick=False), app.app_context(), transaction():
            row = get_case(office_viewer(), case_id)
            write_report(office_viewer(), row, read_cell(cell), day=day, session=Session.MORNING, writer=Writer.STAFF)
        with app.app_context():
            stmt = unscoped(select(FollowUpAlert.kind).where(FollowUpAlert.day == day), because=WHY)
            return sorted(kind.value for kind in db.session.scalars(stmt))

    assert raised(DAY, "37,6 93%") == ["fever", "spo2"]
    assert raised(DAY + timedelta(1), "37,6 93%") == []
    assert raised(DAY + timedelta(2), "38 89%") == ["fever", "spo2"]


def test_midnight_in_the_province_begins_the_day(app, cast, site, open_case_at, link_of, browse):
    with time_machine.travel(at(DAY, 9), tick=False):
        link = link_of(open_case_at(site, started_on=DAY))
    for moment, words in (
        (at(DAY, 23, 59), "buổi chiều, 20/5/2021"),
        (at(DAY + timedelta(1), 0, 0), "buổi sáng, 21/5/2021"),
    ):
        with time_machine.travel(moment, tick=False):
            page = browse().get(link).text
            assert words in page
            assert f"Ngày cách ly thứ {1 if moment < at(DAY + timedelta(1), 0) else 2}" in page


def test_somebody_is_put_under_a_head_and_out_again(app, cast, site, clock, browse, open_case_at, link_of):
    head, child, grandchild = (open_case_at(name=f"Lê Văn {n}", started_on=DAY - timedelta(2)) for n in "ABC")
    outside = open_case_at(commune="30769", name="Lê Văn Xa")
    desk = browse(cast.duong)

    def join(case_id, number):
        path = f"/isolation/{case_id}"
        return desk.send(path, {"head_number": str(number)}, to=f"{path}/household")

    wrong = [join(child, number) for number in (child, outside, 999, "x")]
    assert [page.status for page in wrong] == [422] * 4
    assert "Không thấy trường hợp đang theo dõi mang số này" in wrong[1].text
    assert join(grandchild, child).status == 303
    assert join(child, head).status == 303
    assert browse().get(link_of(head)).text.count("Lê Văn ***") == 4
    assert join(head, child).status == 422
    join(child, "")
    assert browse().get(link_of(head)).text.count("Lê Văn ***") == 3


def test_a_head_who_is_taken_over_elsewhere_reports_for_nobody(app, cast, site, clock, browse, open_case_at, link_of):
    head_id = open_case_at(started_on=DAY - timedelta(2))
    with app.app_context():
        head = get_case(office_viewer(), head_id)
    open_case_at(name="Lê Văn Con", head=head, started_on=DAY - timedelta(2))
    _offer(browse, cast, head_id, site)

    browse(site.sau).send("/isolation/transfers", to="/isolation/transfers/1/accept")

    assert "Lê Văn ***" not in browse().get(link_of(head_id)).text


def test_a_site_counts_whom_others_took_over_today(app, cast, site, clock, browse, open_case_at):
    case_id = open_case_at(site, started_on=DAY - timedelta(2))
    path = f"/isolation/{case_id}"
    form = browse(cast.an).get(path)
    commune = next(each.get("value") for each in form.tree.iter("option") if each.text == "Phường Dương Đông")
    browse(cast.an).send(path, {"to_commune": commune}, to=f"{path}/transfer")
    browse(cast.duong).send("/isolation/transfers", to="/isolation/transfers/1/accept")

    page = browse(site.sau).get(f"/isolation/sites/{site.unit_id}").text

    assert "Nơi khác đã tiếp nhận hôm nay: 1 người" in page
    assert path not in page


SHORTER = {
    "name": "Cách ly 14 ngày",
    "basis": "Công văn 5599/BYT-MT",
    "site_days": "14",
    "home_days": "14",
    "site_test_days": "1, 7, 14",
    "home_test_days": "7",
}


def test_a_case_goes_under_a_later_protocol_only_by_an_order(app, cast, site, clock, browse, open_case_at):
    started = DAY - timedelta(6)
    case_id = open_case_at(site, started_on=started)
    path, protocols = f"/isolation/{case_id}", "/isolation/protocols"
    late = browse(cast.hai).send(protocols, {**SHORTER, "from_on": "01/5/2021"}, to=protocols)
    added = browse(cast.hai).send(protocols, {**SHORTER, "from_on": "20/5/2021"}, to=protocols)
    assert (late.status, added.status) == (422, 303)
    assert "Quy định mới chỉ áp dụng từ hôm nay" in late.text
    assert 'value="Công văn 5599/BYT-MT"' in late.text
    assert _days(app, case_id) == (started + timedelta(27), [0, 13, 19, 27])

    desk = browse(cast.an)
    chosen = next(each for each in desk.get(path).tree.iter("option") if each.text == SHORTER["name"])
    protocol = {"protocol": chosen.get("value"), "protocol_number": ""}
    assert desk.send(path, protocol, to=f"{path}/protocol").status == 422
    assert desk.send(path, {**protocol, "protocol_number": "55/QĐ-UBND"}, to=f"{path}/protocol").status == 303

    # The sample of the first day is over; that of the twentieth is not asked for any more.
    assert _days(app, case_id) == (started + timedelta(27), [0, 6, 13, 20])
    shown = desk.get(path).text
    assert "Áp dụng quy định cách ly khác (đến hết 10/6/2021, số 55/QĐ-UBND)" in shown
    assert "Công văn 5599/BYT-MT" in shown
    other = browse(cast.binh)
    assert other.post(f"{path}/protocol", other.get(protocols).fields()).status == 404


def _days(app, case_id):
    """The planned end, and on which days after the first a sample is due."""
    with app.app_context():
        row = get_case(office_viewer(), case_id)
        return row.planned_end_on, [(test.due_on - row.started_on).days for test in list_tests(office_viewer(), row)]


@pytest.mark.parametrize(("answer", "other"), [("accept", "refuse"), ("refuse", "accept")])
def test_what_is_tapped_twice_is_said_once_and_what_was_decided_stays(
    app, cast, site, clock, browse, open_case_at, answer, other
):
    case_id = open_case_at(started_on=DAY - timedelta(2))
    path = f"/isolation/{case_id}"
    sender, desk = browse(cast.duong), browse(site.sau)
    typed = {**sender.get(path).fields(f"{path}/transfer"), "to_site": str(site.unit_id)}
    assert [sender.post(f"{path}/transfer", typed).status for _n in range(2)] == [303, 303]
    token = desk.get("/isolation/transfers").fields("/isolation/transfers/1/accept")

    said = [desk.post(f"/isolation/transfers/1/{answer}", token) for _n in range(2)]
    late = desk.post(f"/isolation/transfers/1/{other}", token)

    assert [page.status for page in said] == [303, 303]
    assert said[0].location == said[1].location
    assert late.status == 409
    assert "đã được tiếp nhận, trả lại hoặc rút" in late.text
    assert _one(app, FollowUpTransfer).outcome is (Outcome.ACCEPTED if answer == "accept" else Outcome.REFUSED)
