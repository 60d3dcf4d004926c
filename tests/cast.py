"""The people of the tests, by name. Bình is the outsider: every security test is "Bình tries"."""

from dataclasses import dataclass
from datetime import date

from app.access.actions import create_account
from app.access.models import User
from app.access.policy import Role
from app.access.sessions import viewer_of
from app.areas.actions import list_as_high_risk, load_areas
from app.areas.queries import get_area
from app.areas.rules import AreaLevel
from app.db import db
from app.door import Viewer, office_viewer
from app.organisations.actions import appoint, create_organisation
from app.organisations.models import Organisation
from app.organisations.rules import OrganisationKind, Position

START = date(2021, 1, 1)
PASSWORD = "correct horse battery"
AREAS = (
    ("91", "Tỉnh Kiên Giang", "province", ""),
    ("911", "Thành phố Phú Quốc", "district", "91"),
    ("31078", "Phường Dương Đông", "commune", "911"),
    ("31096", "Xã Dương Tơ", "commune", "911"),
    ("900", "Thành phố Hà Tiên", "district", "91"),
    ("30769", "Phường Đông Hồ", "commune", "900"),
)


@dataclass(frozen=True)
class Person:
    """Somebody with an account: `viewer` is on whose behalf actions run, username and password sign in."""

    username: str
    user_id: int
    organisation_id: int | None
    viewer: Viewer
    password: str = PASSWORD


@dataclass(frozen=True)
class Cast:
    """Who is who."""

    chau: Person  # province office, officer
    chuong: Person  # chairman
    oanh: Person  # observer at the province office
    hai: Person  # health department, epidemiology
    lan: Person  # Sở Du lịch, officer
    loan: Person  # Sở Du lịch, head
    an: Person  # Phú Quốc, officer
    anh: Person  # Phú Quốc, chairman
    binh: Person  # Hà Tiên, officer: the outsider
    duong: Person  # commune Dương Đông in Phú Quốc, officer
    quan: Person  # administrator


def make_cast() -> Cast:
    """Move everybody into an empty database, with the real actions."""
    office = office_viewer()
    rows = [dict(zip(("code", "name", "level", "parent_code"), row, strict=True)) for row in AREAS]
    load_areas(office, rows, valid_from=START)
    bodies = _bodies(office)
    list_as_high_risk(office, get_area("911", AreaLevel.DISTRICT, on=START), from_on=START, basis="568/UBND-KGVX")
    return Cast(
        chau=_person("chau", Role.PROVINCE_OFFICER, bodies["office"]),
        chuong=_person("chuong", Role.PROVINCE_HEAD, bodies["office"], title="Chủ tịch UBND tỉnh"),
        oanh=_person("oanh", Role.OBSERVER, bodies["office"]),
        hai=_person("hai", Role.HEALTH_OFFICER, bodies["health"]),
        lan=_person("lan", Role.DEPARTMENT_OFFICER, bodies["tourism"]),
        loan=_person("loan", Role.DEPARTMENT_HEAD, bodies["tourism"], title="Giám đốc"),
        an=_person("an", Role.DISTRICT_OFFICER, bodies["911"]),
        anh=_person("anh", Role.DISTRICT_HEAD, bodies["911"], title="Chủ tịch UBND thành phố"),
        binh=_person("binh", Role.DISTRICT_OFFICER, bodies["900"]),
        duong=_person("duong", Role.COMMUNE_OFFICER, bodies["31078"]),
        quan=_person("quan", Role.ADMINISTRATOR, bodies["office"]),
    )


def _bodies(office: Viewer) -> dict[str, Organisation]:
    root = create_organisation(
        office,
        code="office",
        name="Văn phòng UBND tỉnh",
        kind=OrganisationKind.PROVINCE_OFFICE,
        area=get_area("91", AreaLevel.PROVINCE, on=START),
        from_on=START,
    )
    bodies = {"office": root}
    for code, name in (("tourism", "Sở Du lịch"), ("health", "Sở Y tế")):
        bodies[code] = create_organisation(
            office, code=code, name=name, kind=OrganisationKind.DEPARTMENT, parent=root, from_on=START
        )
    for code, name in (("911", "UBND thành phố Phú Quốc"), ("900", "UBND thành phố Hà Tiên")):
        area = get_area(code, AreaLevel.DISTRICT, on=START)
        kind = OrganisationKind.DISTRICT
        bodies[code] = create_organisation(
            office, code=f"district-{code}", name=name, kind=kind, parent=root, area=area, from_on=START
        )
    for code, name, district in (
        ("31078", "UBND phường Dương Đông", "911"),
        ("31096", "UBND xã Dương Tơ", "911"),
        ("30769", "UBND phường Đông Hồ", "900"),
    ):
        area = get_area(code, AreaLevel.COMMUNE, on=START)
        kind = OrganisationKind.COMMUNE
        bodies[code] = create_organisation(
            office, code=f"commune-{code}", name=name, kind=kind, parent=bodies[district], area=area, from_on=START
        )
    return bodies


def _person(username: str, role: Role, body: Organisation, *, title: str = "") -> Person:
    office = office_viewer()
    post = None
    if title:
        name = f"Trần Văn {username.title()}"
        post = appoint(office, body, position=Position.HEAD, full_name=name, title=title, from_on=START)
    user = create_account(
        office,
        username=username,
        password=PASSWORD,
        full_name=f"Trần Văn {username.title()}",
        role=role,
        organisation=body,
        appointment=post,
        must_change_password=False,
    )
    return as_person(user)


def as_person(user: User, password: str = PASSWORD) -> Person:
    """An account as a person of the cast."""
    db.session.flush()
    return Person(user.username, user.id, user.organisation_id, viewer_of(user), password)
