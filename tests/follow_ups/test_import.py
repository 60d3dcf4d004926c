"""Cases from one file: nothing is opened while something is wrong, and twice the same file opens them once."""

import io

from sqlalchemy import select

from app.access.scope import unscoped
from app.clock import local_day
from app.db import db, transaction
from app.documents.sheets import xlsx
from app.door import office_viewer
from app.follow_ups.actions import end_case
from app.follow_ups.models import FollowUp
from app.follow_ups.people import person_of
from app.follow_ups.queries import get_case
from app.follow_ups.rules.cases import CaseClass, CaseEnd, Place
from app.web.filters import day as write_day

PATH = "/isolation/import"
HEADER = [
    "Họ tên",
    "Năm sinh",
    "Giới tính",
    "SĐT",
    "Loại F",
    "Lý do",
    "Nơi cách ly",
    "Xã",
    "Số quyết định",
    "Ngày bắt đầu",
]


def _row(name="Lê Văn Một", **changed):
    usual = {
        "year": "1985",
        "class": "F1",
        "site": "Cơ sở cách ly Dương Đông",
        "commune": "",
        "on": write_day(local_day()),
    }
    at = usual | changed
    return [
        name,
        at["year"],
        "Nam",
        "912345678",
        at["class"],
        "Tiếp xúc gần",
        at["site"],
        at["commune"],
        "12/QĐ",
        at["on"],
    ]


def _send(browser, rows, header=HEADER):
    file = (io.BytesIO(xlsx("x", header, rows)), "ds.xlsx")
    token = browser.get(PATH).fields(PATH)["csrf_token"]
    return browser.post(PATH, {"csrf_token": token, "table": file}, content_type="multipart/form-data")


def _cases(app):
    with app.app_context():
        rows = db.session.scalars(unscoped(select(FollowUp).order_by(FollowUp.id), because="a test looks at all rows"))
        return [(person_of(row).full_name, person_of(row).phone, row.case_class, row.place) for row in rows]


def test_a_file_opens_cases_once_however_often_it_is_sent(app, cast, site, browse):
    desk = browse(cast.an)
    rows = [_row(), _row("Trần Thị Hai", site="Tại nhà", commune="Dương Tơ", **{"class": "Người về từ vùng dịch"})]

    first, second = _send(desk, rows), _send(desk, rows)

    assert (first.status, second.status) == (303, 303), first.text
    assert _cases(app) == [
        ("Lê Văn Một", "0912345678", CaseClass.F1, Place.SITE),
        ("Trần Thị Hai", "0912345678", CaseClass.RETURNING, Place.HOME),
    ]
    assert "Đã mở 0 trường hợp; 2 trường hợp đã có từ trước" in desk.get("/isolation").text


def test_while_something_is_wrong_nothing_is_opened_and_every_place_is_named(app, cast, site, browse):
    rows = [_row(), _row("", year="85"), _row("Lê Văn Ba", site="Cơ sở khác")]

    page = _send(browse(cast.an), rows)

    assert page.status == 422
    assert [cell.text for cell in page.tree.findall(".//tbody/tr/th")] == ["3", "3", "4"]
    assert "Hãy chọn cơ sở cách ly" in page.text
    assert _cases(app) == []


def test_missing_columns_are_named(cast, site, browse):
    page = _send(browse(cast.an), [["x"]], header=["Họ tên"])

    assert page.status == 422
    assert "Tệp thiếu cột: Năm sinh, Phân loại" in page.text
    assert browse(cast.chau).get(PATH).status == 403


def test_two_people_of_one_name_are_two_cases_and_the_file_sent_again_opens_none(app, cast, site, browse):
    header = [*HEADER, "CCCD"]
    rows = [[*_row("Nguyễn Văn An"), number] for number in ("091085000001", "091085000002", "")]
    desk = browse(cast.an)

    first, second = _send(desk, rows, header), _send(desk, rows, header)

    assert (first.status, second.status) == (303, 303), first.text
    assert [name for name, *_rest in _cases(app)] == ["Nguyễn Văn An"] * 3
    assert "Đã mở 0 trường hợp; 3 trường hợp đã có từ trước" in desk.get("/isolation").text


def test_a_file_sent_again_does_not_open_anew_what_has_ended(app, cast, site, browse):
    desk, rows = browse(cast.an), [_row(), _row("Trần Thị Hai")]
    _send(desk, rows)
    with app.app_context(), transaction():
        end_case(office_viewer(), get_case(office_viewer(), 1), end=CaseEnd.EARLY, reason="x")

    _send(desk, rows)

    assert len(_cases(app)) == 2


def _house(name, head="", *, year="1985", room="", bed="", **changed):
    return [*_row(name, year=year, **changed), head, room, bed]


HOUSE_HEADER = [*HEADER, "Chủ hộ", "Phòng", "Giường"]


def _heads(app):
    with app.app_context():
        rows = db.session.scalars(unscoped(select(FollowUp).order_by(FollowUp.id), because="a test looks at all rows"))
        by_id = {row.id: (person_of(row).full_name, row.head_id) for row in rows}
    return {name: by_id[head_id][0] if head_id else None for name, head_id in by_id.values()}


def test_a_file_says_who_reports_for_whom(app, cast, site, browse, open_case_at):
    known = open_case_at(body="district-911", name="Phạm Văn Cũ")
    home = {"site": "", "commune": "Dương Tơ"}
    rows = [
        _house("Lê Thị Con", "Lê Văn Cha", **home),  # below stands the head
        _house("Lê Văn Cha", "lê văn cha", **home),
        _house("Nguyễn Văn An", year="1960", **home),
        _house("Nguyễn Văn An", year="1990", **home),
        _house("Nguyễn Thị Bé", "Nguyễn Văn An 1960", **home),
        _house("Phạm Thị Mới", str(known), **home),
    ]
    desk = browse(cast.an)

    first, second = (_send(desk, rows, HOUSE_HEADER) for _n in range(2))

    assert (first.status, second.status) == (303, 303), first.text
    assert _heads(app) == {
        "Phạm Văn Cũ": None,
        "Lê Thị Con": "Lê Văn Cha",
        "Lê Văn Cha": None,
        "Nguyễn Văn An": None,
        "Nguyễn Thị Bé": "Nguyễn Văn An",
        "Phạm Thị Mới": "Phạm Văn Cũ",
    }
    assert len(_cases(app)) == 7


def test_a_head_who_is_not_to_be_found_is_named_beside_his_row(app, cast, site, browse):
    rows = [
        _house("Nguyễn Văn An", year="1960"),
        _house("Nguyễn Văn An", year="1990"),
        _house("Một", "Nguyễn Văn An"),
        _house("Hai", "Không Ai"),
        _house("Ba", "Bốn"),
        _house("Bốn", "Nguyễn Văn An 1990"),
        _house("Năm", "99"),
    ]

    page = _send(browse(cast.an), rows, HOUSE_HEADER)

    assert page.status == 422
    found = [
        ("".join(row.find("th").itertext()), "".join(row.findall("td")[2].itertext()))
        for row in page.tree.findall(".//tbody/tr")
    ]
    assert [number for number, _sentence in found] == ["4", "5", "6", "8"]
    assert [sentence.split()[0] for _number, sentence in found] == ["Tệp", "Không", "Người", "Không"]
    assert _cases(app) == []


def test_a_file_puts_nobody_where_the_typed_form_would_not(app, cast, site, browse, open_case_at):
    path, desk = f"/isolation/sites/{site.unit_id}", browse(site.sau)
    desk.send(path, {"lines": "P1: 2\nP2: 1"}, to=path)
    open_case_at(site, room="P1", bed="1", name="Đã Ở Đây")
    rows = [
        _house("Vào Giường Có Người", room="p1", bed="1"),
        _house("Vào Phòng Lạ", room="P9"),
        _house("Vào Được", room="P2"),
        _house("Hết Chỗ", room="P2"),
    ]

    page = _send(browse(cast.an), rows, HOUSE_HEADER)

    assert page.status == 422
    said = ["".join(row.itertext()) for row in page.tree.findall(".//tbody/tr")]
    assert len(said) == 3
    assert ("Giường này đã có người" in said[0], "không có phòng này" in said[1], "đã đủ người" in said[2]) == (
        True,
    ) * 3
    assert len(_cases(app)) == 1


def test_who_is_in_his_bed_already_is_not_in_his_own_way(app, cast, site, browse):
    path = f"/isolation/sites/{site.unit_id}"
    browse(site.sau).send(path, {"lines": "P1: 1"}, to=path)
    desk, rows = browse(cast.an), [_house("Lê Văn Một", room="P1", bed="1")]

    first, second = (_send(desk, rows, HOUSE_HEADER) for _n in range(2))

    assert (first.status, second.status) == (303, 303), second.text
    assert len(_cases(app)) == 1
