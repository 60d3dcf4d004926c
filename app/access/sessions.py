"""Signed-in browsers: a random token in the cookie, its digest in the table, the viewer made from the account."""

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import joinedload

from app import audit
from app.access.models import User, UserSession, UserTeam, UserUnit
from app.access.policy import BODIES, SEES_PROVINCE, TEAMS, granted
from app.access.rules import idle_limit
from app.areas.models import Area
from app.areas.queries import commune_ids_below
from app.clock import now
from app.db import db, transaction
from app.door import Absent, Permission, Viewer
from app.organisations.models import Organisation
from app.organisations.queries import ids_below
from app.organisations.rules import OrganisationKind

TOUCH_EVERY = timedelta(minutes=1)
KEPT = timedelta(days=90)
# Every request of somebody signed in asks for these: one statement, not four.
WITH_BODY = joinedload(UserSession.user).joinedload(User.organisation).joinedload(Organisation.area)


def digest(token: str) -> str:
    """What is stored of a secret token."""
    return hashlib.sha256(token.encode()).hexdigest()


def open_session(user: User) -> str:
    """Sign an account in on one browser; returns the token for its cookie."""
    token = secrets.token_urlsafe(32)
    db.session.add(UserSession(token_digest=digest(token), user=user, created_at=now(), last_seen_at=now()))
    return token


def find_session(token: str) -> UserSession | None:
    """The session of this token if it has not ended, was used lately, and its account is not disabled."""
    stmt = select(UserSession).where(UserSession.token_digest == digest(token)).options(WITH_BODY)
    session = db.session.scalar(stmt)
    if session is None or session.ended_at or session.user.disabled_at:
        return None
    return session if now() - session.last_seen_at <= _idle_limit(session.user) else None


@dataclass(frozen=True)
class Past:
    """A session that is over: whose it was, and whether it was ended rather than ran out unused."""

    user: User
    was_ended: bool


def find_past(token: str) -> Past | None:
    """The session of this token, which is over; None where its account is closed."""
    stmt = select(UserSession).where(UserSession.token_digest == digest(token)).options(WITH_BODY)
    session = db.session.scalar(stmt)
    if session is None or session.user.disabled_at or session.user.is_device:
        return None
    return Past(session.user, session.ended_at is not None)


def is_of_closed_machine(token: str) -> bool:
    """Whether the session was that of a machine at a gate that its manager shut out."""
    stmt = select(User.disabled_at).join(UserSession.user).where(UserSession.token_digest == digest(token))
    return db.session.scalar(stmt.where(User.is_device)) is not None


def _idle_limit(user: User) -> timedelta:
    return idle_limit(
        reads_personal_data=Permission.PERSON_READ in granted(user.role, is_device=user.is_device),
        is_device=user.is_device,
    )


def touch(session_id: int) -> None:
    """Note that a session is in use; its own short transaction, at most once a minute."""
    with transaction():
        session = db.session.get(UserSession, session_id)
        if session and now() - session.last_seen_at >= TOUCH_EVERY:
            session.last_seen_at = now()


def end_session(viewer: Viewer, token: str) -> None:
    """Sign this browser out."""
    session = db.session.scalar(select(UserSession).where(UserSession.token_digest == digest(token)))
    if session:
        _end(viewer, session)


def revoke(viewer: Viewer, session_id: int) -> None:
    """Sign one of the viewer's own browsers out. Raises Absent."""
    stmt = select(UserSession).where(UserSession.id == session_id, UserSession.user_id == viewer.user_id)
    session = db.session.scalar(stmt)
    if session is None:
        raise Absent(session_id)
    _end(viewer, session)


def end_sessions(user: User) -> None:
    """Sign an account out everywhere."""
    for session in db.session.scalars(select(UserSession).where(UserSession.user_id == user.id)):
        session.ended_at = session.ended_at or now()


def forget_old() -> int:
    """Remove sessions that ended or were last used long ago. Returns how many."""
    gone = db.session.execute(delete(UserSession).where(UserSession.last_seen_at < now() - KEPT))
    return gone.rowcount  # type: ignore[attr-defined, no-any-return]


def _end(viewer: Viewer, session: UserSession) -> None:
    if session.ended_at is None:
        session.ended_at = now()
        audit.record("session.ended", session.user_id, by=viewer)


def viewer_of(user: User) -> Viewer:
    """On whose behalf this account's requests run: its permissions, and its chains unfolded into row ids."""
    links = _units_of(user)
    confirmed = any(link.confirmed_at for link in links)
    waiting = [link.unit_id for link in links if confirmed and not link.confirmed_at]
    body = user.organisation if user.role not in TEAMS else None
    return Viewer(
        user_id=user.id,
        role=user.role.value,
        permissions=granted(user.role, confirmed=confirmed, is_device=user.is_device),
        organisation_id=user.organisation_id,
        sees_all=user.role in SEES_PROVINCE or _is_office(body),
        sees_restricted=_is_office(body),
        organisation_ids=ids_below(body.id) if body else frozenset(),
        area_ids=_area_ids(body),
        unit_ids=frozenset(link.unit_id for link in links),
        waiting_unit_ids=frozenset(waiting),
        team_ids=_team_ids(user),
        full_name=user.full_name,
    )


def _team_ids(user: User) -> frozenset[int]:
    if user.role not in TEAMS:
        return frozenset()
    return frozenset(db.session.scalars(select(UserTeam.team_id).where(UserTeam.user_id == user.id)))


def _units_of(user: User) -> Sequence[UserUnit]:
    if user.role in BODIES:
        return ()
    return db.session.scalars(select(UserUnit).where(UserUnit.user_id == user.id)).all()


def _is_office(body: Organisation | None) -> bool:
    return body is not None and body.kind is OrganisationKind.PROVINCE_OFFICE


def _area_ids(body: Organisation | None) -> frozenset[int]:
    area: Area | None = body.area if body else None
    return commune_ids_below(area) if area else frozenset()
