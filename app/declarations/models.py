"""What citizens send. Rows of a day lie together, so that erasing a day is dropping it."""

from datetime import date, datetime

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from app.access.scope import ScopeVia
from app.db import Base
from app.declarations.rules import RiskLevel
from app.units.models import Unit


class Submission(Base):
    """One form that was accepted: stored first in its transaction, so that a form sent twice makes one record.

    `follows_id`: the submission that came from the same form before, with other content (Back, then the next relative).
    Not partitioned, because its id must be unique over all days; purged with its day.
    """

    __tablename__ = "submission"
    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    day: Mapped[date] = mapped_column(index=True)
    receipt: Mapped[str] = mapped_column(String(32), unique=True)
    digest: Mapped[bytes]
    follows_id: Mapped[str | None] = mapped_column(String(32))
    created_at: Mapped[datetime]


class Declaration(Base):
    """One health declaration; `person` and `answers` are JSON sealed under the key of `day`."""

    __tablename__ = "declaration"
    __scope__ = ScopeVia("unit_id", Unit)
    __table_args__ = (
        Index("ix_declaration_unit", "unit_id", "day"),
        Index("ix_declaration_phone", "day", "phone_index"),
        {"postgresql_partition_by": "RANGE (day)"},
    )
    day: Mapped[date] = mapped_column(primary_key=True)
    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    unit_id: Mapped[int]
    poster_id: Mapped[int]
    sent_at: Mapped[datetime]
    form_version: Mapped[int]
    language: Mapped[str] = mapped_column(String(2))
    risk: Mapped[RiskLevel]
    person: Mapped[bytes]
    answers: Mapped[bytes]
    phone_index: Mapped[bytes | None]
    id_number_index: Mapped[bytes | None]
