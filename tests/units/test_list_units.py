"""The list of units: searched and sorted as Vietnamese expects, filtered in the address, exported as shown."""

import csv
import io
from zipfile import ZipFile

import pytest

from app.areas.queries import get_area
from app.areas.rules import AreaLevel
from app.clock import local_day
from app.organisations.queries import find_organisation
from app.units.rules import UnitKind, UnitStatus
from tests.factories import make_unit
from tests.made_once import made_once

pytestmark = pytest.mark.slow


@made_once
def register(app, cast):
    """Six units of Phú Quốc and one of Hà Tiên."""
    with app.app_context():
        make_unit(cast.an, name="Đặng Gia", kind=UnitKind.CAFE, status=UnitStatus.ACTIVE)
        make_unit(cast.an, name="Dương Tơ", kind=UnitKind.SHOP, commune="31096", owner="commune-31096")
        make_unit(cast.an, name="Ánh Dương", address="Tổ 3, Cửa Lấp")
        make_unit(cast.an, name="Bãi Sao 10")
        make_unit(cast.an, name="Bãi Sao 9")
        make_unit(cast.lan, name="=SUM(A1)", owner="tourism")
        make_unit(cast.binh, name="Mũi Nai", owner="district-900", commune="30769")
        area = get_area("31096", AreaLevel.COMMUNE, on=local_day())
        return {"area": area.id, "district": area.parent_id, "owner": find_organisation("tourism").id}


def names(page):
    return [cell.findtext("a") for cell in page.tree.iter("th") if cell.get("scope") == "row"]


def test_units_stand_in_vietnamese_order(cast, browse, register):
    shown = names(browse(cast.an).get("/units"))

    # Numbers by value, Đ after D, signs do not count.
    assert shown == ["Ánh Dương", "Bãi Sao 9", "Bãi Sao 10", "Dương Tơ", "Đặng Gia", "=SUM(A1)"]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("q=dang", ["Đặng Gia"]),
        ("q=ĐẶNG", ["Đặng Gia"]),
        ("q=duong", ["Ánh Dương", "Dương Tơ"]),
        ("q=sao+bai", ["Bãi Sao 9", "Bãi Sao 10"]),
        ("q=cua+lap", ["Ánh Dương"]),
        ("q=%25", []),
        ("q=_", []),
        ("q=" + "x" * 5000, []),
        ("status=active", ["Đặng Gia"]),
        ("kind=shop", ["Dương Tơ"]),
        ("area={area}", ["Dương Tơ"]),
        ("area={district}&kind=cafe", ["Đặng Gia"]),
        ("owner={owner}", ["=SUM(A1)"]),
        ("sort=newest&kind=cafe", ["Đặng Gia"]),
        ("status=active&kind=shop", []),
    ],
)
def test_search_and_filters(cast, browse, register, query, expected):
    assert names(browse(cast.an).get("/units?" + query.format(**register))) == expected


def test_the_longest_waiting_come_first_when_asked(cast, browse, register):
    assert names(browse(cast.an).get("/units?sort=waiting"))[0] == "Đặng Gia"
    assert names(browse(cast.an).get("/units?sort=newest"))[0] == "=SUM(A1)"


@pytest.mark.parametrize(
    "query",
    ["status=x", "kind=%00", "area=x", "area=" + "9" * 40, "owner=-1", "sort=name;drop", "page=x", "size=7", "page=0"],
)
def test_what_cannot_be_read_is_left_out(cast, browse, register, query):
    assert len(names(browse(cast.an).get("/units?" + query))) == 6


def test_nobody_sees_units_of_others(cast, browse, register):
    seen = {person: names(browse(getattr(cast, person)).get("/units")) for person in ("chau", "binh", "lan", "duong")}

    assert len(seen["chau"]) == 7
    assert seen["binh"] == ["Mũi Nai"]
    assert seen["lan"] == ["=SUM(A1)"]
    assert "Dương Tơ" not in seen["duong"]
    assert "Đặng Gia" in seen["duong"]
    assert browse(cast.quan).get("/units").status == 403


def test_pages_say_how_many_and_keep_the_filters(cast, browse, app):
    with app.app_context():
        for number in range(30):
            make_unit(cast.an, name=f"Quán {number}")
    first = browse(cast.an).get("/units?status=pending&q=quan")

    assert "1–25 trong 30" in first.text
    assert "Trang 1 / 2" in first.text
    assert "/units?status=pending&amp;q=quan&amp;page=2" in first.text
    assert len(names(browse(cast.an).get("/units?q=quan&page=2"))) == 5


def test_an_empty_list_says_what_to_do(cast, browse):
    page = browse(cast.an).get("/units")

    assert "Không có đơn vị nào phù hợp." in page.text
    assert "đăng ký đơn vị mới" in page.text


def test_htmx_gets_the_list_alone_and_it_is_the_pages_own(cast, browse, register):
    an = browse(cast.an)
    fragment = an.get("/units?q=bai", headers={"HX-Request": "true"})

    assert "<h1" not in fragment.text
    assert fragment.text.strip().startswith('<div id="unit_list"')
    assert names(fragment) == names(an.get("/units?q=bai"))


def test_the_files_hold_exactly_what_is_shown_as_text(cast, browse, register):
    an = browse(cast.an)
    answer = an.get("/units.csv?q=bai+sao").response
    rows = list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig")), delimiter=";"))
    book = an.get("/units.xlsx").response
    strings = ZipFile(io.BytesIO(book.data)).read("xl/worksheets/sheet1.xml").decode()

    assert [row[0] for row in rows] == ["Tên đơn vị", "Bãi Sao 9", "Bãi Sao 10"]
    assert "attachment" in answer.headers["Content-Disposition"]
    assert "<f>" not in strings
    assert "=SUM(A1)" in strings
    assert strings.count("<row ") == 7
    assert "Mũi Nai" not in strings


def test_a_cell_that_looks_like_a_formula_is_quoted_in_csv(cast, browse, register):
    assert "'=SUM(A1)" in browse(cast.lan).get("/units.csv").response.data.decode("utf-8-sig")


def test_waiting_time_of_pending_units_is_shown(cast, browse, register):
    assert "đã chờ 0 ngày" in browse(cast.an).get("/units").text
