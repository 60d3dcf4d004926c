"""The accounts of the demo: one for each role, and the heads who answer the letter but never sign in."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select

from app.access.actions import create_account, grant_unit
from app.access.models import User
from app.access.passwords import hash_password, use_cheap_hashes
from app.access.policy import Role
from app.db import db
from app.demo.people import Gender, invent_name
from app.demo.story import Story
from app.door import office_viewer
from app.organisations.models import Appointment, Organisation
from app.organisations.queries import find_organisation
from app.organisations.rules import OrganisationKind
from app.units.models import Unit

# Printed at every start, for a province that does not exist; production refuses the demo.
PASSWORD = "demo-2021-khai-bao"  # noqa: S105


@dataclass(frozen=True)
class DemoAccount:
    """Who signs in as what for which body; `unit` names the unit instead for those who work at one."""

    username: str
    role: Role
    body: str = ""
    unit: str = ""
    is_head: bool = False


HOTEL, SITE = "hotel", "site"
ACCOUNTS = (
    DemoAccount("province", Role.PROVINCE_OFFICER, "office"),
    DemoAccount("chairman", Role.PROVINCE_HEAD, "office", is_head=True),
    DemoAccount("health", Role.HEALTH_OFFICER, "so-y-te"),
    DemoAccount("health2", Role.HEALTH_OFFICER, "so-y-te"),
    DemoAccount("department", Role.DEPARTMENT_OFFICER, "so-du-lich"),
    DemoAccount("department-head", Role.DEPARTMENT_HEAD, "so-du-lich", is_head=True),
    DemoAccount("education", Role.DEPARTMENT_OFFICER, "so-giao-duc"),
    DemoAccount("district", Role.DISTRICT_OFFICER, "district-911"),
    DemoAccount("district-head", Role.DISTRICT_HEAD, "district-911", is_head=True),
    DemoAccount("hatien", Role.DISTRICT_OFFICER, "district-900"),
    DemoAccount("commune", Role.COMMUNE_OFFICER, "commune-31078"),
    DemoAccount("observer", Role.OBSERVER, "office"),
    DemoAccount("team", Role.TEAM_MEMBER, "commune-31078"),
    DemoAccount("manager", Role.MANAGER, unit=HOTEL),
    DemoAccount("gate", Role.GATEKEEPER, unit=HOTEL),
    DemoAccount("site", Role.SITE_STAFF, unit=SITE),
    DemoAccount("admin", Role.ADMINISTRATOR, "office"),
)
HEAD_ROLES = {
    OrganisationKind.DEPARTMENT: Role.DEPARTMENT_HEAD,
    OrganisationKind.DISTRICT: Role.DISTRICT_HEAD,
    OrganisationKind.COMMUNE: Role.COMMUNE_HEAD,
}


def open_accounts(story: Story, heads: Mapping[str, Appointment]) -> dict[str, User]:
    """Open the accounts that `demo info` prints, and those of all other heads, in whose names the letter is answered.

    Returns the printed ones by username; the heads' one password is thrown away. Units are granted when they exist.
    """
    rng = story.random("accounts")
    shared, nobodys = hash_password(PASSWORD), hash_password(secrets.token_urlsafe())
    # What is hashed cheaply from here on is overwritten in the same breath: 200 honest hashes would take a minute.
    use_cheap_hashes()
    users = {each.username: _open(each, heads, invent_name(rng, rng.choice(tuple(Gender)))) for each in ACCOUNTS}
    for user in users.values():
        user.password_hash = shared
    _open_heads(heads, nobodys)
    return users


def _open(each: DemoAccount, heads: Mapping[str, Appointment], name: str) -> User:
    post = heads[each.body] if each.is_head else None
    return create_account(
        office_viewer(),
        username=each.username,
        password=PASSWORD,
        full_name=post.full_name if post else name,
        role=each.role,
        organisation=find_organisation(each.body),
        appointment=post,
        must_change_password=False,
    )


def grant_units(users: Mapping[str, User], units: Mapping[str, Unit]) -> None:
    """Let the accounts that work at a unit work there."""
    for each in ACCOUNTS:
        if each.unit:
            grant_unit(office_viewer(), users[each.username], units[each.unit].id, confirmed=True)


def _open_heads(heads: Mapping[str, Appointment], password_hash: str) -> None:
    taken = {each.body for each in ACCOUNTS if each.is_head}
    for code, post in heads.items():
        if code not in taken:
            _open_head(code, post).password_hash = password_hash
    db.session.flush()


def _open_head(code: str, post: Appointment) -> User:
    return create_account(
        office_viewer(),
        username=f"head-{code}",
        password=secrets.token_urlsafe(),
        full_name=post.full_name,
        role=HEAD_ROLES[post.organisation.kind],
        organisation=post.organisation,
        appointment=post,
    )


def list_heads() -> dict[str, User]:
    """The accounts of heads by the code of their body."""
    stmt = select(User, Organisation.code).join(User.organisation).where(User.appointment_id.is_not(None))
    return {code: user for user, code in db.session.execute(stmt.order_by(User.id))}
