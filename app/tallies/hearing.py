"""What the day book says when the register changes."""

from typing import Any

from app.clock import local_day
from app.door import Viewer
from app.tallies import queries
from app.units.actions import keep_day
from app.units.models import Unit
from app.units.signals import unit_merged


def _keep_a_day_that_was_used(other: Unit, *, viewer: Viewer, **_news: Any) -> None:
    """What was counted today at the door of a unit that was merged counts for it, as all days before."""
    today = local_day()
    book = queries.list_unit_days(viewer, other.id, today, today)
    if any(row.entry_count or row.no_visitors_at for row in book) or queries.count_app_entries(viewer, other.id, today):
        keep_day(other)


def listen() -> None:
    """Hear the register's news; saying it again changes nothing."""
    unit_merged.connect(_keep_a_day_that_was_used)
