"""State bodies as a tree, their dated relation to the province, and who holds which post when."""

from datetime import date

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.areas.models import Area
from app.db import Base
from app.organisations.rules import OrganisationKind, Position, RelationGroup


class Organisation(Base):
    """A state body: a node of the tree under the province office. A district's or commune's committee has its area."""

    __tablename__ = "organisation"
    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(32), unique=True)
    name: Mapped[str] = mapped_column(String(160))
    kind: Mapped[OrganisationKind]
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"), index=True)
    area_id: Mapped[int | None] = mapped_column(ForeignKey("area.id"), index=True)
    valid_from: Mapped[date]
    valid_until: Mapped[date | None]
    search_key: Mapped[str] = mapped_column(String(160), index=True)
    sort_key: Mapped[str] = mapped_column(String(500))
    parent: Mapped["Organisation | None"] = relationship(remote_side=[id])
    area: Mapped[Area | None] = relationship()


class Relation(Base):
    """In which group a body is, from a day on until a later row."""

    __tablename__ = "relation"
    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    group: Mapped[RelationGroup]
    from_on: Mapped[date]
    until_on: Mapped[date | None]


class Appointment(Base):
    """Who holds a post of a body, from when until when; a new holder is a new row, the old one stays."""

    __tablename__ = "appointment"
    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    position: Mapped[Position]
    full_name: Mapped[str] = mapped_column(String(120))
    title: Mapped[str] = mapped_column(String(120))
    phone: Mapped[str] = mapped_column(String(20), default="")
    email: Mapped[str] = mapped_column(String(120), default="")
    from_on: Mapped[date]
    until_on: Mapped[date | None]
    organisation: Mapped[Organisation] = relationship()
