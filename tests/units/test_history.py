"""Who changed what of a unit when, as people read it; and how it stood on a day."""

import re
from datetime import date

import pytest
import time_machine

from app.clock import at
from app.db import transaction
from app.door import office_viewer
from app.posters.actions import confirm_display
from app.posters.queries import list_posters
from app.units.actions import approve_unit, change_open_weekdays, correct_unit, note_change
from app.units.queries import as_of, get_unit, list_changes
from app.units.rules import MONDAY_TO_FRIDAY, UnitStatus
from tests.factories import make_manager, make_unit
from tests.made_once import made_once

MONDAY = date(2026, 5, 18)


def on(day: int, hour: int = 9) -> time_machine.travel:
    return time_machine.travel(at(date(2026, 5, day), hour), tick=False)


@made_once
def unit_id(app, cast):
    """Khách sạn Biển Xanh, approved on Monday, renamed and handed to the tourism department on Wednesday."""
    with app.app_context():
        with on(18):
            unit = make_unit(cast.an, manager_phone="0912345678", status=UnitStatus.ACTIVE)
        with on(20), transaction():
            body = get_unit(cast.lan.viewer, make_unit(cast.lan, owner="tourism", name="Khác").id).organisation
            correct_unit(cast.an.viewer, unit, name="Khách sạn Cát Vàng", manager_phone="0987654321", organisation=body)
        return unit.id


@pytest.fixture(autouse=True)
def _friday():
    with on(22):
        yield


def test_a_change_is_told_with_what_it_was_and_what_it_became(cast, browse, unit_id):
    page = browse(cast.an).get(f"/units/{unit_id}/history")

    for told in (
        "Tên đơn vị: <del>Khách sạn Biển Xanh</del> → <ins>Khách sạn Cát Vàng</ins>",
        "Điện thoại người đứng đầu: <del>0912 345 678</del> → <ins>0987 654 321</ins>",
        "Cơ quan quản lý: <del>UBND thành phố Phú Quốc</del> → <ins>Sở Du lịch</ins>",
        "Trần Văn An ghi lúc 09:00, 20/5/2026",
    ):
        assert told in page.text


def test_posters_links_and_the_week_are_told_too(app, cast, browse, unit_id):
    with app.app_context():
        make_manager(get_unit(cast.an.viewer, unit_id))
        with transaction():
            unit = get_unit(cast.an.viewer, unit_id)
            (poster,) = list_posters(cast.an.viewer, unit)
            confirm_display(cast.an.viewer, poster, on=date(2026, 5, 22))
            change_open_weekdays(cast.an.viewer, unit, MONDAY_TO_FRIDAY)
            change_open_weekdays(cast.an.viewer, unit, MONDAY_TO_FRIDAY)
    page = browse(cast.an).get(f"/units/{unit_id}/history").text

    assert "Ngày mở cửa trong tuần: <del>tất cả các ngày</del> → <ins>Thứ hai, Thứ ba" in page
    assert page.count("Ngày mở cửa trong tuần: <del>") == 1  # what stayed as it was is no change
    assert "Xác nhận đã dán mã" in page
    assert "Cấp phiếu quản lý điểm" in page
    assert "Dùng phiếu quản lý điểm" in page
    assert page.index("Xác nhận đã dán mã") < page.index("Cơ quan quản lý: <del>")  # the last first


def test_the_history_is_a_file_too(cast, browse, unit_id):
    an = browse(cast.an)
    rows = an.get(f"/units/{unit_id}/history.csv").response.data.decode("utf-8-sig")

    assert "Tên đơn vị;Khách sạn Biển Xanh;Khách sạn Cát Vàng" in rows
    assert an.get(f"/units/{unit_id}/history.xlsx").status == 200


@pytest.mark.parametrize(
    ("day", "shown", "hidden"),
    [
        ("2026-05-17", ["chưa được đăng ký"], ["Khách sạn"]),
        (
            "18/5/2026",
            ["Khách sạn Biển Xanh ngày 18/5/2026", "UBND thành phố Phú Quốc", "0912 345 678"],
            ["Sở Du lịch"],
        ),
        ("2026-05-19", ["Khách sạn Biển Xanh ngày 19/5/2026"], []),
        ("2026-05-20", ["Khách sạn Cát Vàng ngày 20/5/2026", "Sở Du lịch", "0987 654 321"], ["0912 345 678"]),
    ],
)
def test_a_unit_is_shown_as_it_was_at_the_end_of_a_day(cast, browse, unit_id, day, shown, hidden):
    page = browse(cast.an).get(f"/units/{unit_id}?on={day}")

    assert page.status == 200
    for text in shown:
        assert text in page.text
    main = page.text[page.text.index("app-updated" if "app-updated" in page.text else "govuk-inset-text") :]
    for text in hidden:
        assert text not in main


def test_without_a_day_the_unit_is_that_of_today(cast, browse, unit_id):
    assert "Sửa thông tin" in browse(cast.an).get(f"/units/{unit_id}?on=").text


@pytest.mark.parametrize("day", ["x", "2026-05-23", "9999-12-31", "31/02/2026", "<b>"])
def test_a_day_that_cannot_be_is_said_beside_the_field_with_what_was_typed(cast, browse, unit_id, day):
    page = browse(cast.an).get(f"/units/{unit_id}", query_string={"on": day})

    assert page.status == 422
    assert "Hãy nhập một ngày đến hôm nay" in page.text
    assert page.fields(f"/units/{unit_id}")["on"] == day


def test_the_list_is_that_of_a_day_with_the_states_of_that_day(app, cast, browse, unit_id):
    with app.app_context(), on(21):
        make_unit(cast.an, name="Quán mới", status=UnitStatus.ACTIVE)
    an = browse(cast.an)
    page = an.get("/units?on=2026-05-19")

    assert "1 đơn vị" in page.text
    assert "Khách sạn Biển Xanh" in page.text
    assert "Quán mới" not in page.text
    assert "1 đơn vị" in an.get("/units?on=2026-05-19&status=active").text
    assert "0 đơn vị" in an.get("/units?on=2026-05-19&status=pending").text
    assert "0 đơn vị" in an.get("/units?on=2026-05-17").text
    rows = an.get("/units.csv?on=2026-05-19").response.data.decode("utf-8-sig")
    assert "Khách sạn Biển Xanh" in rows
    assert "UBND thành phố Phú Quốc" in rows


def test_two_changes_after_the_day_do_not_hide_what_held_on_it(app, cast, unit_id):
    with app.app_context():
        with transaction():
            correct_unit(cast.an.viewer, get_unit(cast.an.viewer, unit_id), name="Khách sạn Ba")
        unit = get_unit(cast.an.viewer, unit_id)
        texts = [
            as_of(cast.an.viewer, [unit], day)[unit_id].text("name", unit.name)
            for day in (MONDAY, MONDAY.replace(day=20))
        ]

        assert texts == ["Khách sạn Biển Xanh", "Khách sạn Cát Vàng"]


def test_other_chapters_note_changes_with_one_call(app, cast, unit_id):
    with app.app_context():
        with transaction():
            note_change(cast.an.viewer, get_unit(cast.an.viewer, unit_id), "restricted", None, "x" * 400)
        last = list_changes(cast.an.viewer, get_unit(cast.an.viewer, unit_id))[-1]

        assert (last.field, last.before, len(last.after), last.by_id) == ("restricted", "", 300, cast.an.user_id)


@pytest.mark.parametrize("page", ["/history", "/history.csv", "?on=2026-05-19"])
def test_an_outsider_reads_no_history(cast, browse, unit_id, page):
    assert browse(cast.binh).get(f"/units/{unit_id}{page}").status == 404


def test_what_nobody_signed_the_office_did_and_only_a_registration_is_the_registrants(app, cast, browse):
    with app.app_context():
        unit_id = make_unit(status=UnitStatus.PENDING).id
        with transaction():
            approve_unit(office_viewer(), get_unit(office_viewer(), unit_id))
    page = browse(cast.an).get(f"/units/{unit_id}/history").text
    told = [re.sub(r"<[^>]+>", " ", item) for item in re.findall(r"<li>(.*?ghi lúc.*?)</li>", page, re.DOTALL)]
    who = {re.sub(r"\s+", " ", text).split(" ghi lúc")[0].strip() for text in told}

    assert any(text.endswith("Chờ duyệt Người đăng ký") for text in who), who
    assert any(text.endswith("Đang hoạt động Văn phòng UBND tỉnh") for text in who), who
