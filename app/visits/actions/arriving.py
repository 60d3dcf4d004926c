"""A bus or boat arrived: its passengers have left it."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import NamedTuple

from app.visits.actions.counts import Counts
from app.visits.actions.ending import end_stay
from app.visits.rules import ExitKind, exit_time


class Aboard(NamedTuple):
    """A stay on a trip to which a real exit can still be noted: open, or ended by the hours alone."""

    day: date
    visit_id: str
    unit_id: int
    checked_in_at: datetime
    exit_kind: ExitKind | None


def end_stays_at_arrival(stays: Iterable[Aboard], at: datetime) -> int:
    """Record that these passengers left when their trip arrived; returns how many. Who left meanwhile stays as he was.

    Replaces ends assumed from the hours, as an exit by the passenger himself does.
    """
    counts, ended = Counts(), 0
    for stay in sorted(stays, key=lambda each: (each.day, each.visit_id)):
        left_at = exit_time(stay.checked_in_at, at)
        if end_stay(stay.day, stay.visit_id, left_at, ExitKind.ARRIVED, known_as=stay.exit_kind):
            counts.add(stay.unit_id, stay.day, exits=1, estimated_exits=-1 if stay.exit_kind else 0)
            ended += 1
    counts.write()
    return ended
