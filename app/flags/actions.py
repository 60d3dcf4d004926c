"""Opening, explaining and closing flags. None of it changes a measure."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from app import audit, settings
from app.access.scope import within
from app.clock import local_day, now
from app.db import db
from app.door import Viewer, office_viewer
from app.flags.models import Flag
from app.flags.rules import FlagKind, FlagOutcome, is_listed, working_day_after
from app.flags.settings import EXPLAIN_DAYS, MUTED_DAYS
from app.flags.signs import Seen, signs
from app.flags.telling import tell_those_asked


class FlagClosed(Exception):
    """An officer has closed it already."""


class StillExplaining(Exception):
    """The unit has not explained, and its time is not over."""


def find_flags(day: date) -> int:
    """Open a flag for every sign in the data of a day; how many are new. Done again, nothing is added."""
    opened: list[Flag] = []
    for kind, sign in signs().items():
        quiet = _known(kind, day)
        opened += [_open(kind, day, seen) for seen in _once_each(sign(day)) if seen.whose not in quiet]
    db.session.flush()
    tell_those_asked(opened)
    return len(opened)


def _once_each(found: Iterable[Seen]) -> Iterable[Seen]:
    """What was seen several times at a unit or team is one flag with all rows."""
    rows: dict[tuple[int | None, int | None], list[Mapping[str, Any]]] = {}
    for seen in found:
        rows.setdefault(seen.whose, []).extend(seen.rows)
    return [Seen(unit_id, all_rows, team_id) for (unit_id, team_id), all_rows in rows.items()]


def _known(kind: FlagKind, day: date) -> Collection[tuple[int | None, int | None]]:
    """Units and teams whose flag of the kind is open, is of this day, or was closed lately."""
    since = day - timedelta(int(settings.value(MUTED_DAYS, on=day)))
    stmt = within(office_viewer(), Flag).where(Flag.kind == kind, Flag.closed_at.is_(None) | (Flag.day > since))
    rows = db.session.execute(stmt.with_only_columns(Flag.unit_id, Flag.team_id))
    return frozenset((row[0], row[1]) for row in rows)


def _open(kind: FlagKind, day: date, seen: Seen) -> Flag:
    flag = Flag(unit_id=seen.unit_id, team_id=seen.team_id, kind=kind, day=day, rows=list(seen.rows), opened_at=now())
    flag.explain_by = explain_by(local_day())
    db.session.add(flag)
    return flag


def explain_by(opened_on: date) -> date:
    """The last day on which a unit explains in time what was opened on a day."""
    holidays = [day.strip() for day in str(settings.value("directives.holidays", on=opened_on)).split(",")]
    count = int(settings.value(EXPLAIN_DAYS, on=opened_on))
    return working_day_after(opened_on, count, is_holiday=lambda day: is_listed(day, holidays))


def explain_flag(viewer: Viewer, flag: Flag, *, explanation: str) -> None:
    """The unit says how it came to that; said again before an officer closed it, the later word counts.

    Raises FlagClosed.
    """
    if flag.closed_at is not None:
        raise FlagClosed(flag.id)
    flag.explanation, flag.explained_at, flag.explained_by_id = explanation, now(), viewer.user_id
    audit.record("flag.explained", flag.id, by=viewer, unit_id=flag.unit_id, team_id=flag.team_id)


def close_flag(viewer: Viewer, flag: Flag, *, outcome: FlagOutcome, note: str) -> None:
    """The officer's finding, when the unit has explained or its time is over. Raises FlagClosed, StillExplaining."""
    if flag.closed_at is not None:
        raise FlagClosed(flag.id)
    if flag.explained_at is None and local_day() <= flag.explain_by:
        raise StillExplaining(flag.id)
    flag.outcome, flag.note = outcome, note
    flag.closed_at, flag.closed_by_id = now(), viewer.user_id
    whose = {"unit_id": flag.unit_id, "team_id": flag.team_id}
    audit.record("flag.closed", flag.id, by=viewer, **whose, outcome=outcome.value)
