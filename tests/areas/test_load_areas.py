"""Loading the places that ship with the portal."""

from collections import Counter
from datetime import date

from app.areas.places import province_names, shipped_areas
from app.areas.queries import commune_ids_below, get_area, list_areas, list_high_risk_area_ids
from app.areas.rules import AreaLevel
from app.clock import local_day


def load(app, *options):
    return app.test_cli_runner().invoke(args=["areas", "load", *options]).output


def test_kien_giang_has_15_districts_and_144_communes(app, inside):
    load(app, "--commit")

    assert len(list_areas(AreaLevel.DISTRICT, on=local_day())) == 15
    assert len(list_areas(AreaLevel.COMMUNE, on=local_day())) == 144
    assert len(commune_ids_below(get_area("911", AreaLevel.DISTRICT, on=local_day()))) == 9


def test_loading_again_changes_nothing(app, inside):
    first, second = load(app, "--commit"), load(app, "--commit")

    assert first != second
    assert second == "0 rows loaded\n"


def test_without_commit_nothing_is_stored(app, inside):
    said = load(app)

    assert "would be loaded; add --commit" in said
    assert len(list_areas(AreaLevel.DISTRICT, on=local_day())) == 2


def test_the_letters_five_districts_are_at_high_risk_from_its_day(app, inside):
    load(app, "--commit")

    listed = list_high_risk_area_ids(on=date(2021, 5, 7))
    named = {get_area(code, AreaLevel.DISTRICT, on=local_day()).id for code in ("900", "902", "903", "911", "914")}
    assert listed == named


def test_communes_are_wards_towns_and_villages_as_the_office_of_statistics_counts_them():
    kinds = Counter(row["name"].split(" ")[0] for row in shipped_areas() if row["level"] == "commune")

    assert kinds == {"Phường": 18, "Thị": 10, "Xã": 116}


def test_visitors_come_from_63_provinces_in_vietnamese_order():
    names = list(province_names().values())

    assert len(names) == 63
    assert names.index("Cà Mau") < names.index("Cần Thơ") < names.index("Đà Nẵng") < names.index("Gia Lai")
    assert province_names()["91"] == "Kiên Giang"
