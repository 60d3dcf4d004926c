"""Finding accounts and their sessions."""

from collections.abc import Collection, Sequence

from sqlalchemy import false, select
from sqlalchemy.orm import joinedload

from app.access.models import User, UserPin, UserSession
from app.access.policy import Role
from app.access.rules import idle_limit, username_key
from app.clock import now
from app.db import db
from app.door import Absent, Permission, Viewer
from app.text import search_key
from app.web.pagination import Page, Wish, paginate


def find_account(username: str) -> User | None:
    """The account of this name, whatever its letters' case and marks."""
    return db.session.scalar(select(User).where(User.username_key == username_key(username)))


def find_pin(user_id: int | None) -> UserPin | None:
    """The PIN of an account, if it has one."""
    return db.session.get(UserPin, user_id) if user_id else None


def find_user(user_id: int | None) -> User | None:
    """The account with this id, for who was led to it by a row that names it."""
    return db.session.get(User, user_id) if user_id else None


def list_sessions(viewer: Viewer) -> Sequence[UserSession]:
    """The browsers in which the viewer is signed in, last used first."""
    oldest = now() - idle_limit(reads_personal_data=viewer.can(Permission.PERSON_READ))
    stmt = select(UserSession).where(
        UserSession.user_id == viewer.user_id, UserSession.ended_at.is_(None), UserSession.last_seen_at >= oldest
    )
    return db.session.scalars(stmt.order_by(UserSession.last_seen_at.desc(), UserSession.id)).all()


def get_account(viewer: Viewer, user_id: int) -> User:
    """The account with this id. Raises Absent."""
    user = db.session.get(User, user_id) if viewer.can(Permission.ACCOUNT_MANAGE) else None
    if user is None or user.is_device:
        raise Absent(user_id)
    return user


def list_accounts(
    viewer: Viewer,
    wish: Wish,
    *,
    search: str = "",
    role: Role | None = None,
    organisation_id: int | None = None,
    disabled: bool | None = None,
) -> Page:
    """Accounts by given name, optionally those of a role or body, open or closed, with `search` in name or username."""
    stmt = select(User).options(joinedload(User.organisation)).where(~User.is_device)
    stmt = stmt.order_by(User.sort_key, User.id)
    if search:
        stmt = stmt.where(User.search_key.contains(search_key(search), autoescape=True))
    if role:
        stmt = stmt.where(User.role == role)
    if organisation_id is not None:
        stmt = stmt.where(User.organisation_id == organisation_id)
    if disabled is not None:
        stmt = stmt.where(User.disabled_at.is_not(None) if disabled else User.disabled_at.is_(None))
    return paginate(stmt if viewer.can(Permission.ACCOUNT_MANAGE) else stmt.where(false()), wish)


def names_of(user_ids: Collection[int]) -> dict[int, str]:
    """Full names of accounts by id, for lists of who did what."""
    if not user_ids:
        return {}
    stmt = select(User.id, User.full_name).where(User.id.in_(user_ids))
    return {row.id: row.full_name for row in db.session.execute(stmt)}
