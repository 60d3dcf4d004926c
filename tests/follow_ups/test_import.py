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
