"""Setting up the bodies that ship with the portal."""

import pytest

from app.clock import local_day
from app.organisations.bodies import committee_name, shipped_bodies
from app.organisations.queries import find_organisation, group_of, ids_below, list_organisations
from app.organisations.rules import OrganisationKind, RelationGroup

pytestmark = pytest.mark.slow


@pytest.fixture
def province(app, inside):
    """The test's province with every place and body."""
    for chapter in ("areas", "organisations"):
        assert run(app, chapter, "--commit").exit_code == 0


def run(app, chapter, *options):
    return app.test_cli_runner().invoke(args=[chapter, "load", *options])


def test_every_place_has_its_committee_below_the_office(province):
    office = find_organisation("office")

    assert len(list_organisations(kind=OrganisationKind.DISTRICT)) == 15
    assert len(list_organisations(kind=OrganisationKind.COMMUNE)) == 144
    assert {body.id for body in list_organisations()} >= ids_below(office.id)
    assert len(ids_below(office.id)) == 1 + len(shipped_bodies()) + 15 + 144 + 2  # two of the cast's own


def test_a_commune_stands_below_its_district(province):
    committee = find_organisation("commune-31105")

    assert committee.name == "UBND xã Thổ Châu"
    assert committee.parent.code == "district-911"
    assert committee.area.code == "31105"


@pytest.mark.parametrize(
    ("code", "group"),
    [
        ("so-du-lich", RelationGroup.DIRECT),
        ("van-phong-tinh-uy", RelationGroup.PARTY),
        ("hoi-phu-nu", RelationGroup.MASS),
        ("cong-an", RelationGroup.VERTICAL),
        ("district-906", RelationGroup.DIRECT),
    ],
)
def test_bodies_are_in_their_group(province, code, group):
    assert group_of(find_organisation(code).id, on=local_day()) is group


def test_loading_again_changes_nothing(province, app):
    assert run(app, "organisations", "--commit").output == "0 bodies set up\n"


def test_without_commit_nothing_is_stored(app, inside):
    run(app, "areas", "--commit")
    said = run(app, "organisations").output

    assert "would be set up; add --commit" in said
    assert find_organisation("so-giao-duc") is None


def test_without_places_the_command_says_what_comes_first(app, inside, monkeypatch):
    monkeypatch.setattr("app.organisations.loading.PROVINCE_CODE", "92")

    said = run(app, "organisations", "--commit")

    assert said.exit_code == 1
    assert "flask areas load --commit" in said.output


def test_bodies_nobody_has_checked_say_so():
    unverified = {row["group"] for row in shipped_bodies() if row["verified"] == "no"}

    assert unverified == {"direct", "vertical", "party", "mass"}


@pytest.mark.parametrize(
    ("area", "committee"),
    [("Thành phố Phú Quốc", "UBND thành phố Phú Quốc"), ("Xã Đông Hòa", "UBND xã Đông Hòa")],
)
def test_a_committee_is_named_after_its_place(area, committee):
    assert committee_name(area) == committee
