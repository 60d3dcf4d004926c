"""Days before yesterday whose facts changed: who counts days ahead looks here which he has to count anew."""

from collections.abc import Collection
from datetime import date, timedelta

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from app.clock import local_day
from app.db import Base, db


class ChangedDay(Base):
    """What changed of a day that is no longer counted all the time; written by whoever changed it, in any number."""

    __tablename__ = "changed_day"
    id: Mapped[int] = mapped_column(primary_key=True)
    day: Mapped[date] = mapped_column(index=True)
    measure: Mapped[str] = mapped_column(String(32))


# Later days are counted every minute whether they changed or not.
COUNTED_ALWAYS = timedelta(1)
ENTRY = "entry"


def note_changed(measures: Collection[str], *days: date) -> None:
    """Say, in the transaction that changes it, that figures of these days are others now."""
    old = {day for day in days if day < local_day() - COUNTED_ALWAYS}
    if not old:
        return
    noted = {(each.measure, each.day) for each in db.session.new if isinstance(each, ChangedDay)}
    wanted = {(measure, day) for measure in measures for day in old} - noted
    db.session.add_all([ChangedDay(measure=measure, day=day) for measure, day in sorted(wanted)])
