"""Drafts of official letters, and the number and day that the registry gave them."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.access.scope import Scope
from app.correspondence.rules import LetterKind, SourceKey
from app.db import Base
from app.organisations.models import Organisation


class OutgoingLetter(Base):
    """A letter that a body drafts to others, with the rows of the list as they were when it was drafted."""

    __tablename__ = "outgoing_letter"
    __scope__ = Scope(organisation="organisation_id")
    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    kind: Mapped[LetterKind]
    source: Mapped[SourceKey]
    about: Mapped[str] = mapped_column(String(300))
    body: Mapped[str] = mapped_column(Text)
    # Names as they are written, and the table: title, header, rows.
    addressees: Mapped[list[Any]]
    annex: Mapped[dict[str, Any]]
    signer_name: Mapped[str] = mapped_column(String(120), default="")
    signer_title: Mapped[str] = mapped_column(String(120), default="")
    drafted_at: Mapped[datetime]
    drafted_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    number: Mapped[str | None] = mapped_column(String(40))
    dated_on: Mapped[date | None]
    recorded_at: Mapped[datetime | None]
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    version = mapped_column(Integer, nullable=False)
    organisation: Mapped[Organisation] = relationship()
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012
