"""Leaving."""

from datetime import datetime

from app.tallies.actions import bump
from app.visits.actions.ending import end_stay
from app.visits.rules import ExitKind, exit_time
from app.visits.stays import Stay


def check_out(stay: Stay, *, at: datetime) -> bool:
    """Record that a visitor left; false when the stay had ended before. Replaces an end assumed from the hours."""
    left_at = exit_time(stay.checked_in_at, at)
    if not stay.may_leave or not end_stay(stay.day, stay.visit_id, left_at, ExitKind.RECORDED, known_as=stay.exit_kind):
        return False
    bump(stay.unit_id, stay.day, exits=1, estimated_exits=0 if stay.is_open else -1)
    return True
