"""A small province in which every role has an account and every kind of row stands in every relation to it.

The places are those of the cast: the office, two departments, two districts, three communes. Each owner has a unit.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

import time_machine
from flask import Flask
from sqlalchemy import select

from app.access.actions import create_account, grant_unit
from app.access.models import User, UserSession
from app.access.policy import Role, granted
from app.access.scope import Scope, ScopeEither, ScopeVia, unscoped
from app.areas.models import Area
from app.clock import local_day, now
from app.db import Base, db, transaction
from app.door import Permission, office_viewer
from app.flags.models import Flag
from app.flags.rules import FlagKind
from app.gate.machines import invite_device
from app.gate.models import GateAct
from app.gate.regulars.actions import confirm_groups, keep_groups
from app.gate.regulars.queries import list_groups
from app.gate.rules.acts import ActKind
from app.gate.rules.regulars import Attendance, Group
from app.monitoring.actions import save_view
from app.monitoring.models import SavedView
from app.notices.models import Message
from app.notices.rules import Channel
from app.organisations.actions import appoint
from app.organisations.models import Organisation
from app.organisations.queries import find_holder
from app.organisations.rules import Position
from app.trips.actions import plan_trip
from app.units.actions import (
    add_checkpoint,
    add_holiday,
    add_vehicle,
    announce_closure,
    propose_transfer,
    restrict_unit,
)
from app.units.models import Unit
from app.units.rules import UnitStatus, VehicleKind
from tests.browser_client import Browser
from tests.cast import PASSWORD, START, Person, as_person
from tests.factories import make_unit
from tests.whole_app.life import (
    begin_assessments,
    brief_and_write,
    codes_of,
    compile_reports,
    enter,
    inspect_units,
    isolate_people,
    links_of,
    list_who_must_register,
    lock_down,
    print_posters,
    record_national_codes,
    send_account_file,
    send_files_of_units,
    send_letter,
    write_rulebook,
    write_to,
)

# Who is below whom, and which communes lie in whose area: written down here again, so that the test does not ask the
# code that it tests.
PARENTS = {
    "office": None,
    "tourism": "office",
    "health": "office",
    "district-911": "office",
    "district-900": "office",
    "commune-31078": "district-911",
    "commune-31096": "district-911",
    "commune-30769": "district-900",
}
COMMUNES = {
    "district-911": {"31078", "31096"},
    "district-900": {"30769"},
    "commune-31078": {"31078"},
    "commune-31096": {"31096"},
    "commune-30769": {"30769"},
}
# key of a unit: its owner and where it is
UNITS = {
    "office's": ("office", "31096"),
    "Phú Quốc's": ("district-911", "31078"),
    "Dương Đông's": ("commune-31078", "31078"),
    "Dương Tơ's": ("commune-31096", "31096"),
    "Hà Tiên's": ("district-900", "30769"),
    "Đông Hồ's": ("commune-30769", "30769"),
    "tourism's in Dương Đông": ("tourism", "31078"),
    "tourism's in Đông Hồ": ("tourism", "30769"),
    "withheld": ("tourism", "31078"),
}
# Units that the office withholds: seen by the body that answers and by who works there, not for their place.
WITHHELD = frozenset({"withheld"})
# Units on their way: offered by their body to this one, which sees the offer.
OFFERED = {"Hà Tiên's": "tourism", "Dương Đông's": "district-911"}


@dataclass(frozen=True)
class Account:
    """Somebody of a role, the body he works for, the units he holds."""

    label: str
    role: Role
    body: str | None = None
    units: frozenset[str] = frozenset()
    confirmed: bool = True

    @property
    def username(self) -> str:
        return "".join(letter for letter in self.label if letter.isalnum()).lower()


PRINTING = {role for role in Role if Permission.POSTER_PRINT_MANY in granted(role)}
CONFIRMING = {Role.DISTRICT_HEAD, Role.DEPARTMENT_HEAD}


def _held(*units: str) -> frozenset[str]:
    return frozenset(units)


ACCOUNTS = (
    Account("gatekeeper", Role.GATEKEEPER, units=_held("Dương Đông's")),
    Account("manager", Role.MANAGER, units=_held("Dương Đông's")),
    Account("manager of two", Role.MANAGER, units=_held("Phú Quốc's", "tourism's in Dương Đông")),
    Account("applicant", Role.MANAGER, units=_held("Dương Tơ's"), confirmed=False),
    Account("manager elsewhere", Role.MANAGER, units=_held("Đông Hồ's")),
    Account("team member", Role.TEAM_MEMBER, "commune-31078"),
    Account("site staff", Role.SITE_STAFF, units=_held("Phú Quốc's")),
    Account("commune officer", Role.COMMUNE_OFFICER, "commune-31078"),
    Account("commune officer elsewhere", Role.COMMUNE_OFFICER, "commune-30769"),
    Account("commune head", Role.COMMUNE_HEAD, "commune-31078"),
    Account("district officer", Role.DISTRICT_OFFICER, "district-911"),
    Account("district officer elsewhere", Role.DISTRICT_OFFICER, "district-900"),
    Account("district head", Role.DISTRICT_HEAD, "district-911"),
    Account("commune head elsewhere", Role.COMMUNE_HEAD, "commune-30769"),
    Account("district head elsewhere", Role.DISTRICT_HEAD, "district-900"),
    Account("district health", Role.DISTRICT_HEALTH, "district-911"),
    Account("department officer", Role.DEPARTMENT_OFFICER, "tourism"),
    Account("department head", Role.DEPARTMENT_HEAD, "tourism"),
    Account("health officer", Role.HEALTH_OFFICER, "health"),
    Account("province officer", Role.PROVINCE_OFFICER, "office"),
    Account("province head", Role.PROVINCE_HEAD, "office"),
    Account("observer", Role.OBSERVER, "office"),
    Account("observer of a district", Role.OBSERVER, "district-900"),
    Account("administrator", Role.ADMINISTRATOR, "office"),
)


@dataclass(frozen=True)
class Row:
    """Something that an address names, and whose it is: owner, commune, unit, or an account's own."""

    id: object
    owner: str | None = None
    commune: str | None = None
    unit: str | None = None
    account: str | None = None
    team: str | None = None


def bodies_below(body: str | None) -> frozenset[str]:
    """The body and all below it."""
    children = [child for child, parent in PARENTS.items() if parent == body]
    return frozenset({body, *(each for child in children for each in bodies_below(child))}) if body else frozenset()


def sees(account: Account, row: Row) -> bool:
    """Whether the row is this account's: owned below its body, or of its units, or in its area and not withheld."""
    if account.role is Role.TEAM_MEMBER:
        return row.team is not None and row.team == account.body
    if account.body == "office":
        return True
    in_area = account.role is Role.HEALTH_OFFICER or row.commune in COMMUNES.get(account.body or "", set())
    return (
        row.owner in bodies_below(account.body) or row.unit in account.units or (in_area and row.unit not in WITHHELD)
    )


@dataclass(frozen=True)
class World:
    """The app over that province; in each of the `sessions` an account signed in. Rows are read inside a context."""

    app: Flask
    persons: Mapping[str, Person]
    sessions: Mapping[str, Browser]
    units: Mapping[str, int]
    bodies: Mapping[str, int]
    codes: Mapping[str, str]
    receipts: Mapping[str, str]
    links: Mapping[str, str]
    team_links: Sequence[str]

    def secrets(self, kind: str) -> Sequence[Row]:
        """Codes, receipts or links: whoever holds one may use it."""
        return [Row(secret, *UNITS[key], key) for key, secret in getattr(self, kind).items()]

    def rows(self, model: type[Base]) -> Sequence[Row]:
        """One row of the table for every unit or body that has one."""
        match model.__scope__:
            case Scope(unit=None):
                return self._of_bodies(model)
            case Scope() | ScopeVia() | ScopeEither():
                return self._of_units(model)
        raise AssertionError(model)

    def sessions_of_accounts(self) -> Sequence[Row]:
        """Where each account is signed in."""
        found = dict(db.session.execute(select(UserSession.user_id, UserSession.id)).all())
        return [Row(found[person.user_id], account=label) for label, person in self.persons.items()]

    def views_of_accounts(self) -> Sequence[Row]:
        """What each account saved."""
        found = dict(db.session.execute(select(SavedView.user_id, SavedView.id)).all())
        return [Row(found[person.user_id], account=label) for label, person in self.persons.items()]

    def letters_of_accounts(self) -> Sequence[Row]:
        """What each account was told in its inbox."""
        stmt = select(Message.user_id, Message.id).where(Message.channel == Channel.INBOX).order_by(Message.id)
        found = dict(db.session.execute(stmt).all())
        return [Row(found[person.user_id], account=label) for label, person in self.persons.items()]

    def _of_units(self, model: type[Base]) -> list[Row]:
        column = model.id if model is Unit else model.unit_id
        found = _first_ids(model, column)
        return [Row(found[i], *UNITS[key], key) for key, i in self.units.items() if i in found]

    def _of_bodies(self, model: type[Base]) -> list[Row]:
        found = _first_ids(model, model.organisation_id)
        return [Row(found[i], code) for code, i in self.bodies.items() if i in found]


def _first_ids(model: type[Base], column: object) -> dict[int, object]:
    stmt = unscoped(select(column, model.id).order_by(model.id.desc()), because="a test looks at all rows")
    return dict(db.session.execute(stmt).all())


def make_world(app: Flask) -> World:
    """Build it in a database in which the cast lives already."""
    with app.app_context():
        with time_machine.travel(now() - timedelta(30)):
            units = {key: _unit(key, *place) for key, place in UNITS.items()}
        with transaction():
            _withhold_and_offer(units)
            _appoint_heads()
            _close_schools()
            persons = {account.label: _account(account, units) for account in ACCOUNTS}
            for person in persons.values():
                save_view(person.viewer, name="Của tôi", path="/monitor")
        bodies = dict(db.session.execute(select(Organisation.code, Organisation.id)).all())
        write_to([person.user_id for person in persons.values()])
        send_letter([persons[account.label] for account in ACCOUNTS if account.role in CONFIRMING])
        compile_reports({code: bodies[code] for code in ("office", "tourism", "district-911", "commune-30769")})
        brief_and_write([persons[label] for label in ("province officer", "department officer", "district officer")])
        list_who_must_register(_owners_and_communes(bodies))
        record_national_codes(units)
        begin_assessments()
        isolate_people()
        team_links = lock_down(persons["team member"])
        inspect_units(bodies, {key: owner for key, (owner, _) in UNITS.items()}, units)
        print_posters([persons[account.label] for account in ACCOUNTS if account.role in PRINTING])
        send_files_of_units(bodies)
        write_rulebook()
        send_account_file()
        codes, links = codes_of(units), links_of(units)
        db.session.remove()
    # Each request in a context of its own: what a request keeps in `g` must not outlive it.
    receipts = enter(app, codes)
    sessions = {label: _signed_in(app, person) for label, person in persons.items()}
    return World(app, persons, sessions, units, bodies, codes, receipts, links, team_links)


def _owners_and_communes(bodies: Mapping[str, int]) -> dict[str, tuple[int, int]]:
    areas = dict(db.session.execute(select(Area.code, Area.id)).all())
    return {key: (bodies[owner], areas[commune]) for key, (owner, commune) in UNITS.items()}


def _withhold_and_offer(units: Mapping[str, int]) -> None:
    bodies = {body.code: body for body in db.session.scalars(select(Organisation))}
    found = {unit.id: unit for unit in db.session.scalars(unscoped(select(Unit), because="a test"))}
    for key in WITHHELD:
        restrict_unit(office_viewer(), found[units[key]], basis="Công văn 12")
    for key, body in OFFERED.items():
        propose_transfer(office_viewer(), found[units[key]], organisation=bodies[body], reason="Phân cấp")


def _appoint_heads() -> None:
    for body in db.session.scalars(select(Organisation)):
        if not find_holder(body.id, Position.HEAD, on=local_day()):
            appoint(
                office_viewer(), body, position=Position.HEAD, full_name="Lê Văn Đầu", title="Chủ tịch", from_on=START
            )


def _close_schools() -> None:
    days = {"from_on": local_day() + timedelta(9), "until_on": local_day() + timedelta(12)}
    add_holiday(office_viewer(), name="Nghỉ hè", area=None, basis="Quyết định 1", **days)


def _unit(key: str, owner: str, commune: str) -> int:
    unit = make_unit(owner=owner, commune=commune, name=f"Chợ {key}", status=UnitStatus.ACTIVE, opened_on=START)
    unit_id = unit.id
    # More than one of each, so that the id of a row is never by chance that of its unit.
    with transaction():
        found = db.session.scalars(unscoped(select(Unit).where(Unit.id == unit_id), because="a test")).one()
        add_checkpoint(office_viewer(), found, name="Cổng sau")
        coach = add_vehicle(office_viewer(), found, name="Xe đưa đón", kind=VehicleKind.COACH, plate="68B-012.34")
        for n in range(3):
            route = {"route_from": "Bến xe", "route_to": f"Chợ {n}", "seats": 29}
            plan_trip(office_viewer(), coach, planned_at=now() + timedelta(days=30, hours=n), **route)
            first = local_day() + timedelta(9 + n)
            invite_device(office_viewer(), found, checkpoint=found.checkpoints[0], label=f"Máy {n}")
            held = {"kind": ActKind.HELD, "reason": "red", "day": local_day(), "at": now()}
            db.session.add(GateAct(unit_id=unit_id, checkpoint_id=found.checkpoints[0].id, **held))
            db.session.add(_flag(unit_id, list(FlagKind)[n]))
            announce_closure(office_viewer(), found, from_on=first, until_on=first + timedelta(1), reason="Sửa cổng")
        keep_groups(office_viewer(), found, [Group("Ca sáng", 12), Group("Ca chiều", 9)])
        groups = list_groups(office_viewer(), unit_id)
        confirm_groups(
            office_viewer(), unit_id, {group.id: Attendance(group.people, 1, 0) for group in groups}, at=now()
        )
    return unit_id


def _flag(unit_id: int, kind: FlagKind) -> Flag:
    """Nobody has explained it by today, so that those above see it too."""
    day = local_day()
    rows = [{"day": day.isoformat(), "entries": 25}]
    return Flag(unit_id=unit_id, kind=kind, day=day, rows=rows, opened_at=now(), explain_by=day + timedelta(2))


def _account(account: Account, units: Mapping[str, int]) -> Person:
    body = db.session.scalar(select(Organisation).where(Organisation.code == account.body))
    user = create_account(
        office_viewer(),
        username=account.username,
        password=PASSWORD,
        full_name=f"Người {account.label}",
        role=account.role,
        organisation=body,
        must_change_password=False,
    )
    _hold(user, [units[key] for key in sorted(account.units)], confirmed=account.confirmed)
    return as_person(user)


def _hold(user: User, unit_ids: Iterable[int], *, confirmed: bool) -> None:
    for unit_id in unit_ids:
        grant_unit(office_viewer(), user, unit_id, confirmed=confirmed)


def _signed_in(app: Flask, person: Person) -> Browser:
    browser = Browser(app)
    browser.sign_in(person)
    return browser
