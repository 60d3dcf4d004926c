"""Printed codes, proofs that they hang, and orders of many at once."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.access.models import User
from app.access.scope import Scope, ScopeVia
from app.db import Base
from app.posters.rules import DisplaySource, PosterLanguage
from app.units.models import Checkpoint, Unit


class Poster(Base):
    """The code of one checkpoint; opens its form until it is replaced, and then a little longer (`valid_until`).

    After that it says so and leads on to its successor.

    When what is printed on it changes (`changed_at`), its version rises and it counts as displayed only once it is
    put up anew. The code of a unit that was merged into another `stands_for` the one of the door that took its place:
    it opens that one's form.
    """

    __tablename__ = "poster"
    __scope__ = ScopeVia("unit_id", Unit)
    __table_args__ = (Index("ix_poster_valid", "unit_id", "replaced_at"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    checkpoint_id: Mapped[int] = mapped_column(ForeignKey("checkpoint.id"), index=True)
    code: Mapped[str] = mapped_column(String(9), unique=True)
    version: Mapped[int] = mapped_column(default=1)
    issued_at: Mapped[datetime]
    printed_at: Mapped[datetime | None]
    printed_language: Mapped[PosterLanguage | None]
    displayed_on: Mapped[date | None]
    display_source: Mapped[DisplaySource | None]
    display_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    changed_at: Mapped[datetime | None]
    replaced_at: Mapped[datetime | None]
    valid_until: Mapped[datetime | None]
    replaced_because: Mapped[str] = mapped_column(String(300), default="")
    replaced_by_id: Mapped[int | None] = mapped_column(ForeignKey("poster.id"))
    stands_for_id: Mapped[int | None] = mapped_column(ForeignKey("poster.id"), index=True)
    checkpoint: Mapped[Checkpoint] = relationship()
    unit: Mapped[Unit] = relationship()
    successor: Mapped["Poster | None"] = relationship(foreign_keys=[replaced_by_id], remote_side=[id])
    stands_for: Mapped["Poster | None"] = relationship(foreign_keys=[stands_for_id], remote_side=[id])

    @property
    def door(self) -> "Poster":
        """The poster whose form this code opens: its own, or after a merge the one for which it stands."""
        return self.stands_for or self


class DisplayPhoto(Base):
    """How a poster looks where it hangs, as its last confirmation showed it; a picture of our own making."""

    __tablename__ = "display_photo"
    __scope__ = ScopeVia("unit_id", Unit)
    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    poster_id: Mapped[int] = mapped_column(ForeignKey("poster.id"), unique=True)
    content: Mapped[bytes] = mapped_column(deferred=True)
    sent_at: Mapped[datetime]
    sent_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))


class PrintRun(Base):
    """Many posters that somebody ordered in one file: those that he saw under `wanted`, printed as `wish` says.

    The worker fills in `content`; it is removed at `kept_until`, the order stays.
    """

    __tablename__ = "print_run"
    __scope__ = Scope(organisation="organisation_id")
    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    asked_at: Mapped[datetime]
    wanted: Mapped[dict[str, Any]]
    wish: Mapped[dict[str, Any]]
    poster_ids: Mapped[list[Any]] = mapped_column(deferred=True, default=list)
    poster_count: Mapped[int] = mapped_column(default=0)
    built_at: Mapped[datetime | None]
    kept_until: Mapped[datetime | None]
    size_bytes: Mapped[int] = mapped_column(default=0)
    content: Mapped[bytes | None] = mapped_column(deferred=True)
    printed_at: Mapped[datetime | None]
    asked_by: Mapped[User] = relationship()
