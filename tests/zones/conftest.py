"""An area under isolation in Dương Đông with a team of two and its households."""

from dataclasses import dataclass, field
from datetime import date, timedelta

from flask import Flask

from app.access.actions import create_account, grant_team
from app.access.policy import Role
from app.areas.queries import get_area
from app.areas.rules import AreaLevel
from app.clock import local_day
from app.db import db, transaction
from app.door import Viewer, office_viewer
from app.organisations.queries import find_organisation
from app.zones.actions import add_member, attach_team, enter_zone, list_household, set_up_team
from app.zones.models import Team
from app.zones.queries import get_team
from app.zones.rules import DecisionLevel, ZoneKind
from app.zones.written import Decision, Details, Listed
from tests.browser_client import Page
from tests.cast import PASSWORD, Cast, Person, as_person
from tests.made_once import made_once

DUONG_DONG, DUONG_TO, DONG_HO = "31078", "31096", "30769"


@dataclass(frozen=True)
class Locked:
    """Plain ids: what tests need of the area; `tam` is a member of its team."""

    zone_id: int
    team_id: int
    household_ids: list[int] = field(default_factory=list)
    tam: Person | None = None

    @property
    def round(self) -> str:
        return f"/rounds/{self.team_id}"


def decision(number: str = "12/QĐ-UBND", on: date | None = None) -> Decision:
    return Decision(number, on or local_day(), "Nguyễn Văn Ký")


def household(n: int, people: int = 4) -> Listed:
    return Listed(Details(f"Trần Thị Hộ {n}", "0912345678", f"Số {n} đường 30/4"), people)


def make_zone(viewer: Viewer, commune: str = DUONG_DONG, name: str = "Tổ 5, khu phố 3", *, days_ago: int = 0) -> int:
    area = get_area(commune, AreaLevel.COMMUNE, on=local_day())
    first = local_day() - timedelta(days_ago)
    made = {"kind": ZoneKind.NEIGHBOURHOOD, "name": name, "decision": decision(on=first)}
    return enter_zone(viewer, area, level=DecisionLevel.DISTRICT, from_on=first, **made).id


def make_team(viewer: Viewer, commune: str = DUONG_DONG, name: str = "Tổ 1", *, households: int = 3, standing=False):
    area = get_area(commune, AreaLevel.COMMUNE, on=local_day())
    team = set_up_team(viewer, area, name=name, is_standing=standing)
    for n in range(1, households + 1):
        list_household(viewer, team, household(n))
    return team


def member_of(team: Team, username: str) -> Person:
    """Somebody who is in a team, with an account."""
    user = create_account(
        office_viewer(),
        username=username,
        password=PASSWORD,
        full_name="Phạm Thị Tâm",
        role=Role.TEAM_MEMBER,
        organisation=find_organisation(f"commune-{team.area.code}"),
        must_change_password=False,
    )
    member = add_member(office_viewer(), team, full_name="Phạm Thị Tâm", phone="0987654321", is_leader=True)
    member.user_id = user.id
    grant_team(office_viewer(), user, team.id)
    return as_person(user)


def round_address(page: Page) -> str:
    """Where the round that stands on a page is filed."""
    return next(address for form in page.tree.iter("form") if "/rounds/" in (address := form.get("action", "")))


def team_of(locked: Locked) -> Team:
    return get_team(office_viewer(), locked.team_id)


@made_once
def locked(app: Flask, cast: Cast) -> Locked:
    """Dương Đông lies in Phú Quốc, which is at high risk."""
    with app.app_context():
        with transaction():
            duong = cast.duong.viewer
            zone_id, team = make_zone(duong), make_team(duong)
            attach_team(duong, _zone(zone_id), team)
            made = Locked(zone_id, team.id, _households(team), member_of(team, "tam"))
        db.session.remove()
    return made


def _zone(zone_id: int):
    from app.zones.queries import get_zone

    return get_zone(office_viewer(), zone_id)


def _households(team: Team) -> list[int]:
    from app.zones.queries import list_households

    return [row.id for row in list_households(office_viewer(), team)]
