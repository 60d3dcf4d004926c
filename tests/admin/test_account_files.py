"""Accounts for bodies, officers and teams from one file, with passwords on sealed slips."""

import io
from datetime import timedelta

import pypdfium2
import pytest
import time_machine
from python_calamine import load_workbook

from app import tasks
from app.access.models import User
from app.admin.actions import destroy_due_slips
from app.admin.models import AccountBatch, AccountRow
from app.clock import now
from app.crypto import current_keys
from app.db import db, transaction
from app.documents import tables_in
from app.documents.sheets import xlsx

HERE = "/admin/accounts/file"
HEADER = ["STT", "Tên đăng nhập", "HỌ VÀ TÊN", "Cơ quan", "Vai trò"]
HOA = ["1", "hoa", "Nguyễn Thị Hoa", "district-911", "Cán bộ huyện, thành phố"]
TO = ["2", "to.khupho1", "Tổ Covid khu phố 1", "ubnd phuong duong dong", "thanh vien to covid cong dong"]


def send(browser, rows, *, header=HEADER, content=None, name="tai khoan.xlsx"):
    content = xlsx("Sheet1", header, rows) if content is None else content
    token = browser.get(HERE).fields(HERE)["csrf_token"]
    return browser.post(HERE, {"csrf_token": token, "table": (io.BytesIO(content), name)})


def press(browser, page, what):
    return browser.send(page, to=f"{page}/{what}")


def words(pdf):
    return [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(pdf)]


@pytest.fixture
def opened(app, cast, browse):
    """Quân's browser and the page of a file whose two accounts were opened."""
    quan = browse(cast.quan)
    page = send(quan, [HOA, TO]).location
    press(quan, page, "confirm")
    with app.app_context():
        tasks.run_all()
    return quan, page


def usernames(app):
    with app.app_context():
        return {user.username: user for user in db.session.scalars(db.select(User))}


def test_every_row_has_its_verdict_and_nothing_is_opened_before_the_word(app, cast, browse):
    wrong = [
        ["3", "oanh", "Nguyễn Thị Oanh", "district-911", "Người theo dõi"],
        ["4", "binh", "Trần Văn Binh", "district-900", "district_officer"],
        ["5", "hoa", "Người khác", "district-911", "Cán bộ huyện, thành phố"],
        ["6", "lan2", "", "tourism", "Cán bộ sở, ban, ngành"],
        ["7", "la lung", "Lạ", "tourism", "Cán bộ sở, ban, ngành"],
        ["8", "khong.co", "Không Có", "so-khong-co", "Cán bộ sở, ban, ngành"],
        ["9", "sai.vai", "Sai Vai", "tourism", "Trưởng thôn"],
        ["10", "sai.cho", "Sai Chỗ", "tourism", "Cán bộ huyện, thành phố"],
    ]
    quan = browse(cast.quan)
    before = set(usernames(app))
    shown = quan.follow(send(quan, [HOA, TO, *wrong])).text

    assert set(usernames(app)) == before
    assert "Mới, sẽ mở: 2 · Sai: 7 · Đã có: 1" in shown
    for reason in (
        "của tài khoản khác",
        "ở một dòng phía trên",
        "Thiếu họ và tên",
        "3–64 ký tự",
        "Không có cơ quan này",
        "Không có vai trò này",
        "không thuộc loại cơ quan",
    ):
        assert reason in shown


@pytest.mark.slow
def test_confirmed_accounts_are_opened_by_the_worker_and_sign_in_with_the_password_on_the_slip(app, browse, opened):
    quan, page = opened
    answer = press(quan, page, "slips.pdf").response
    sheets = words(answer.data)
    (mine,) = [text for text in sheets if "hoa" in text.split()]
    password = next(word for word in mine.split() if word.count("-") == 3)
    signed_in = browse().send("/login", {"username": "hoa", "password": password})

    assert answer.mimetype == "application/pdf"
    assert len(sheets) == 2
    assert "UBND phường Dương Đông" in sheets[1]
    assert signed_in.location == "/account/password"
    assert usernames(app)["to.khupho1"].role.value == "team_member"


@pytest.mark.slow
def test_a_file_sent_again_opens_nothing_twice(app, opened):
    quan, _ = opened
    again = quan.follow(send(quan, [HOA, TO])).text

    assert "Đã có: 2" in again
    assert "Mở 2 tài khoản" not in again


@pytest.mark.slow
def test_slips_are_destroyed_minutes_after_they_were_handed_out(app, opened):
    quan, page = opened
    press(quan, page, "slips.pdf")
    assert press(quan, page, "slips.pdf").status == 200  # the printer jammed
    with time_machine.travel(now() + timedelta(minutes=16)):
        with app.app_context(), transaction():
            assert destroy_due_slips() == 1
        assert "/slips.pdf" not in quan.get(page).text
        token = quan.get(HERE).fields(HERE)["csrf_token"]
        assert quan.post(f"{page}/slips.pdf", {"csrf_token": token}).status == 303

    _is_unreadable(app)


@pytest.mark.slow
def test_slips_that_nobody_fetched_are_destroyed_after_a_day(app, opened):
    with time_machine.travel(now() + timedelta(hours=25)), app.app_context(), transaction():
        assert destroy_due_slips() == 1

    _is_unreadable(app)


@pytest.mark.slow
def test_one_button_destroys_the_slips_at_once(app, opened):
    quan, page = opened
    press(quan, page, "destroy")

    _is_unreadable(app)


def _is_unreadable(app):
    with app.app_context():
        batch = db.session.scalars(db.select(AccountBatch)).one()
        assert current_keys().is_destroyed(batch.key_id)
        assert batch.slips is None
        assert set(db.session.scalars(db.select(AccountRow.password))) == {None}


@pytest.mark.slow
def test_no_password_stands_in_the_database_as_it_is(app, opened):
    quan, page = opened
    with app.app_context():
        rows = [
            *db.session.execute(db.select(AccountRow.__table__)),
            *db.session.execute(db.select(AccountBatch.__table__)),
        ]
    texts = words(press(quan, page, "slips.pdf").response.data)

    for text in texts:
        password = next(word for word in text.split() if word.count("-") == 3)
        assert password not in repr(rows)


@pytest.mark.slow
def test_a_worker_that_was_killed_goes_on_and_every_slip_is_printed(app, cast, browse, monkeypatch):
    from app.admin import opening

    quan = browse(cast.quan)
    page = send(quan, [HOA, TO]).location
    press(quan, page, "confirm")
    real = opening.create_account

    def die_at_the_second(*args, **details):
        if details["username"] != "hoa":
            raise RuntimeError
        return real(*args, **details)

    with app.app_context():
        monkeypatch.setattr(opening, "create_account", die_at_the_second)
        tasks.run_next()
        monkeypatch.setattr(opening, "create_account", real)
    with time_machine.travel(now() + timedelta(minutes=1)), app.app_context():
        tasks.run_all()

    assert {"hoa", "to.khupho1"} <= set(usernames(app))
    assert len(words(press(quan, page, "slips.pdf").response.data)) == 2


@pytest.mark.parametrize(
    ("content", "name", "message"),
    [
        pytest.param(b"", "a.csv", "không có dòng nào", id="empty"),
        pytest.param(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\x00\x01", "a.pdf", "Không đọc được", id="a PDF"),
        pytest.param(b"PK\x03\x04 broken", "a.xlsx", "Không đọc được", id="a broken archive"),
        pytest.param(
            "Họ và tên;Vai trò\nA;B\n".encode(), "a.csv", "Tệp thiếu cột: Tên đăng nhập, Mã cơ quan", id="columns"
        ),
        pytest.param(b"x" * 4001, "a.csv", "quá lớn", id="large"),
    ],
)
def test_a_file_that_cannot_be_read_is_answered_in_words(cast, browse, content, name, message, monkeypatch):
    monkeypatch.setattr(tables_in, "LARGEST_FILE_BYTES", 4000)
    page = send(browse(cast.quan), [], content=content, name=name)

    assert page.status == 422
    assert message in page.text


def test_a_csv_of_excel_is_read_as_well(cast, browse):
    quan = browse(cast.quan)
    text = "Họ và tên;Tên đăng nhập;Vai trò;Mã cơ quan\r\nNguyễn Thị Hoa;hoa;Cán bộ huyện, thành phố;district-911\r\n"
    page = quan.follow(send(quan, [], content=text.encode("utf-8-sig"), name="a.csv"))

    assert "Mới, sẽ mở: 1" in page.text


def test_no_more_than_five_hundred_rows_a_file(cast, browse):
    page = send(browse(cast.quan), [HOA] * 501)

    assert page.status == 422
    assert "tối đa 500" in page.text


def test_the_template_offers_roles_and_codes_and_is_taken_back_filled_in(cast, browse):
    quan = browse(cast.quan)
    book = load_workbook(io.BytesIO(quan.get(f"{HERE}/template.xlsx").response.data))
    header = book.get_sheet_by_index(0).to_python()[0]

    offered = [row[1] for row in book.get_sheet_by_name("Danh mục").to_python()]
    assert header == ["Họ và tên", "Tên đăng nhập", "Vai trò", "Mã cơ quan"]
    assert "UBND phường Dương Đông (commune-31078)" in offered
    filled = ["Nguyễn Thị Hoa", "hoa", "Cán bộ xã, phường, thị trấn", "UBND phường Dương Đông (commune-31078)"]
    assert "Mới, sẽ mở: 1" in quan.follow(send(quan, [filled], header=header)).text


def test_the_checked_rows_go_back_as_a_file_with_the_reasons(cast, browse):
    quan = browse(cast.quan)
    page = send(quan, [HOA, ["", "x", "Ai Đó", "tourism", "?"]]).location
    book = load_workbook(io.BytesIO(quan.get(f"{page}.xlsx?show=wrong").response.data))
    rows = book.get_sheet_by_index(0).to_python()

    assert len(rows) == 2
    assert rows[1][4].startswith("Sai: ")


def test_a_file_that_nobody_confirmed_is_forgotten_after_a_day(app, cast, browse):
    send(browse(cast.quan), [HOA])
    with time_machine.travel(now() + timedelta(hours=25)), app.app_context(), transaction():
        destroy_due_slips()

    with app.app_context():
        assert db.session.scalars(db.select(AccountRow)).all() == []


@pytest.mark.slow
def test_only_administrators_open_accounts_from_files(cast, browse, opened):
    _, page = opened
    an = browse(cast.an)

    assert {an.get(path).status for path in (HERE, page, f"{page}.xlsx", f"{HERE}/template.xlsx")} == {403}
