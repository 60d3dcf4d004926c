"""A unit that the province office withholds is named to its own body, its manager and the office; others count it."""

from dataclasses import replace

import pytest

from app import clock
from app.db import transaction
from app.directives.measures import Cut, figures_by
from app.directives.rules import MeasureKey
from app.organisations.queries import find_organisation
from app.units.actions import propose_transfer, restrict_unit
from app.units.queries import compared, get_unit, list_public_likes
from app.units.rules import UnitStatus
from tests.factories import make_manager, make_poster, make_unit
from tests.made_once import made_once
from tests.units.test_decide import press

pytestmark = pytest.mark.slow

NAME = "Doanh trại Sóng Biển"


@made_once
def unit_id(app, cast):
    """In Dương Đông, answered for by Sở Du lịch; another unit stands beside it."""
    with app.app_context():
        unit = make_unit(cast.chau, owner="tourism", name=NAME, status=UnitStatus.ACTIVE)
        make_unit(cast.chau, name="Chợ Dương Đông", status=UnitStatus.ACTIVE)
        with transaction():
            restrict_unit(cast.chau.viewer, get_unit(cast.chau.viewer, unit.id), basis="Công văn 12")
        return unit.id


def lists():
    today = clock.local_day().isoformat()
    rows = f"/monitor/rows/qr{{}}?period=today&show=all&to={today}"
    places = ("/monitor/areas/31078/units?period=today",)
    return ["/units", "/units.csv", "/posters", "/posters.csv", rows.format(""), rows.format(".csv"), *places]


@pytest.mark.parametrize("person", ["an", "duong", "hai"])
def test_others_see_a_count_and_no_name(cast, browse, unit_id, person):
    officer = browse(getattr(cast, person))
    for path in lists():
        page = officer.get(path)
        if page.status == 403:
            continue
        assert page.status == 200, path
        assert NAME not in page.text, path
        assert "hạn chế công khai" in page.text, path
    assert officer.get(f"/units/{unit_id}").status == 404


@pytest.mark.parametrize("person", ["lan", "chau", "oanh"])
def test_its_body_and_the_office_see_it(cast, browse, unit_id, person):
    reader = browse(getattr(cast, person))

    assert NAME in reader.get("/units").text
    assert "và 1 đơn vị hạn chế công khai" not in reader.get("/units").text
    assert reader.get(f"/units/{unit_id}").status == 200


def test_who_searches_for_the_name_does_not_learn_that_it_is_there(cast, browse, unit_id):
    page = browse(cast.an).get("/units?q=doanh+trai").text

    assert "và 1 đơn vị" not in page
    assert "0 đơn vị" in page


def test_figures_count_it_for_everybody(app, cast, unit_id):
    with app.app_context():
        today = clock.local_day()
        found = [
            figures_by(person.viewer, Cut.PLACE, [MeasureKey.QR], first=today, last=today)
            for person in (cast.an, cast.duong, cast.hai, cast.chau)
        ]

    assert [figure.denominator for leaves in found for leaf in leaves.values() for figure in leaf.values()] == [2] * 4


def test_the_public_page_does_not_name_it_to_who_registers_its_double(app, cast, unit_id):
    with app.app_context():
        wanted = compared(get_unit(cast.chau.viewer, unit_id))

        assert list_public_likes(replace(wanted, id=None)) == []


def test_its_manager_and_its_visitors_notice_nothing(app, cast, browse, unit_id):
    with app.app_context():
        unit = get_unit(cast.lan.viewer, unit_id)
        code, mai = make_poster(unit=unit).code, make_manager(unit)

    assert NAME in browse().get(f"/q/{code}").text
    assert browse(mai).get(f"/units/{unit_id}").status == 200


def test_the_office_says_on_what_basis_and_lifts_it(cast, browse, unit_id):
    chau, path = browse(cast.chau), f"/units/{unit_id}/restrict"

    assert chau.send(path, {"basis": ""}, to=path).status == 422
    assert chau.get(path).fields(path)["basis"] == "Công văn 12"
    assert press(chau, f"/units/{unit_id}/unrestrict").status == 303
    assert NAME in browse(cast.an).get("/units").text


def test_the_places_officer_meets_no_work_that_names_it(app, cast, browse):
    with app.app_context():
        unit = make_unit(cast.chau, owner="tourism", name=NAME)
        with transaction():
            restrict_unit(cast.chau.viewer, get_unit(cast.chau.viewer, unit.id), basis="Công văn 12")
            health = find_organisation("health")
            propose_transfer(cast.chau.viewer, get_unit(cast.lan.viewer, unit.id), organisation=health, reason="x")
    an = browse(cast.an)

    assert "Chờ tiếp nhận" in an.get("/units/transfers").text
    for page in ("/units/transfers?show=all", "/units/waiting", "/units/proposals", "/desk"):
        assert NAME not in an.get(page).text
        assert "Sở Du lịch" not in an.get(page).text
