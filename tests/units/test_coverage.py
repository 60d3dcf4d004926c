"""Who must register and has not: a list is sent, looked at, entered; the missing are called; the figure says so."""

from io import BytesIO

import pytest
from sqlalchemy import select

from app import tasks
from app.access.scope import unscoped
from app.clock import local_day
from app.db import db, transaction
from app.directives.measures import Basis, Cut, figures_by, totals
from app.directives.rules import MeasureKey
from app.documents.sheets import csv_file, xlsx
from app.documents.tables_in import read_table
from app.jobs import run_job
from app.units.coverage.models import MustRegisterEntry, MustRegisterList
from app.units.coverage.rules import Column
from app.units.coverage.sheet import recognise
from app.units.rules import UnitKind, UnitStatus
from tests.factories import make_unit
from tests.made_once import made_once

pytestmark = pytest.mark.slow

HEADER = ["Tên cơ sở", "Loại hình", "Địa chỉ", "Xã, phường, thị trấn", "Mã số thuế", "Điện thoại"]
BLUE = ["KHÁCH SẠN BIỂN XANH", "Khách sạn", "12 Trần Hưng Đạo", "Phường Dương Đông", "", ""]
RED = ["Khách sạn Đá Đỏ", "Khách sạn", "3 Bờ Kè", "P. Dương Đông", "1701234567", "912345678"]
WRONG = ["Khách sạn Xa", "Khách sạn", "", "Đông Hồ", "", ""]
QR = MeasureKey.QR


def upload(browser, *rows, source="Chi cục Thuế Phú Quốc"):
    file = (BytesIO(xlsx("Danh sách", HEADER, rows)), "thuế.xlsx")
    return browser.send("/units/coverage/load", {"source": source, "file": file})


def enter(app, browser, *rows, **options):
    """Send a list, look at it, enter it, and let the worker work."""
    preview = upload(browser, *rows, **options)
    done = browser.send(preview.location)
    with app.app_context():
        tasks.run_all()
    return browser.get(done.location)


def entries(app):
    with app.app_context():
        stmt = select(MustRegisterEntry).order_by(MustRegisterEntry.id)
        return db.session.scalars(unscoped(stmt, because="the test looks")).all()


def figure(app, viewer, cut=Cut.PLACE):
    with app.app_context():
        leaves = figures_by(viewer, cut, [QR], first=local_day(), last=local_day())
        return totals(leaves, [QR])[QR]


@made_once
def hotel(app, cast):
    """An active hotel, whose name the list writes in another way."""
    with app.app_context():
        return make_unit(cast.an, status=UnitStatus.ACTIVE).id


def test_the_whole_list_comes_back_marked_and_is_sent_again_mended(app, cast, browse):
    an = browse(cast.an)
    preview = upload(an, RED, WRONG)
    shown = an.follow(preview)
    table = read_table(an.get(f"{preview.location}.xlsx?lang=en").response.data, "a.xlsx")
    mended = [[cell.replace("Đông Hồ", "Dương Đông") for cell in row[2:]] for row in table[1:]]
    file = (BytesIO(xlsx("Danh sách", table[0][2:], mended)), "sửa.xlsx")
    again = an.follow(an.send("/units/coverage/load", {"source": "Chi cục Thuế Phú Quốc", "file": file}))

    assert f"{preview.location}.xlsx" in shown.text
    assert table[0][:3] == ["Dòng", "Lỗi", "Tên cơ sở"]
    assert [row[:2] for row in table[1:]] == [["2", ""], ["3", "Ngoài địa bàn và phạm vi quản lý của ông/bà."]]
    assert "2 cơ sở mới" in again.text
    assert "0 dòng sai" in again.text
    assert browse(cast.binh).get(f"{preview.location}.xlsx").status == 404
    an.send(preview.location)
    assert an.get(f"{preview.location}.xlsx").status == 404  # it was entered: there is nothing to mend


def test_nothing_counts_before_it_was_looked_at_and_entered(app, cast, browse, hotel):
    an = browse(cast.an)
    preview = an.follow(upload(an, BLUE, RED, WRONG))

    assert "2 cơ sở mới" in preview.text
    assert "1 dòng sai" in preview.text
    assert "Ngoài địa bàn" in preview.text
    assert entries(app) == []
    assert figure(app, cast.chau.viewer).basis is Basis.REGISTERED


def test_the_list_is_the_denominator_where_it_speaks(app, cast, browse, hotel):
    an = browse(cast.an)
    done = enter(app, an, BLUE, RED, WRONG)

    assert "Nhập xong lúc" in done.text
    blue, red = entries(app)
    assert (blue.unit_id, red.unit_id) == (hotel, None)
    assert (red.phone, red.organisation_id) == ("0912345678", _tourism(app))
    found = figure(app, cast.chau.viewer)
    assert (found.denominator, found.basis) == (2, Basis.LIST)
    assert (found.split["not_displayed"], found.split["unregistered"]) == (1, 1)
    assert found == figure(app, cast.chau.viewer, Cut.OWNER) == figure(app, cast.chau.viewer, Cut.UNIT)
    page = browse(cast.chau).get("/monitor?period=today").text
    assert "theo danh sách gốc" in page
    assert "Khách sạn Đá Đỏ" in browse(cast.chau).get("/monitor/rows/qr?period=today&show=missing").text


def _tourism(app):
    from app.organisations.models import Organisation

    with app.app_context():
        return db.session.scalars(select(Organisation.id).where(Organisation.code == "tourism")).one()


def test_a_unit_that_no_list_names_is_shown_apart(app, cast, browse, hotel):
    enter(app, browse(cast.an), RED)
    with app.app_context():
        make_unit(cast.an, name="Chợ Mới", kind=UnitKind.MARKET, status=UnitStatus.ACTIVE)

    found = figure(app, cast.chau.viewer)

    assert (found.denominator, found.split["off_list"], found.basis) == (2, 1, Basis.MIXED)


def test_the_same_file_again_changes_nothing(app, cast, browse, hotel):
    an = browse(cast.an)
    enter(app, an, BLUE, RED)
    before = [(row.id, row.unit_id, row.from_on, row.until_on) for row in entries(app)]

    again = an.follow(upload(an, BLUE, RED))

    assert "không làm thay đổi gì" in again.text
    an.post(again.response.request.path, {"csrf_token": _token(an)})
    with app.app_context():
        tasks.run_all()
    assert [(row.id, row.unit_id, row.from_on, row.until_on) for row in entries(app)] == before


def test_a_newer_list_of_the_source_ends_what_it_no_longer_has(app, cast, browse):
    an = browse(cast.an)
    enter(app, an, BLUE, RED)
    with app.app_context(), transaction():
        stmt = select(MustRegisterEntry)
        for row in db.session.scalars(unscoped(stmt, because="the test makes it older")):
            row.from_on = row.from_on.replace(year=row.from_on.year - 1)

    enter(app, an, RED)

    blue, red = entries(app)
    assert (blue.until_on, red.until_on) == (local_day(), None)
    assert figure(app, cast.chau.viewer).denominator == 1


def test_work_that_was_killed_half_way_begins_again_and_counts_once(app, cast, browse, monkeypatch):
    from app.units.coverage import entering

    an = browse(cast.an)
    an.send(upload(an, BLUE, RED).location)
    make_count = entering._make_count
    monkeypatch.setattr(entering, "_make_count", lambda *_args: 1 / 0)
    with app.app_context():
        tasks.run_next()
    assert [row.from_on for row in entries(app)] == [None, None]
    assert figure(app, cast.chau.viewer).denominator == 0

    monkeypatch.setattr(entering, "_make_count", make_count)
    with app.app_context():
        entering.enter(entries(app)[0].list_id, tasks.Progress(1))
        entering.enter(entries(app)[0].list_id, tasks.Progress(1))

    assert [row.from_on for row in entries(app)] == [local_day(), local_day()]


def test_who_registers_meanwhile_leaves_the_call_list(app, cast, browse):
    an = browse(cast.an)
    enter(app, an, BLUE, RED)
    assert "Khách sạn Đá Đỏ" in an.get("/units/coverage/missing").text
    with app.app_context():
        unit = make_unit(cast.an, name="Đá Đỏ Resort", tax_code="1701234567").id

    assert "Khách sạn Đá Đỏ" not in an.get("/units/coverage/missing").text
    red = entries(app)[1]
    assert (red.unit_id, red.matched_by.value) == (unit, "tax_code")
    assert figure(app, cast.chau.viewer).split["unregistered"] == 2  # until an officer has approved it


def test_the_nightly_job_finds_who_came_without_a_word_and_forgets_old_previews(app, cast, browse):
    an = browse(cast.an)
    enter(app, an, RED)
    upload(an, BLUE)
    with app.app_context():
        with transaction():
            row = db.session.scalars(unscoped(select(MustRegisterEntry), because="the test hides it")).one()
            row.tax_code, row.name_key = "", "khác"
        make_unit(cast.an, name="Khách sạn Đá Đỏ")
        with transaction():
            row = db.session.scalars(unscoped(select(MustRegisterEntry), because="the test shows it")).one()
            row.name_key = "khach san da do"
            for each in db.session.scalars(unscoped(select(MustRegisterList), because="the test makes them old")):
                each.loaded_at = each.loaded_at.replace(year=2020)

        assert run_job("match-must-register-lists") == 1
        assert run_job("match-must-register-lists") == 0
        assert len(db.session.scalars(unscoped(select(MustRegisterList), because="the test looks")).all()) == 1


def test_an_officer_notes_a_call_and_why_somebody_need_not_register(app, cast, browse):
    an = browse(cast.an)
    enter(app, an, BLUE, RED)
    blue, red = entries(app)

    path = f"/units/coverage/entries/{blue.id}"
    assert an.send(path, {"status": "not_applicable"}).status == 422
    assert an.send(path, {"status": "not_applicable", "note": "Đã giải thể"}).status == 303
    an.send(f"/units/coverage/entries/{red.id}", {"status": "called", "note": "Hẹn thứ Hai"})

    assert figure(app, cast.chau.viewer).denominator == 1
    to_call = [row[0] for row in read_table(an.get("/units/coverage/missing.csv").response.data, "")[1:]]
    assert to_call == ["Khách sạn Đá Đỏ"]  # as many as the gap counts
    assert "Đã giải thể" not in an.get("/units/coverage/missing").text
    assert "Đã giải thể" in an.get("/units/coverage/missing?status=not_applicable").text
    assert "Hẹn thứ Hai" in an.get("/units/coverage/missing?status=called").text
    table = read_table(an.get("/units/coverage/missing.xlsx?status=called").response.data, "")
    assert [row[0] for row in table[1:]] == ["Khách sạn Đá Đỏ"]
    assert "0912 345 678" in table[1]
    gap = read_table(an.get("/units/coverage.csv").response.data, "")[1]
    assert gap[1:] == ["Phường Dương Đông", "Khách sạn", "1", "0", "1", "1"]


def test_who_has_registered_cannot_be_noted_as_missing(app, cast, browse, hotel):
    an = browse(cast.an)
    enter(app, an, BLUE)

    page = an.post(f"/units/coverage/entries/{entries(app)[0].id}", {"csrf_token": _token(an), "status": "called"})

    assert page.status == 409


def test_the_template_is_recognised_whatever_language_its_reader_has_chosen(cast, browse):
    content = browse(cast.an).get("/units/coverage/template.xlsx?lang=en").response.data

    assert set(recognise(read_table(content, "")).columns) == set(Column)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "Hãy chọn tệp Excel (.xlsx) hoặc CSV."),
        (b"\x89PNG\r\n\x1a\n\0\0\0", "Không đọc được tệp này."),
        (csv_file(["Tên cơ sở", "Địa chỉ"], [["x", "y"]]), "Không thấy cột: Loại hình, Xã, phường, thị trấn."),
    ],
)
def test_a_file_that_is_no_list_says_why(cast, browse, content, reason):
    file = (BytesIO(content), "x.csv" if content else "")
    page = browse(cast.an).send("/units/coverage/load", {"source": "Thuế", "file": file})

    assert page.status == 422
    assert reason in page.text


def test_binh_sees_nothing_of_the_next_district(app, cast, browse):
    an, binh = browse(cast.an), browse(cast.binh)
    preview = upload(an, BLUE)
    assert binh.get(preview.location).status == 404
    enter(app, an, BLUE)
    (row,) = entries(app)

    assert "BIỂN XANH" not in binh.get("/units/coverage/missing").text
    assert len(read_table(binh.get("/units/coverage/missing.csv").response.data, "")) == 1
    assert binh.get(f"/units/coverage/entries/{row.id}").status == 404
    assert "Ngoài địa bàn" in binh.follow(upload(binh, RED)).text
    assert "BIỂN XANH" in browse(cast.lan).get("/units/coverage/missing").text  # hotels are Sở Du lịch's


@pytest.mark.slow
def test_the_pages_ask_the_database_as_little_for_many_rows_as_for_one(app, cast, browse, statements):
    an, paths, counts = browse(cast.an), ("/units/coverage", "/units/coverage/missing"), {}
    for n in (1, 30):
        enter(app, an, *[[f"Khách sạn {k}", *RED[1:4], "", ""] for k in range(n)])
        for path in paths:
            statements.clear()
            an.get(path)
            counts.setdefault(path, []).append(len(statements))

    assert all(few == many <= 10 for few, many in counts.values()), counts


def _token(browser):
    return browser.get("/units").tree.find(".//meta[@name='csrf-token']").get("content")
