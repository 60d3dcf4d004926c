"""What citizens send. Rows of a day lie together, so that erasing a day is dropping it."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.access.scope import ScopeVia
from app.areas.models import Area
from app.db import Base
from app.declarations.rules import SHIPPED_NUMBER, FormKind, Handling, RiskLevel, VersionStatus
from app.units.models import Unit
from app.units.rules import UnitKind

FOLLOWS = text("follows_id IS NOT NULL")


class Submission(Base):
    """One form that was accepted: stored first in its transaction, so that a form sent twice makes one record.

    `follows_id`: the submission that came from the same form before, with other content (Back, then the next relative).
    Not partitioned, because its id must be unique over all days; purged with its day.
    """

    __tablename__ = "submission"
    __table_args__ = (Index("ix_submission_follows", "follows_id", sqlite_where=FOLLOWS, postgresql_where=FOLLOWS),)
    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    day: Mapped[date] = mapped_column(index=True)
    receipt: Mapped[str] = mapped_column(String(32), unique=True)
    digest: Mapped[bytes]
    follows_id: Mapped[str | None] = mapped_column(String(32))
    created_at: Mapped[datetime]


class Declaration(Base):
    """One health declaration; `person` and `answers` are JSON sealed under the key of `day`.

    `form` and `form_version` say how to read the answers, `rules_version` by which table they were judged last;
    `judged_at` is None until they are judged again. Of one that was withdrawn nothing sealed is left.
    """

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
    form: Mapped[FormKind] = mapped_column(default=FormKind.GENERAL, server_default=FormKind.GENERAL.value)
    form_version: Mapped[int]
    rules_version: Mapped[int] = mapped_column(default=SHIPPED_NUMBER, server_default=str(SHIPPED_NUMBER))
    judged_at: Mapped[datetime | None]
    corrected_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]
    language: Mapped[str] = mapped_column(String(2))
    risk: Mapped[RiskLevel]
    person: Mapped[bytes]
    answers: Mapped[bytes]
    phone_index: Mapped[bytes | None]
    id_number_index: Mapped[bytes | None]


class FormVersion(Base):
    """A version of a form that the health department wrote; the portal's own has number 1 and no row.

    `questions`: as `questions.asked_of` reads them. `unit_kinds`: behind whose codes it lies, none means all.
    """

    __tablename__ = "form_version"
    __table_args__ = (UniqueConstraint("form", "number"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    form: Mapped[FormKind]
    number: Mapped[int]
    status: Mapped[VersionStatus] = mapped_column(default=VersionStatus.DRAFT)
    questions: Mapped[list[Any]]
    unit_kinds: Mapped[list[Any]]
    basis: Mapped[str] = mapped_column(default="")
    made_by_id: Mapped[int | None]
    made_at: Mapped[datetime]
    active_from: Mapped[datetime | None]
    retired_at: Mapped[datetime | None]


class TriageVersion(Base):
    """A version of the table by which answers are judged; the portal's own has number 1 and no row.

    `rules`: a list of {"conditions": [...], "level": ..., "advice": {language: text}}.
    """

    __tablename__ = "triage_version"
    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(unique=True)
    status: Mapped[VersionStatus] = mapped_column(default=VersionStatus.DRAFT)
    rules: Mapped[list[Any]]
    basis: Mapped[str] = mapped_column(default="")
    made_by_id: Mapped[int | None]
    made_at: Mapped[datetime]
    tried_at: Mapped[datetime | None]
    active_from: Mapped[datetime | None]
    retired_at: Mapped[datetime | None]


class TriageSample(Base):
    """An invented case, and the level to which a table must judge it before it may be switched on."""

    __tablename__ = "triage_sample"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(120))
    conditions: Mapped[list[Any]]
    level: Mapped[RiskLevel]


class EpidemicArea(Base):
    """A place with an outbreak, on the days on which it counts as one; outside the province too.

    `other_names`: how people also call it, separated by commas. `code`: of the province, commune or country, if any.
    """

    __tablename__ = "epidemic_area"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(120))
    other_names: Mapped[str] = mapped_column(String(300), default="")
    code: Mapped[str] = mapped_column(String(5), default="")
    from_on: Mapped[date]
    until_on: Mapped[date | None]
    basis: Mapped[str]


class HealthStation(Base):
    """A commune's health station as somebody corrected it; nobody vouches for it until `verified_at`."""

    __tablename__ = "health_station"
    area_id: Mapped[int] = mapped_column(ForeignKey("area.id"), primary_key=True, autoincrement=False)
    name: Mapped[str] = mapped_column(String(160))
    address: Mapped[str] = mapped_column(default="")
    phone: Mapped[str] = mapped_column(String(20), default="")
    verified_at: Mapped[datetime | None]
    verified_by_id: Mapped[int | None]
    area: Mapped[Area] = relationship()


class Recording(Base):
    """The form read aloud in one language."""

    __tablename__ = "recording"
    language: Mapped[str] = mapped_column(String(2), primary_key=True)
    media_type: Mapped[str] = mapped_column(String(40))
    digest: Mapped[str] = mapped_column(String(16))
    content: Mapped[bytes]
    uploaded_by_id: Mapped[int | None]
    uploaded_at: Mapped[datetime]


class ResultWording(Base):
    """What units of a kind do with who may bring the disease, and the words for it on visitors' and guards' screens.

    `words`: text by language under `amber`, `red` (the huge word) and `advice` (a line for who is red); what is left
    out is said as the portal says it. No row: the portal's own words.
    """

    __tablename__ = "result_wording"
    unit_kind: Mapped[UnitKind] = mapped_column(primary_key=True)
    handling: Mapped[Handling]
    words: Mapped[dict[str, Any]]
    basis: Mapped[str]
    changed_by_id: Mapped[int | None]
    changed_at: Mapped[datetime]
