"""The end of one stay."""

from datetime import date, datetime

from sqlalchemy import bindparam, update

from app.access.scope import unscoped
from app.tallies.hot_path import Call, run
from app.visits.models import Visit
from app.visits.rules import ExitKind

_VISIT = Visit.__table__
_END = unscoped(
    update(_VISIT)  # type: ignore[arg-type]
    .where(
        _VISIT.c.day == bindparam("of_day"),
        _VISIT.c.id == bindparam("of_id"),
        _VISIT.c.exit_kind.is_not_distinct_from(bindparam("known_as")),
    )
    .values(checked_out_at=bindparam("left_at"), exit_kind=bindparam("kind")),
    because="who ends a stay holds its receipt, is the same person, or brought him to the end of his trip",
)


def end_stay(day: date, visit_id: str, left_at: datetime, kind: ExitKind, *, known_as: ExitKind | None) -> bool:
    """Note how a stay ended, if its end is still known as `known_as` (None: it is open); false when it is not."""
    values = {"of_day": day, "of_id": visit_id, "known_as": known_as, "left_at": left_at, "kind": kind}
    return run(Call(_END, values)).rowcount == 1
