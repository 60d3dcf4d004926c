"""Pages from the province down to a unit, and the rows behind every figure."""

import re

import pytest

from app.directives.measures.registry import _sources
from app.directives.rules import MeasureKey
from tests.monitoring.conftest import COUNTED, DUE

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("province")]


def links(page, part):
    return [a.get("href") for a in page.tree.iter("a") if part in a.get("href", "")]


def count_of(page):
    """How many rows a page of rows says it has."""
    found = re.search(r'id="rows-count"><strong>([\d.]+)</strong>', page.text)
    return int(found[1].replace(".", "")) if found else 0


def test_the_province_page_names_departments_apart_from_districts(cast, browse):
    page = browse(cast.chau).get("/monitor")

    assert page.status == 200
    headings = ["".join(h.itertext()).strip() for h in page.tree.iter("h2")]
    assert headings.index("Cơ quan trực thuộc UBND tỉnh") < headings.index("Huyện, thành phố")
    assert f"{COUNTED}/{DUE}" in page.text


def test_what_no_chapter_counts_is_said_so(cast, browse, monkeypatch):
    monkeypatch.delitem(_sources, MeasureKey.PUBLICISE)
    page = browse(cast.chau).get("/monitor")

    assert "Chưa có số liệu:" in page.text
    assert "Tuyên truyền" in page.text


def test_every_figure_leads_to_exactly_its_rows(cast, browse):
    browser = browse(cast.chau)
    checked = 0
    for path in ("/monitor", "/monitor/areas/91", "/monitor/areas/911"):
        for cell in browser.get(path).tree.iter("a"):
            counts = re.fullmatch(r"(\d+)/(\d+)", "".join(cell.itertext()).strip().split(" ")[0])
            if "/monitor/rows/" not in cell.get("href", "") or not counts:
                continue
            due, counted = browser.get(cell.get("href")), browser.get(cell.get("href") + "&show=counted")
            assert (count_of(counted), count_of(due)) == (int(counts[1]), int(counts[2])), cell.get("href")
            checked += 1

    assert checked >= 12


def test_a_commune_leads_to_its_units(cast, browse, province):
    browser = browse(cast.an)
    (href,) = links(browser.get("/monitor/areas/31078"), "/areas/31078/units")

    units = browser.get(href)

    assert f"/units/{province['Chợ Dương Đông']}" in units.text
    assert f"/units/{province['Khách sạn Biển Xanh']}" in units.text
    assert f"/units/{province['Quán Gió']}" not in units.text


def test_a_body_leads_to_the_units_that_it_answers_for_itself(cast, browse, province):
    page = browse(cast.chau).get(f"/monitor/bodies/{province['district-911']}/units")

    assert "Chợ Dương Đông" in page.text
    assert "Quán Gió" not in page.text


def test_the_list_of_units_loads_by_itself(cast, browse, province):
    path = f"/monitor/bodies/{province['tourism']}/units"
    part = browse(cast.lan).get(path, headers={"HX-Request": "true"})

    assert "<html" not in part.text
    assert _without_tokens(part.text) in _without_tokens(browse(cast.lan).get(path).text)


def _without_tokens(text):
    """Each page stamps its forms anew."""
    return re.sub(r'(name="csrf_token"[^>]*value=")[^"]+', r"\1", text)


def test_binh_finds_nothing_of_phu_quoc(cast, browse, province):
    district = province["district-911"]
    browser = browse(cast.binh)

    for path in (
        "/monitor/areas/911",
        "/monitor/areas/31078",
        f"/monitor/bodies/{district}",
        f"/monitor/bodies/{district}/units",
        "/monitor/areas/31078/units",
        f"/monitor/rows/entry?body={district}",
        "/monitor/rows/entry?area=911",
        "/monitor/rows/entry.csv?area=31078",
    ):
        assert browser.get(path).status == 404, path
    assert "Dương Đông" not in browser.get("/monitor").text


@pytest.mark.parametrize(
    "path",
    [
        "/monitor/areas/99999",
        "/monitor/bodies/999999999999999999999",
        "/monitor/rows/entry?body=99999999999999999999",
        "/monitor/isolation/nonsense",
        "/monitor/rows/nonsense",
    ],
)
def test_what_is_not_there_is_404(cast, browse, path):
    assert browse(cast.chau).get(path).status == 404


@pytest.mark.parametrize(
    "query",
    ["period=nonsense", "from=2026-02-31&to=x", "from=2026-05-20&to=2026-05-01", "from=0001-01-01&to=9999-12-31",
     "sort=nonsense&dir=up", "sort=qr&dir=down", "period=week", "period=today", "page=-4&size=7"],
)  # fmt: skip
def test_any_address_is_answered(cast, browse, query):
    assert browse(cast.chau).get(f"/monitor?{query}").status == 200
    assert browse(cast.chau).get(f"/monitor/rows/entry?{query}").status == 200


@pytest.mark.parametrize(
    ("typed", "is_told"),
    [
        ("from=31/02/2026&to=19/05/2026", True),
        ("from=2026-05-13&to=", True),
        ("from=2026-05-13&to=2030-01-01", True),
        ("from=2019-01-01&to=2026-05-19", True),
        ("from=2026-05-13&to=2026-05-19", False),
        ("from=2026-05-19&to=2026-05-13", False),
        ("period=14", False),
    ],
)
def test_days_that_cannot_be_shown_are_told_and_kept_as_typed(cast, browse, typed, is_told):
    page = browse(cast.chau).get(f"/monitor/results?{typed}")
    (first,) = (field.get("value") for field in page.tree.iter("input") if field.get("name") == "from")

    assert ("Không xem được đúng các ngày đã nhập" in page.text) is is_told
    if is_told:
        assert f"from={first}&" in typed


def test_who_has_not_reported_today_is_listed_before_the_day_is_over(cast, browse, province):
    page = browse(cast.an).get("/monitor/rows/entry?period=today&show=missing")

    assert count_of(page) == 3
    assert "Quán Gió" in page.text
    assert "tạm tính" in page.text


def test_rows_can_be_taken_away_as_a_file(cast, browse):
    answer = browse(cast.chau).get("/monitor/rows/entry.csv?show=missing").response

    lines = answer.get_data().decode("utf-8-sig").splitlines()
    assert len(lines) == 1 + DUE - COUNTED
    assert lines[0].startswith("Đơn vị;Cơ quan quản lý")


def test_nobody_without_the_permission_watches(cast, browse):
    assert browse(cast.quan).get("/monitor").status == 403
