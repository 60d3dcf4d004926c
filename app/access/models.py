"""Accounts, their sessions, the units that managers hold, and the growing delay after wrong passwords."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.access.policy import Role
from app.db import Base
from app.organisations.models import Appointment, Organisation
from app.text import SORT_KEY_LENGTH


class User(Base):
    """Somebody who signs in, in one role, for one body or for units."""

    __tablename__ = "user"
    id: Mapped[int] = mapped_column(primary_key=True)
    username: Mapped[str] = mapped_column(String(64))
    username_key: Mapped[str] = mapped_column(String(64), unique=True)
    password_hash: Mapped[str] = mapped_column(String(200))
    full_name: Mapped[str] = mapped_column(String(120))
    role: Mapped[Role]
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"), index=True)
    appointment_id: Mapped[int | None] = mapped_column(ForeignKey("appointment.id"))
    must_change_password: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[datetime]
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    disabled_at: Mapped[datetime | None]
    # A machine at a gate: it has no password, and nobody can give it one.
    is_device: Mapped[bool] = mapped_column(default=False, server_default=false())
    search_key: Mapped[str] = mapped_column(String(200))
    sort_key: Mapped[str] = mapped_column(String(SORT_KEY_LENGTH))
    organisation: Mapped[Organisation | None] = relationship()
    appointment: Mapped[Appointment | None] = relationship()


class UserPin(Base):
    """Six digits that open an account for who holds a unit's management link; `is_only_way`: she chose no password."""

    __tablename__ = "user_pin"
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"), primary_key=True)
    pin_hash: Mapped[str] = mapped_column(String(200))
    is_only_way: Mapped[bool] = mapped_column(default=False)
    set_at: Mapped[datetime]


class UserUnit(Base):
    """A unit that an account manages or guards; `confirmed_at` is when an officer approved the unit."""

    __tablename__ = "user_unit"
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"), primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), primary_key=True, index=True)
    confirmed_at: Mapped[datetime | None]


class UserTeam(Base):
    """A community team of which an account is a member."""

    __tablename__ = "user_team"
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"), primary_key=True)
    team_id: Mapped[int] = mapped_column(ForeignKey("team.id"), primary_key=True, index=True)
    granted_at: Mapped[datetime]


class UserSession(Base):
    """One signed-in browser; only the digest of its token is kept, so that a copy of the table signs nobody in."""

    __tablename__ = "user_session"
    id: Mapped[int] = mapped_column(primary_key=True)
    token_digest: Mapped[str] = mapped_column(String(64), unique=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"), index=True)
    created_at: Mapped[datetime]
    last_seen_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    user: Mapped[User] = relationship()


class SignInDelay(Base):
    """Wrong passwords in a row for an account or from an address (as a keyed digest), and until when to wait."""

    __tablename__ = "sign_in_delay"
    subject: Mapped[str] = mapped_column(String(80), primary_key=True)
    failure_count: Mapped[int] = mapped_column(default=0)
    failed_at: Mapped[datetime]
    blocked_until: Mapped[datetime | None]
