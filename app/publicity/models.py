"""What bodies plan and do to persuade people, and how many people live in a district."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.access.scope import Scope, ScopeVia
from app.areas.models import Area
from app.db import Base
from app.organisations.models import Organisation
from app.publicity.rules import PublicityChannel, PublicityLanguage


class PublicityAction(Base):
    """One line of a body's plan and log. Written down after its day it was not planned (`is_planned`)."""

    __tablename__ = "publicity_action"
    __scope__ = Scope(organisation="organisation_id")
    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    channel: Mapped[PublicityChannel]
    language: Mapped[PublicityLanguage]
    subject: Mapped[str] = mapped_column(String(200))
    place: Mapped[str] = mapped_column(String(200))
    planned_on: Mapped[date] = mapped_column(index=True)
    is_planned: Mapped[bool]
    done_on: Mapped[date | None]
    reach_count: Mapped[int | None]
    link: Mapped[str] = mapped_column(String(500), default="")
    has_photo: Mapped[bool] = mapped_column(default=False)
    written_at: Mapped[datetime]
    # When it was last said to be done, with its evidence.
    recorded_at: Mapped[datetime | None]
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    organisation: Mapped[Organisation] = relationship()

    @property
    def has_evidence(self) -> bool:
        """Whether a picture or a link shows that it was done."""
        return self.has_photo or bool(self.link)


class PublicityPhoto(Base):
    """The picture that shows an action; drawn anew, without metadata."""

    __tablename__ = "publicity_photo"
    __scope__ = ScopeVia("action_id", PublicityAction)
    action_id: Mapped[int] = mapped_column(ForeignKey("publicity_action.id"), primary_key=True)
    content: Mapped[bytes] = mapped_column(LargeBinary)


class Population(Base):
    """How many people live in a district, by whom and as of when; unverified until the province says otherwise."""

    __tablename__ = "population"
    __table_args__ = (UniqueConstraint("area_id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    area_id: Mapped[int] = mapped_column(ForeignKey("area.id"))
    resident_count: Mapped[int]
    source: Mapped[str] = mapped_column(String(200))
    is_verified: Mapped[bool] = mapped_column(default=False)
    area: Mapped[Area] = relationship()
