"""Lists of those who must register, and the places that stand on them."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.access.scope import Scope
from app.areas.models import Area
from app.db import Base
from app.organisations.models import Organisation
from app.units.coverage.rules import CallStatus, MatchedBy
from app.units.models import Unit
from app.units.rules import UnitKind


class MustRegisterList(Base):
    """One file that somebody sent; a preview until `asked_at`, in the register's lists since `entered_at`.

    `content` holds its rows while they are looked at and entered, nothing afterwards.
    """

    __tablename__ = "must_register_list"
    __scope__ = Scope(organisation="organisation_id")
    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    source: Mapped[str] = mapped_column(String(160))
    file_name: Mapped[str] = mapped_column(String(160))
    content: Mapped[bytes] = mapped_column(LargeBinary)
    loaded_at: Mapped[datetime]
    loaded_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    asked_at: Mapped[datetime | None]
    entered_at: Mapped[datetime | None]
    row_count: Mapped[int] = mapped_column(default=0)
    new_count: Mapped[int] = mapped_column(default=0)
    changed_count: Mapped[int] = mapped_column(default=0)
    ended_count: Mapped[int] = mapped_column(default=0)
    matched_count: Mapped[int] = mapped_column(default=0)


class MustRegisterEntry(Base):
    """A place that must register by some list, from a day on (None: not entered yet) until a first day no longer.

    `organisation` would answer for it; `unit` is what it was found to be in the register.
    """

    __tablename__ = "must_register_entry"
    __scope__ = Scope(organisation="organisation_id", area="area_id")
    __table_args__ = (
        CheckConstraint("until_on >= from_on", name="days"),
        Index("ix_must_register_entry_place", "area_id", "kind"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    list_id: Mapped[int] = mapped_column(ForeignKey("must_register_list.id"), index=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    area_id: Mapped[int] = mapped_column(ForeignKey("area.id"))
    kind: Mapped[UnitKind]
    name: Mapped[str] = mapped_column(String(160))
    address: Mapped[str] = mapped_column(String(200), default="")
    tax_code: Mapped[str] = mapped_column(String(14), default="", index=True)
    license_number: Mapped[str] = mapped_column(String(60), default="")
    phone: Mapped[str] = mapped_column(String(20), default="")
    source: Mapped[str] = mapped_column(String(160))
    name_key: Mapped[str] = mapped_column(String(200), index=True)
    search_key: Mapped[str] = mapped_column(String(400))
    sort_key: Mapped[str] = mapped_column(String(500))
    from_on: Mapped[date | None]
    until_on: Mapped[date | None]
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"), index=True)
    matched_by: Mapped[MatchedBy | None]
    call_status: Mapped[CallStatus] = mapped_column(default=CallStatus.OPEN)
    call_note: Mapped[str] = mapped_column(String(300), default="")
    called_on: Mapped[date | None]
    called_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    organisation: Mapped[Organisation] = relationship()
    area: Mapped[Area] = relationship()
    unit: Mapped[Unit | None] = relationship()
