"""Places are graded by who is right above them, confirmed in time; the province may decide otherwise."""

import re
from datetime import date, timedelta

import pytest
import time_machine
from flask import Flask

from app import jobs
from app.areas.queries import get_area
from app.areas.rules import AreaLevel
from app.clock import at, local_day, now
from app.db import db, transaction
from app.door import office_viewer
from app.notices.models import Message
from app.organisations.rules import OrganisationKind
from app.safety.grades.actions import load_shipped_grades
from app.safety.grades.queries import count_confirmed, count_old_of, list_history, list_lines, list_old
from app.safety.grades.rules import Place, is_old, may_grade
from app.safety.labels import grade_name
from app.web.filters import day
from tests.browser_client import Browser, Page
from tests.made_once import made_once

TODAY = date(2021, 5, 20)
COMMUNE, DISTRICT, ELSEWHERE = Place(5, 2), Place(2, 1), Place(6, 3)
HAMLET = Place(5, 2, "Ấp Suối Lớn")
GRADES = "/assessments/grades"
BASIS = {"basis": "Thông báo 12/TB-UBND", "signer": "Phó Chủ tịch Trần Minh Khoa"}


@pytest.mark.parametrize(
    ("kind", "own", "place", "may"),
    [
        (OrganisationKind.PROVINCE_OFFICE, 1, HAMLET, True),
        (OrganisationKind.DISTRICT, 2, COMMUNE, True),
        (OrganisationKind.DISTRICT, 2, DISTRICT, True),
        (OrganisationKind.DISTRICT, 2, HAMLET, False),
        (OrganisationKind.DISTRICT, 2, ELSEWHERE, False),
        (OrganisationKind.COMMUNE, 5, HAMLET, True),
        (OrganisationKind.COMMUNE, 5, COMMUNE, False),
        (OrganisationKind.COMMUNE, 6, HAMLET, False),
        (OrganisationKind.DEPARTMENT, None, COMMUNE, False),
    ],
)
def test_who_is_right_above_a_place_grades_it(kind, own, place, may):
    assert may_grade(kind, own, place) is may


@pytest.mark.parametrize(
    ("from_on", "old"), [(None, True), (TODAY - timedelta(14), False), (TODAY - timedelta(15), True)]
)
def test_a_grade_is_old_after_so_many_days(from_on, old):
    assert is_old(from_on, 14, TODAY) is old


@made_once
def places(app: Flask, cast) -> dict[str, int]:
    """Ids of places by code; the grades are there."""
    with app.app_context():
        with transaction():
            load_shipped_grades(office_viewer())
        found = {
            code: get_area(code, level, on=local_day()).id
            for code, level in (
                ("911", AreaLevel.DISTRICT),
                ("31078", AreaLevel.COMMUNE),
                ("31096", AreaLevel.COMMUNE),
                ("30769", AreaLevel.COMMUNE),
            )
        }
        db.session.remove()
    return found


def grade(browser: Browser, area_id: int, rank: int, **more: str) -> Page:
    path = f"/assessments/areas/{area_id}"
    return browser.send(path, {"grade": str(rank), "from_on": day(local_day()), **BASIS, **more}, to=path)


def history(app: Flask, area_id: int) -> list[tuple[str, str, bool]]:
    from app.safety.grades.queries import get_place

    with app.app_context():
        return [(row.hamlet, row.grade.name, row.is_overruling) for row in list_history(get_place(area_id))]


def test_the_district_sets_and_confirms_the_grade_of_a_commune(app, cast, places, browse):
    an = browse(cast.an)
    assert grade(an, places["31078"], 2).status == 303
    assert grade(an, places["31078"], 2).status == 303

    assert history(app, places["31078"]) == [("", "Nguy cơ", False), ("", "Nguy cơ", False)]
    page = an.get(f"/assessments/areas?district={places['911']}").text
    assert "Nguy cơ" in page
    assert "Thông báo 12/TB-UBND" in page
    assert "1/3 xã, phường, thị trấn" in page
    with app.app_context():
        assert count_confirmed(days=14) == (1, 3)
        assert count_old_of(cast.an.viewer) == len(list_old(cast.an.viewer.area_ids)) == 1
        assert count_old_of(cast.chau.viewer) == len(list_old(None)) == 2


def test_a_commune_grades_its_hamlets_alone(app, cast, places, browse):
    duong = browse(cast.duong)

    assert grade(duong, places["31078"], 3, hamlet="Khu phố 5").status == 303
    refused = grade(duong, places["31078"], 3, hamlet="")
    assert refused.status == 422
    assert "Hãy ghi tên ấp, khu phố." in refused.text
    assert BASIS["basis"] in refused.text
    assert history(app, places["31078"]) == [("Khu phố 5", "Nguy cơ cao", False)]


def test_a_reader_of_english_or_khmer_reads_the_grades_that_ship(app, cast, places, browse):
    grade(browse(cast.chau), places["911"], 3)
    visitor = browse()

    assert "Nguy cơ cao" in visitor.get("/safety").text
    for language, name in (("en", "High risk"), ("km", "ហានិភ័យខ្ពស់")):
        page = browse().get(f"/safety?lang={language}").text
        assert f">{name}<" in page.replace("\n", "")
        assert "Nguy cơ cao" not in page
    assert str(grade_name("Vùng xanh")) == "Vùng xanh"


@pytest.mark.parametrize(("who", "code"), [("binh", "31078"), ("an", "30769"), ("duong", "31096")])
def test_nobody_grades_places_of_others(app, cast, places, browse, who, code):
    browser, path = browse(getattr(cast, who)), f"/assessments/areas/{places[code]}"
    values = {**browser.get(path).fields(), "grade": "1", "from_on": day(local_day()), **BASIS, "hamlet": ""}

    assert browser.post(path, values).status == 409
    assert history(app, places[code]) == []


@pytest.mark.parametrize("who", ["lan", "oanh", "hai"])
def test_departments_observers_and_health_grade_nothing(cast, places, browse, who):
    assert browse(getattr(cast, who)).post(f"/assessments/areas/{places['31078']}").status == 403


def test_what_the_province_decided_the_district_confirms_and_does_not_change(app, cast, places, browse):
    an, chau = browse(cast.an), browse(cast.chau)
    grade(an, places["31078"], 1)
    assert grade(chau, places["31078"], 3).status == 303

    refused = grade(an, places["31078"], 1)
    assert refused.status == 422
    assert "UBND tỉnh đã quyết định cấp độ khác" in refused.text
    assert BASIS["basis"] in refused.text
    assert grade(an, places["31078"], 3).status == 303
    assert history(app, places["31078"]) == [
        ("", "Nguy cơ cao", True),
        ("", "Nguy cơ cao", True),
        ("", "Bình thường mới", False),
    ]


def test_what_is_missing_is_said_beside_its_field(cast, places, browse):
    page = grade(browse(cast.an), places["31078"], 2, basis="", from_on="31/12/2030")

    assert page.status == 422
    assert "Hãy ghi số, ký hiệu văn bản làm căn cứ." in page.text
    assert "Ngày phải trong 31 ngày qua" in page.text
    assert BASIS["signer"] in page.text


def test_names_and_colours_are_replaced_from_a_day_on(app, cast, places, browse):
    grade(browse(cast.an), places["31078"], 2)
    hai, first = browse(cast.hai), local_day() + timedelta(1)
    lines = {"name_1": "Cấp 1", "colour_1": "green", "name_2": "Cấp 2", "colour_2": "red"}

    wrong = hai.send(GRADES, {"name_1": "Cấp 1", "from_on": day(first), "basis": "QĐ"}, to=GRADES)
    assert wrong.status == 422
    assert "Hãy chọn màu." in wrong.text
    sent = hai.send(GRADES, {**lines, "from_on": day(first), "basis": "QĐ 1/QĐ-UBND"}, to=GRADES)
    assert sent.status == 303, sent.text

    an = browse(cast.an)
    assert "Cấp 1" not in an.get(f"/assessments/areas/{places['31078']}").text
    with time_machine.travel(now() + timedelta(1)):
        page = browse(cast.an).get(f"/assessments/areas/{places['31078']}").text
        assert "Cấp 1" in page
        assert "Nguy cơ</strong>" in page
    assert browse(cast.an).post(GRADES).status == 403


def test_districts_are_reminded_once_a_week_of_what_is_old(app, cast, places, browse):
    grade(browse(cast.an), places["31078"], 2)

    for _n in range(2):
        with app.app_context():
            jobs.run_job("remind-of-safety")
    with app.app_context():
        told = db.session.query(Message).filter_by(kind="safety.areas_old").all()
        bodies = [each.body for each in told if each.user_id == cast.an.user_id]

    assert len(bodies) == 1
    assert "Xã Dương Tơ" in bodies[0]
    assert "Phường Dương Đông" not in bodies[0]


def test_the_card_of_a_desk_leads_to_the_places_that_wait(cast, places, browse):
    grade(browse(cast.an), places["31078"], 2)
    address = re.search(r"[^\"]*need=old", browse(cast.an).get("/desk").text)[0]
    waiting = browse(cast.an).get(address)

    assert "Xã Dương Tơ" in waiting.text
    assert "Phường Dương Đông" not in waiting.text
    assert "Phường Đông Hồ" not in waiting.text
    sheet = browse(cast.an).get(address.replace("/areas?", "/areas.csv?")).response.data.decode("utf-8-sig")
    assert "Xã Dương Tơ" in sheet
    assert "Phường Dương Đông" not in sheet
    assert "Phường Đông Hồ" in browse(cast.chau).get(address).text


def test_the_list_goes_out_as_a_file(cast, places, browse):
    grade(browse(cast.an), places["31078"], 2)

    text = browse(cast.oanh).get(f"/assessments/areas.csv?district={places['911']}").response.data.decode("utf-8-sig")

    assert "Nguy cơ" in text
    assert "Phó Chủ tịch Trần Minh Khoa" in text


def test_the_ratio_of_safe_units_counts_every_unit_of_the_place(app, cast, places):
    from app.safety.actions import record_national
    from app.safety.rules import Level, Source
    from app.units.queries import get_unit
    from app.units.rules import UnitStatus
    from tests.factories import make_unit

    with time_machine.travel(at(TODAY, 9), tick=False), app.app_context():
        for n, level in enumerate((Level.SAFE, Level.SAFE, Level.UNSAFE, None)):
            unit_id = make_unit(cast.an, name=f"Quán {n}", status=UnitStatus.ACTIVE).id
            if level:
                with transaction():
                    told = {"source": Source.ANTOANCOVID, "link": "", "assessed_on": TODAY, "level": level}
                    record_national(office_viewer(), get_unit(office_viewer(), unit_id), **told)
        shares = {line.area.code: line.share for line in list_lines()}

    assert round(shares["911"], 3) == 0.667
    assert shares["900"] is None
