"""A letter from every list: of bodies, units and places, as it is filtered, to those whom the issuer may write to."""

import re
from collections.abc import Mapping

import pytest

from app.access.policy import Role, granted
from app.correspondence.rules import LetterKind, SourceKey
from app.correspondence.sources import SOURCES
from app.door import access_of
from tests.correspondence.test_letters import draft, paper
from tests.monitoring.conftest import DUONG_DONG

pytestmark = [pytest.mark.usefixtures("province", "letter"), pytest.mark.slow]
# Lists that an officer can export and that no letter is written from, and why.
OTHERS: Mapping[str, str] = {
    "briefings.index": "papers",
    "correspondence.index": "papers",
    "directives.index": "papers",
    "reports.index": "papers",
    "posters.runs": "papers",
    "admin.list_jobs": "the installation",
    "admin.list_settings": "the installation",
    "notices.list_messages": "the installation",
    "notices.list_reminders": "the installation",
    "units.show_import": "the reader's own upload",
    "coverage.show_list": "the reader's own upload",
    "monitoring.isolation": "indicators; a letter is written from the rows of the measure",
    "monitoring.isolation_rows": "persons",
    "inbox.index": "messages to the reader",
    "rulebook.epidemic_areas": "places outside the province",
    "rulebook.stations": "contents of a citizen's page",
    "units.holidays": "days",
    "units.imports": "the reader's own uploads",
    "units.doubles": "two entries of one unit: work of the officer who reads them",
    "units.transfers": "units handed over between two bodies: each is asked on its page",
    "units.proposals": "what units ask of the officer",
    "units.history": "what became of one unit",
    "follow_ups.show_site": "rooms of one site",
    "follow_ups.list_sites": "beds of sites: numbers for who places people",
    "tallies.show": "days of one unit",
    "trips.index": "trips of one unit",
    "safety.show": "answers of one unit",
    "safety.gaps": "a statistic, for information",
    "publicity.reached": "for information, never held against a place",
    "monitoring.trend": "one figure over time",
    "follow_ups.index": "persons",
    "follow_ups.list_alerts": "persons",
    "follow_ups.list_needs": "persons",
    "follow_ups.list_tests": "persons",
    "zones.households": "persons",
    "zones.needs": "persons",
    "zones.team": "persons",
    "gate.inside": "persons",
    "gate.regulars": "persons",
    "safety_public.index": "everybody's page",
    "stats.show": "everybody's page",
}


def test_every_list_that_an_officer_exports_can_be_written_from(app):
    officers = granted(Role.PROVINCE_OFFICER) | granted(Role.DISTRICT_OFFICER)
    pages = {rule.rule: rule.endpoint for rule in app.url_map.iter_rules() if "GET" in rule.methods}
    lists = {
        pages[path]
        for rule in app.url_map.iter_rules()
        if (path := re.sub(r"\.<any\([^)]*\):suffix>$", "", rule.rule)) != rule.rule
        and path in pages
        and access_of(app, rule.endpoint).permissions <= officers
    }
    written = {page for source in SOURCES.values() for page in source.pages}

    assert lists - written - set(OTHERS) == set()
    assert not written & set(OTHERS)
    assert written - lists == {"inspections.risks", "zones.missing", "confirmations.index"} - lists


ABOUT = {
    SourceKey.RECEIPTS: "&directive_id=1",
    SourceKey.DOCUMENTS: "&directive_id=1",
    SourceKey.ROWS: "&measure=lead",
    SourceKey.UNIT_RESULTS: f"&code={DUONG_DONG}",
}
# Inspections are planned by departments and districts; the commune of the list is another district's.
NOT_FOR = {("chau", SourceKey.RISKS), ("binh", SourceKey.UNIT_RESULTS)}


@pytest.mark.parametrize("name", ["chau", "binh"])
def test_every_list_yields_a_letter_of_each_kind_or_says_that_there_is_nobody(cast, browse, name):
    browser = browse(getattr(cast, name))
    for key in SourceKey:
        for kind in LetterKind:
            page = browser.get(f"/correspondence/new?list={key.value}&letter={kind.value}{ABOUT.get(key, '')}")
            assert page.status == (404 if (name, key) in NOT_FOR else 200), (key, kind)
            if page.status == 200:
                assert "Danh sách này không có" in page.text or 'name="addressees"' in page.text, (key, kind)


def boxes(page):
    """Whom the letter may go to: key and name."""
    return {
        box.get("value"): "".join(label.itertext()).strip()
        for label in page.tree.iter("label")
        for box in page.tree.iter("input")
        if box.get("name") == "addressees" and box.get("id") == label.get("for")
    }


def annex(browser, path):
    document, _said = paper(browser, path)
    table = next(each for each in document.tables if each.style.name == "Bang so lieu")
    return [[cell.text for cell in row.cells] for row in table.rows[1:]]


def test_the_link_below_a_list_takes_its_filters_along_also_after_htmx_changed_them(cast, browse):
    officer = browse(cast.chau)
    from_page = {"HX-Request": "true", "HX-Current-URL": "http://localhost/units"}
    for headers in ({}, from_page):
        text = officer.get("/units?q=Ch%E1%BB%A3&kind=market", headers=headers).text
        assert re.search(r'href="/correspondence/new\?q=Ch%E1%BB%A3&amp;kind=market&amp;list=units"', text), headers
    assert 'id="page_tools" class="app-no-print" hx-swap-oob="true"' in text

    # On another's page it leaves alone what stands below that.
    elsewhere = {**from_page, "HX-Current-URL": "http://localhost/monitor/bodies/2"}
    assert "page_tools" not in officer.get("/units", headers=elsewhere).text


def test_units_as_they_are_filtered_go_to_whoever_answers_for_them(cast, browse):
    officer = browse(cast.chau)
    path = draft(officer, "/correspondence/new?list=units&q=Ch%E1%BB%A3&letter=criticise")

    assert [row[1] for row in annex(officer, path)] == ["Chợ Dương Đông", "Chợ Đông Hồ"]
    said = officer.get(path).text
    assert "Ủy ban nhân dân thành phố Phú Quốc" in said
    assert "V/v phê bình việc chậm thực hiện khai báo y tế điện tử bằng mã QR tại các đơn vị" in said
    assert "Sở Du lịch" not in said


def test_units_that_closed_are_written_of_only_when_asked_for(cast, browse, province):
    officer = browse(cast.chau)
    opened = officer.get(f"/units/{province['Quán Gió']}/close")
    form = next(each for each in opened.tree.iter("form") if "/close" in each.get("action", ""))
    page = f"/units/{province['Quán Gió']}/close"
    sent = officer.send(page, {"reason": "Giải thể", "note": "Giải thể"}, to=form.get("action"))
    assert sent.status == 303, sent.text

    assert "Quán Gió" not in {row[1] for row in annex(officer, draft(officer, "/correspondence/new?list=units"))}
    closed = annex(officer, draft(officer, "/correspondence/new?list=units&status=closed"))
    assert [row[1] for row in closed] == ["Quán Gió"]


def test_who_is_not_chosen_stands_neither_in_the_words_nor_in_the_annex(cast, browse):
    officer = browse(cast.chau)
    address = "/correspondence/new?list=units"
    keys = {name: key for key, name in boxes(officer.get(address)).items()}
    path = draft(officer, address, addressees=keys["Sở Du lịch"])

    assert {row[3] for row in annex(officer, path)} == {"Sở Du lịch"}
    said = officer.get(path).text
    assert "01 cơ quan" in said
    assert "người đứng đầu cơ quan có tên trong danh sách" in said


def test_what_somebody_wrote_himself_is_not_counted_anew(cast, browse):
    officer = browse(cast.chau)
    path = draft(officer, "/correspondence/new?list=units", text="Còn 09 cơ quan.")

    assert "Còn 09 cơ quan." in officer.get(path).text


def test_a_district_writes_to_its_own_units_and_orders_only_below_itself(cast, browse, province):
    officer = browse(cast.binh)
    found = boxes(officer.get("/correspondence/new?list=units"))

    assert found[f"unit-{province['Chợ Đông Hồ']}"] == "Chợ Đông Hồ"
    assert f"body-{province['district-900']}" not in found
    # Sở Du lịch answers for a hotel in Hà Tiên: a district asks it and requires nothing.
    text = officer.get("/correspondence/new?list=units").text
    assert "Sở Du lịch" in found.values()
    assert "đề nghị người đứng đầu" in text
    assert "yêu cầu người đứng đầu" not in text


def test_a_measures_rows_name_each_unit_once_with_its_days(cast, browse):
    officer = browse(cast.chau)
    link = next(
        a for a in officer.get("/monitor/rows/entry?show=missing").tree.iter("a") if "list=rows" in a.get("href", "")
    )
    rows = annex(officer, draft(officer, link.get("href")))
    days = {row[1]: row[4] for row in rows}

    assert days == {"Quán Gió": "7", "Khách sạn Sao Mai": "5", "Chợ Dương Đông": "5", "Chợ Đông Hồ": "2"}
    kept = annex(officer, draft(officer, "/correspondence/new?list=rows&measure=entry&letter=commend"))
    assert ["Khách sạn Biển Xanh", "7"] in [[row[1], row[4]] for row in kept]


def test_a_place_is_written_to_by_its_committee(cast, browse):
    officer = browse(cast.chau)
    link = next(a for a in officer.get("/monitor/areas/91").tree.iter("a") if "list=results" in a.get("href", ""))
    page = officer.get(link.get("href"))

    assert "code=91" in link.get("href")
    assert set(boxes(page).values()) == {"Ủy ban nhân dân thành phố Phú Quốc", "Ủy ban nhân dân thành phố Hà Tiên"}
    assert {row[1] for row in annex(officer, draft(officer, link.get("href")))} == {
        "Thành phố Phú Quốc",
        "Thành phố Hà Tiên",
    }


def test_units_of_a_place_with_what_they_lack(cast, browse):
    officer = browse(cast.chau)
    rows = annex(officer, draft(officer, f"/correspondence/new?list=unit_results&code={DUONG_DONG}"))

    assert ["Chợ Dương Đông", "2/7"] in [[row[1], row[4]] for row in rows]


def test_the_words_are_vietnamese_whatever_the_officer_reads(cast, browse):
    text = browse(cast.chau).get("/correspondence/new?list=units&lang=en").text

    assert "khai báo y tế điện tử bằng mã QR tại các đơn vị" in text
    officer = browse(cast.chau)
    assert {row[2] for row in annex(officer, draft(officer, "/correspondence/new?list=units&lang=en"))} <= {
        "Chợ",
        "Khách sạn",
        "Quán ăn",
    } | {row[2] for row in annex(officer, draft(officer, "/correspondence/new?list=units"))}


def test_a_long_list_is_cut_and_says_so(cast, browse, monkeypatch):
    monkeypatch.setattr("app.correspondence.sources.composing.ROWS_AT_MOST", 2)
    officer = browse(cast.chau)

    assert "còn nhiều dòng nữa" in officer.get("/correspondence/new?list=units").text
    assert len(annex(officer, draft(officer, "/correspondence/new?list=units"))) == 2
