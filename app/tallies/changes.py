"""Days before yesterday whose facts changed: who counts days ahead looks here which he has to count anew."""

from collections.abc import Collection
from datetime import date, timedelta
from itertools import product

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from app.areas.models import Area
from app.clock import local_day
from app.db import Base, db


class ChangedDay(Base):
    """What changed of a day that is no longer counted all the time; written by whoever changed it, in any number.

    With an area it changed of the units there only.
    """

    __tablename__ = "changed_day"
    id: Mapped[int] = mapped_column(primary_key=True)
    day: Mapped[date] = mapped_column(index=True)
    measure: Mapped[str] = mapped_column(String(32))
    area_id: Mapped[int | None] = mapped_column(ForeignKey(Area.id))


# Later days are counted every minute whether they changed or not.
COUNTED_ALWAYS = timedelta(1)
ENTRY = "entry"


def note_changed(measures: Collection[str], *days: date, area_ids: Collection[int | None] = (None,)) -> None:
    """Say, in the transaction that changes it, that figures of these days are others now; those of places, or all."""
    old = {day for day in days if day < local_day() - COUNTED_ALWAYS}
    if not old:
        return
    noted = {(row.measure, row.day, row.area_id) for row in db.session.new if isinstance(row, ChangedDay)}
    wanted = set(product(measures, old, area_ids)) - noted
    listed = sorted(wanted, key=lambda each: (*each[:2], each[2] or 0))
    db.session.add_all([ChangedDay(measure=measure, day=day, area_id=area_id) for measure, day, area_id in listed])
