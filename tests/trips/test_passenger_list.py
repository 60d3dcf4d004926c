"""A carrier's list fills seats and shows who has not declared, masked; it is sealed and goes with its day."""

from datetime import timedelta
from io import BytesIO

import pytest
from sqlalchemy import select

from app.access.scope import unscoped
from app.clock import at
from app.db import db
from app.documents.sheets import xlsx
from app.jobs import run_job
from app.trips.models import PassengerList, TripVisit
from tests.trips.conftest import DAY, NINE, board

pytestmark = pytest.mark.slow

HEADER = ["STT", "Số ghế", "Họ và tên", "Điện thoại"]
ROWS = [["1", "12", "Nguyễn Văn Tèo", "912345678"], ["2", "13", "Trần Thị Mận", ""], ["3", "14", "Lý Ba", "0987654321"]]


def _send(browse, ferry, content, name="danh-sach.xlsx"):
    """Send a file; the page that answers, or the one to which it leads."""
    attendant, form = browse(ferry.tu), {"file": (BytesIO(content), name)}
    page = attendant.send(ferry.trip, form, to=f"{ferry.trip}/passengers", content_type="multipart/form-data")
    return attendant.follow(page) if page.status == 303 else page


@pytest.fixture
def boarding(time_machine):
    time_machine.move_to(NINE - timedelta(minutes=10), tick=False)


@pytest.mark.usefixtures("boarding")
def test_the_list_fills_the_seat_of_who_declared_and_names_who_did_not_masked(ferry, browse):
    board(browse(), ferry)

    page = _send(browse, ferry, xlsx("Danh sách", HEADER, ROWS)).text

    assert "Đã lưu danh sách 3 hành khách." in page
    assert "theo danh sách" in page
    assert "2 trong 3 hành khách của danh sách chưa khai báo" in page
    assert "Trần Thị *** · ghế 13" in page
    assert "Lý *** · ghế 14" in page
    for hidden in ("Tèo", "Mận", "0987654321", "0912345678"):
        assert hidden not in page


@pytest.mark.usefixtures("boarding")
def test_the_seat_that_the_passenger_said_is_his_own_word(ferry, browse):
    board(browse(), ferry, seat="A1")

    page = _send(browse, ferry, xlsx("x", HEADER, ROWS[:1])).text

    assert "A1" in page
    assert "Tất cả 1 hành khách của danh sách đã khai báo." in page


@pytest.mark.usefixtures("boarding")
def test_a_csv_sent_again_takes_the_place_of_the_first_list(ferry, browse):
    _send(browse, ferry, xlsx("x", HEADER, ROWS))
    text = "DANH SÁCH HÀNH KHÁCH;;\nHọ tên;Ghế;SĐT\nPhạm Thị Sáu;5;0911222333\n"

    page = _send(browse, ferry, text.encode("utf-8-sig"), "ds.csv").text

    assert "1 trong 1 hành khách" in page
    assert "Phạm Thị *** · ghế 5" in page


@pytest.mark.usefixtures("boarding")
@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        pytest.param(b"PK\x03\x04 broken", "a.xlsx", "Không đọc được tệp", id="broken"),
        pytest.param(b"\xd0\xcf\x11\xe0", "a.xls", "Tệp Excel cũ", id="old"),
        pytest.param(b"a;b\n1;2", "a.csv", "Không tìm thấy cột", id="no headings"),
        pytest.param("Họ tên;SĐT\nLê Ba;12\n;0912345678".encode(), "a.csv", "Dòng 2: số điện thoại", id="phone"),
        pytest.param("Họ tên;SĐT\nLê Ba;\n;0912345678".encode(), "a.csv", "Dòng 3: thiếu họ và tên", id="name"),
        pytest.param("Họ tên;Ghế\n".encode(), "a.csv", "không có hành khách nào", id="nobody"),
    ],
)
def test_a_file_with_mistakes_is_refused_whole_and_says_where(app, ferry, browse, content, name, said):
    page = _send(browse, ferry, content, name)

    assert page.status == 422
    assert said in page.text
    assert "Lê Ba" not in page.text
    with app.app_context():
        assert db.session.scalar(unscoped(select(PassengerList.trip_id), because="a test looks")) is None


@pytest.mark.usefixtures("boarding")
def test_without_a_file_one_is_asked_for(ferry, browse):
    page = browse(ferry.tu).send(ferry.trip, to=f"{ferry.trip}/passengers")

    assert page.status == 422
    assert "Hãy chọn tệp danh sách." in page.text


@pytest.mark.usefixtures("boarding")
def test_seats_and_lists_end_with_their_day(app, ferry, browse, time_machine):
    board(browse(), ferry, seat="12")
    _send(browse, ferry, xlsx("x", HEADER, ROWS))
    time_machine.move_to(at(DAY + timedelta(28), 0, 1), tick=False)

    with app.app_context():
        assert run_job("erase-elapsed-days") == 1
        left = [
            db.session.scalar(unscoped(select(table.trip_id), because="a test looks"))
            for table in (TripVisit, PassengerList)
        ]
    assert left == [None, None]
    assert "Chưa gửi danh sách." in browse(ferry.tu).get(ferry.trip).text
