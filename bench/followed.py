"""Twenty thousand people in isolation and the rounds of three hundred teams, written without ceremony to be read."""

import secrets
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import insert, select

from app.access.actions import create_account, grant_team, grant_unit
from app.access.policy import Role
from app.access.scope import unscoped
from app.clock import at, local_day, now
from app.db import add_rows, db, transaction
from app.door import office_viewer
from app.follow_ups.models import (
    DailyReport,
    FollowUp,
    FollowUpAlert,
    FollowUpNeed,
    FollowUpSpell,
    FollowUpTest,
    Protocol,
)
from app.follow_ups.people import Person, seal_person
from app.follow_ups.rules.alerts import AlertKind
from app.follow_ups.rules.cases import CaseClass, NeedKind, Place, SampleResult
from app.follow_ups.rules.reports import Kind, Session, Writer
from app.organisations.models import Organisation
from app.organisations.queries import find_organisation
from app.organisations.rules import OrganisationKind
from app.text import search_key, sort_key
from app.units.likeness import likeness_key
from app.units.models import Unit, UnitOwnership
from app.units.rules import UnitKind, UnitStatus
from app.zones.models import Household, Round, RoundEntry, Team, Zone, ZoneTeam
from app.zones.rules import DecisionLevel, RoundSession, ZoneKind
from bench.register import make_register, settle
from tests.cast import PASSWORD

DAYS, SITES, ROOMS, TEAMS, LIST = 7, 60, 40, 300, 40
# The commune of those who look from below, and what they are called.
COMMUNE, DISTRICT = "31078", "911"
HEALTH, DISTRICT_OFFICER, COMMUNE_OFFICER, STAFF, MEMBER = "suckhoe", "phuquoc", "duongdong", "cosoho", "toho"
NAMED = 200
Row = dict[str, Any]


def make_followed(people: int, *, unit_count: int) -> tuple[int, int]:
    """A register, so many people followed for a week, the teams and their rounds; ids of the site and the team that
    have an account.
    """
    make_register(unit_count)
    found = follow(people)
    with transaction():
        _accounts(*found)
    return found


def follow(people: int) -> tuple[int, int]:
    """The same in a register that is there, without accounts."""
    with transaction():
        bodies = _communes()
        sites, teams = _sites(bodies), _teams(bodies)
        _people(people, bodies, sites, teams)
        _rounds(teams)
        first, mine = sites[0]["id"], teams[0]["id"]
    with transaction():
        _name_some(first, mine)
    settle()
    return first, mine


def _communes() -> Sequence[tuple[int, int]]:
    """Committee and place of each commune, that of the lookers first."""
    stmt = select(Organisation).where(Organisation.kind == OrganisationKind.COMMUNE).order_by(Organisation.id)
    rows = sorted(db.session.scalars(stmt), key=lambda row: row.code != f"commune-{COMMUNE}")
    return [(row.id, row.area_id) for row in rows if row.area_id]


def _sites(bodies: Sequence[tuple[int, int]]) -> Sequence[Row]:
    common = {"kind": UnitKind.QUARANTINE_SITE, "status": UnitStatus.ACTIVE, "opened_on": local_day(), "version": 1}
    common |= {"address": "", "phone": "", "tax_code": "", "manager_name": "", "manager_phone": "0912345678"}
    rows = []
    for n in range(SITES):
        body, area = bodies[n % len(bodies)]
        name = f"Cơ sở cách ly tập trung số {n + 1}"
        keys = {"search_key": search_key(name), "sort_key": sort_key(name), "likeness_key": likeness_key(name)}
        rows.append({"id": 9_000_000 + n, "name": name, "organisation_id": body, "area_id": area, **keys})
    add_rows(Unit, rows, {**common, "registered_at": now(), "waiting_since": now()})
    owned = [{"unit_id": row["id"], "organisation_id": row["organisation_id"]} for row in rows]
    add_rows(UnitOwnership, owned, {"from_on": local_day() - timedelta(60), "at": now()})
    return rows


def _teams(bodies: Sequence[tuple[int, int]]) -> Sequence[Row]:
    """Two or three teams a commune, every fifth of them in an area under isolation."""
    first = local_day() - timedelta(30)
    teams = []
    for n in range(TEAMS):
        body, area = bodies[n % len(bodies)]
        name = f"Tổ {n // len(bodies) + 1}"
        teams.append({"id": n + 1, "organisation_id": body, "area_id": area, "name": name, "name_key": name.lower()})
        teams[-1]["key_id"] = f"list-{n}"
    add_rows(Team, teams, {"is_standing": True, "from_on": first, "created_at": at(first, 8)})
    paper = {"decision_number": "12/QĐ-UBND", "decision_on": first, "decision_signer": "Nguyễn Văn Ký"}
    paper |= {"decision_level": DecisionLevel.DISTRICT, "kind": ZoneKind.HAMLET, "from_on": first, "entered_at": now()}
    locked = teams[::5]
    zones = [
        {"id": team["id"], "organisation_id": team["organisation_id"], "area_id": team["area_id"], "name": f"Ấp {n}"}
        for n, team in enumerate(locked)
    ]
    add_rows(Zone, [{**zone, "name_key": zone["name"].lower()} for zone in zones], paper)
    add_rows(
        ZoneTeam,
        [{"zone_id": team["id"], "team_id": team["id"], "from_on": first, "attached_at": now()} for team in locked],
    )
    return teams


def _people(count: int, bodies: Sequence[tuple[int, int]], sites: Sequence[Row], teams: Sequence[Row]) -> None:
    """Three in five at a site, the others at home with a team; one in three said nothing of this session."""
    today, protocol_id = local_day(), db.session.scalars(select(Protocol.id).order_by(Protocol.id)).first()
    cases = []
    for n in range(1, count + 1):
        at_site = n % 5 < 3
        where = sites[n % SITES] if at_site else teams[n % TEAMS]
        place = {"organisation_id": where["organisation_id"], "area_id": where["area_id"]}
        place |= {"unit_id": where["id"] if at_site else None, "team_id": None if at_site else where["id"]}
        cases.append(
            {
                "id": n,
                "key": secrets.token_hex(16),
                "place": Place.SITE if at_site else Place.HOME,
                **place,
                "started_on": today - timedelta(8 + n % 10),
                "planned_end_on": today + timedelta(n // SITES % 20),
                "room": f"{n // SITES % ROOMS + 101}" if at_site else "",
                "morning_on": today - timedelta(not n % 3),
                "evening_on": today - timedelta(1),
            }
        )
    same = {"case_class": CaseClass.F1, "protocol_id": protocol_id, "order_number": "1/QĐ-UBND", "opened_at": now()}
    # Sealed columns cannot be copied.
    db.session.execute(insert(FollowUp), [{**row, **same, "person": b"", "token": b""} for row in cases])
    spell = ("organisation_id", "area_id", "unit_id", "place")
    first = today - timedelta(DAYS)
    add_rows(
        FollowUpSpell,
        [{"follow_up_id": row["id"], **{name: row[name] for name in spell}} for row in cases],
        {"from_on": first, "until_on": None},
    )
    for day in (today - timedelta(back) for back in range(DAYS)):
        add_rows(DailyReport, list(_reports(cases, day)), {"day": day, "kind": Kind.HEALTH})
    _more(cases, today)


def _reports(cases: Sequence[Row], day: date) -> Iterator[Row]:
    hours = {Session.MORNING: 8, Session.EVENING: 15}
    for row in cases:
        for session, hour in hours.items():
            if (row["id"] + day.day) % 9 and (day < local_day() or (session is Session.MORNING and row["id"] % 3)):
                writer = Writer.STAFF if row["unit_id"] else Writer.SELF
                when = at(day, hour, row["id"] % 50)
                yield {"key": secrets.token_hex(16), "follow_up_id": row["id"], "session": session} | {
                    "writer": writer,
                    "reported_at": when,
                }


def _more(cases: Sequence[Row], today: date) -> None:
    """Alerts of one in ten, two samples of each, needs of one in forty."""
    place = ("organisation_id", "area_id", "unit_id", "team_id")
    alerts = [{"follow_up_id": row["id"], **{name: row[name] for name in place}} for row in cases[::10]]
    when = {"day": today, "session": Session.MORNING, "raised_at": now() - timedelta(hours=1)}
    add_rows(FollowUpAlert, alerts, {"kind": AlertKind.MISSING, **when})
    for day in (0, 13):
        due = [{"follow_up_id": row["id"], "due_on": row["started_on"] + timedelta(day)} for row in cases]
        done = [{**row, "taken_on": row["due_on"]} for row in due if row["due_on"] < today]
        add_rows(FollowUpTest, done, {"day_number": day + 1, "result": SampleResult.NEGATIVE})
        to_do = [row for row in due if row["due_on"] >= today]
        add_rows(FollowUpTest, to_do, {"day_number": day + 1, "result": SampleResult.DUE})
    add_rows(
        FollowUpNeed, [{"follow_up_id": row["id"]} for row in cases[::40]], {"kind": NeedKind.FOOD, "asked_at": now()}
    )


def _rounds(teams: Sequence[Row]) -> None:
    """A list for each team, and two rounds a day of nine teams in ten; today's morning alone."""
    today = local_day()
    households = [
        {"id": team["id"] * 100 + n, "team_id": team["id"], "number": n} for team in teams for n in range(1, LIST + 1)
    ]
    add_rows(Household, households, {"people": 4, "from_on": today - timedelta(30), "listed_at": now()})
    for back in range(DAYS):
        day = today - timedelta(back)
        for session, hour in ((RoundSession.MORNING, 8), (RoundSession.AFTERNOON, 15)):
            walked = {team["id"] for team in teams if (team["id"] + day.day + hour) % 10}
            if day < today or session is RoundSession.MORNING:
                _walk(walked, households, day, session, at(day, hour))


def _walk(walked: set[int], households: Sequence[Row], day: date, session: RoundSession, when: datetime) -> None:
    rounds = [{"team_id": team_id} for team_id in sorted(walked)]
    same = {"day": day, "session": session}
    add_rows(Round, rounds, {**same, "household_count": LIST, "filed_at": when})
    entries = [{"household_id": row["id"]} for row in households if row["team_id"] in walked]
    add_rows(RoundEntry, entries, {**same, "symptom_count": 0, "absent_count": 0, "first_at": when, "written_at": when})


def _accounts(site_id: int, team_id: int) -> None:
    wanted = (
        (HEALTH, Role.HEALTH_OFFICER, "Sở Y tế"),
        (DISTRICT_OFFICER, Role.DISTRICT_OFFICER, f"district-{DISTRICT}"),
        (COMMUNE_OFFICER, Role.COMMUNE_OFFICER, f"commune-{COMMUNE}"),
        (STAFF, Role.SITE_STAFF, ""),
        (MEMBER, Role.TEAM_MEMBER, f"commune-{COMMUNE}"),
    )
    for username, role, code in wanted:
        user = create_account(
            office_viewer(),
            username=username,
            password=PASSWORD,
            full_name=username,
            role=role,
            organisation=find_body(code) if code else None,
            must_change_password=False,
        )
        db.session.flush()
        if role is Role.SITE_STAFF:
            grant_unit(office_viewer(), user, site_id, confirmed=True)
        if role is Role.TEAM_MEMBER:
            grant_team(office_viewer(), user, team_id)


def find_body(name: str) -> Organisation:
    """A body by its code, or by its name."""
    found = find_organisation(name)
    return found or db.session.scalars(select(Organisation).where(Organisation.name == name)).one()


def _name_some(site_id: int, team_id: int) -> None:
    """Who stands on the pages that are looked at has a name of his own, sealed; the others have none."""
    for mine in (FollowUp.unit_id == site_id, FollowUp.team_id == team_id, FollowUp.id % 100 == 0):
        stmt = unscoped(select(FollowUp).where(mine).limit(NAMED), because="a benchmark looks at what it made")
        for row in db.session.scalars(stmt):
            seal_person(row, Person(f"Nguyễn Văn A {row.id}", 1985, phone=f"09{row.id:08}", reason="Tiếp xúc gần"))
