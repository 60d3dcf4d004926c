"""Accounts: opened, given a new first password or PIN, closed and opened again, and linked with units they hold."""

import secrets
from collections.abc import Collection

from app import audit
from app.access.models import User, UserPin, UserTeam, UserUnit
from app.access.passwords import first_password, hash_password
from app.access.policy import HEADS, Role
from app.access.rules import username_key
from app.access.sessions import end_sessions
from app.clock import local_day, now
from app.db import db
from app.door import Viewer
from app.organisations.models import Appointment, Organisation
from app.organisations.queries import find_holder, is_held, list_appointments
from app.organisations.rules import Position
from app.text import name_sort_key, nfc, search_key

DEVICE_PREFIX = "gate-"
# What no password has as its digest.
NO_PASSWORD = "!"  # noqa: S105


class UsernameTaken(Exception):
    """Another account has this name, or one that reads the same."""


class OwnAccount(Exception):
    """Nobody closes the account in which he works."""


def create_account(
    viewer: Viewer,
    *,
    username: str,
    password: str,
    full_name: str,
    role: Role,
    organisation: Organisation | None = None,
    appointment: Appointment | None = None,
    must_change_password: bool = True,
) -> User:
    """Open an account; a head's goes with the post held today, unless another is named. Raises UsernameTaken."""
    # First of all, before a statement begins the transaction: the digest takes longer than the writing.
    password_hash = hash_password(password)
    key = username_key(username)
    if db.session.scalar(db.select(User.id).where(User.username_key == key)):
        raise UsernameTaken
    user = User(
        username=nfc(username),
        username_key=key,
        password_hash=password_hash,
        full_name=nfc(full_name),
        search_key=search_key(f"{full_name} {username}"),
        sort_key=name_sort_key(full_name),
        role=role,
        organisation=organisation,
        appointment=appointment or _post_of(role, organisation, nfc(full_name)),
        must_change_password=must_change_password,
        created_at=now(),
        created_by_id=viewer.user_id,
    )
    db.session.add(user)
    db.session.flush()
    audit.record("account.created", user.id, by=viewer, role=role.value)
    return user


def create_device(viewer: Viewer, *, full_name: str) -> User:
    """The account of a machine at a gate: no password opens it, only the session that it gets when it is enrolled."""
    name = f"{DEVICE_PREFIX}{secrets.token_hex(8)}"
    user = User(username=name, username_key=username_key(name), password_hash=NO_PASSWORD, role=Role.GATEKEEPER)
    user.full_name, user.search_key, user.sort_key = full_name, search_key(full_name), name_sort_key(full_name)
    user.is_device, user.must_change_password = True, False
    user.created_at, user.created_by_id = now(), viewer.user_id
    db.session.add(user)
    db.session.flush()
    audit.record("account.device_created", user.id, by=viewer)
    return user


def reset_password(viewer: Viewer, user: User) -> str:
    """Give an account a first password, to be changed at the next sign-in, and sign it out everywhere."""
    password = first_password()
    user.password_hash, user.must_change_password = hash_password(password), True
    end_sessions(user)
    audit.record("account.password_reset", user.id, by=viewer)
    return password


def disable_account(viewer: Viewer, user: User) -> None:
    """Close an account and sign it out everywhere; what it did stays. Raises OwnAccount."""
    if user.id == viewer.user_id:
        raise OwnAccount
    user.disabled_at = user.disabled_at or now()
    end_sessions(user)
    audit.record("account.disabled", user.id, by=viewer)


def enable_account(viewer: Viewer, user: User) -> None:
    """Open a closed account again, with the password it had."""
    user.disabled_at = None
    audit.record("account.enabled", user.id, by=viewer)


def grant_unit(viewer: Viewer, user: User, unit_id: int, *, confirmed: bool) -> None:
    """Let an account hold a unit; until an officer approved the unit, `confirmed` is false and it may do less."""
    link = db.session.get(UserUnit, (user.id, unit_id)) or UserUnit(user_id=user.id, unit_id=unit_id)
    if confirmed:
        link.confirmed_at = link.confirmed_at or now()
    db.session.add(link)
    audit.record("account.unit_granted", user.id, by=viewer, unit_id=unit_id)


def move_units(viewer: Viewer, unit_id: int, into_id: int, *, user_ids: Collection[int], confirmed: bool) -> None:
    """Of the accounts that hold a unit let those of `user_ids` hold another one instead; the rest hold neither."""
    for link in db.session.scalars(db.select(UserUnit).where(UserUnit.unit_id == unit_id)).all():
        db.session.delete(link)
        audit.record("account.unit_released", link.user_id, by=viewer, unit_id=unit_id)
        if link.user_id in user_ids:
            user = db.session.get_one(User, link.user_id)
            grant_unit(viewer, user, into_id, confirmed=confirmed)


def release_unit(viewer: Viewer, user: User, unit_id: int) -> None:
    """Take a unit from an account and sign it out everywhere; without any unit it sees nothing."""
    link = db.session.get(UserUnit, (user.id, unit_id))
    if link:
        db.session.delete(link)
        audit.record("account.unit_released", user.id, by=viewer, unit_id=unit_id)
    end_sessions(user)


def grant_team(viewer: Viewer, user: User, team_id: int) -> None:
    """Let an account see the households of a team and write its rounds."""
    if db.session.get(UserTeam, (user.id, team_id)) is None:
        db.session.add(UserTeam(user_id=user.id, team_id=team_id, granted_at=now()))
    audit.record("account.team_granted", user.id, by=viewer, team_id=team_id)


def release_team(viewer: Viewer, user: User, team_id: int) -> None:
    """Take a team from an account and sign it out everywhere; without any team it sees nothing."""
    link = db.session.get(UserTeam, (user.id, team_id))
    if link:
        db.session.delete(link)
        audit.record("account.team_released", user.id, by=viewer, team_id=team_id)
    end_sessions(user)


def set_pin(viewer: Viewer, user: User, pin_hash: str, *, is_only_way: bool | None = None) -> None:
    """Let this be the account's PIN and sign it out everywhere; the caller made the digest before he began to write."""
    pin = db.session.get(UserPin, user.id) or UserPin(user_id=user.id, is_only_way=False)
    pin.pin_hash, pin.set_at = pin_hash, now()
    pin.is_only_way = pin.is_only_way if is_only_way is None else is_only_way
    db.session.add(pin)
    end_sessions(user)
    audit.record("account.pin_set", user.id, by=viewer)


def confirm_unit(unit_id: int) -> None:
    """An officer approved the unit: the accounts that hold it may do everything from their next request on."""
    for link in db.session.scalars(db.select(UserUnit).where(UserUnit.unit_id == unit_id)):
        link.confirmed_at = link.confirmed_at or now()


def _post_of(role: Role, organisation: Organisation | None, full_name: str) -> Appointment | None:
    """The head's post, or that of the deputy who acts for him where the account bears the deputy's name.

    Who is to hold one of these posts on other days holds none today: he does not speak in the name of who does.
    """
    if role not in HEADS or organisation is None:
        return None
    today, named = local_day(), [each for each in list_appointments(organisation.id) if each.full_name == full_name]
    answering = [each for each in named if each.position in (Position.HEAD, Position.DEPUTY)]
    if answering:
        return next((each for each in answering if is_held(each, today)), None)
    return find_holder(organisation.id, Position.HEAD, on=today)
