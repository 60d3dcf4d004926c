"""Figures kept for long looks back, and the views that somebody saved."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.access.scope import Scope
from app.areas.models import Area
from app.db import Base
from app.directives.rules import MeasureKey
from app.organisations.models import Organisation
from app.units.models import Unit


class FigureDay(Base):
    """What a measure said of a day, by who answered on it and by commune: sums of it are the figures of every level.

    Written by a job when the day's door has closed, and anew while its facts can still change.
    """

    __tablename__ = "figure_day"
    __scope__ = Scope(organisation="organisation_id", area="area_id")
    __table_args__ = (Index("ix_figure_day_area", "area_id", "day"), Index("ix_figure_day_owner", "organisation_id"))
    day: Mapped[date] = mapped_column(primary_key=True)
    measure: Mapped[MeasureKey] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey(Organisation.id), primary_key=True)
    area_id: Mapped[int] = mapped_column(ForeignKey(Area.id), primary_key=True)
    numerator: Mapped[int]
    denominator: Mapped[int]


class RolledPeriod(Base):
    """What the figures of a day, or of a longer period that pages often show, consist of; see `queries/cells.py`.

    Written by the worker of a large installation, again and again while its facts can change; `version` is another
    whenever `cells` or `rows` are, `frame` whenever bodies, places, letters or kept figures are.
    """

    __tablename__ = "rolled_period"
    first_on: Mapped[date] = mapped_column(primary_key=True)
    last_on: Mapped[date] = mapped_column(primary_key=True)
    rolled_at: Mapped[datetime]
    version: Mapped[str] = mapped_column(String(16))
    frame: Mapped[str] = mapped_column(String(16))
    cells: Mapped[str] = mapped_column(Text)
    # Of a day; see `queries/written.py`.
    rows: Mapped[str] = mapped_column(Text, default="", server_default="")


class SilentUnit(Base):
    """A unit that owed the counts of a day and has none, as the worker of a large installation saw it last.

    `rank` says how near the top of the list it stands (see rules); it is right for today and yesterday. Rows of the
    days before are kept as long as these two look back on them.
    """

    __tablename__ = "silent_unit"
    __scope__ = Scope(organisation="organisation_id", area="area_id", unit="unit_id", withheld_with=Unit)
    __table_args__ = (
        # A page of the list is read from this alone, in its order.
        Index("ix_silent_unit_rank", "day", "rank", "sort_key", "unit_id"),
        Index("ix_silent_unit_owner", "organisation_id", "day"),
        Index("ix_silent_unit_area", "area_id", "day"),
    )
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey(Organisation.id))
    area_id: Mapped[int] = mapped_column(ForeignKey(Area.id))
    sort_key: Mapped[str] = mapped_column(String(500))
    rank: Mapped[int]


class SavedView(Base):
    """A page with its filters that an account keeps under a name of its own; `path` begins with one slash."""

    __tablename__ = "saved_view"
    __table_args__ = (UniqueConstraint("user_id", "name"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"), index=True)
    name: Mapped[str] = mapped_column(String(80))
    path: Mapped[str] = mapped_column(String(500))
    saved_at: Mapped[datetime]


class PublishedDay(Base):
    """What everybody is told of a district's day, hidden or rounded; written once, when the day's door has closed.

    Whoever reads again after a count was corrected sees the same: two readings are no difference.
    """

    __tablename__ = "published_day"
    day: Mapped[date] = mapped_column(primary_key=True)
    area_id: Mapped[int] = mapped_column(ForeignKey(Area.id), primary_key=True)
    value: Mapped[int]
    is_hidden: Mapped[bool]
