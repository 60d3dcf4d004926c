"""Signs in the rounds of community teams: typed in a minute all week, all alike, filed at night or days later.

What was typed in from paper is not judged by its minutes: they are those of typing, not of the walk.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import Integer, and_, cast, func

from app import clock
from app.access.scope import Rows, within
from app.db import UtcDateTime, db
from app.door import office_viewer
from app.flags.rules import FlagKind
from app.flags.settings import BULK_ENTRIES, ROSTER_PEOPLE, RUN_DAYS
from app.flags.signs import Seen, Sign
from app.flags.signs.stays import NIGHT_UNTIL_HOUR
from app.settings import value
from app.zones.models import Household, Round, RoundEntry

A_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True)
class _Walk:
    """One filed round: of how many households something was said from when to when; `unusual` things in all."""

    day: date
    on_paper: bool
    households: int
    first_at: datetime
    last_at: datetime
    unusual: int

    @property
    def is_bulk(self) -> bool:
        return not self.on_paper and self.last_at - self.first_at < A_MINUTE

    @property
    def is_alike(self) -> bool:
        return self.unusual == 0


def _walks(day: date) -> Mapping[int, Sequence[_Walk]]:
    """The rounds of the days that make a run up to this one, of enough households to judge, by team."""
    first = day - timedelta(int(value(RUN_DAYS, on=day)) - 1)
    unusual = RoundEntry.symptom_count + RoundEntry.absent_count + cast(RoundEntry.is_national, Integer)
    stmt: Rows = within(office_viewer(), Round, RoundEntry, Household)
    stmt = stmt.join(Household, Household.team_id == Round.team_id).join(
        RoundEntry,
        and_(
            RoundEntry.household_id == Household.id,
            RoundEntry.day == Round.day,
            RoundEntry.session == Round.session,
        ),
    )
    stmt = stmt.where(Round.day.between(first, day)).with_only_columns(
        Round.team_id,
        Round.day,
        Round.on_paper,
        func.count(),
        func.min(RoundEntry.first_at, type_=UtcDateTime()),
        func.max(RoundEntry.first_at, type_=UtcDateTime()),
        func.sum(unusual) + func.count(RoundEntry.need),
    )
    stmt = stmt.group_by(Round.team_id, Round.id, Round.day, Round.on_paper)
    stmt = stmt.having(func.count() >= int(value(BULK_ENTRIES, on=day))).order_by(Round.day)
    found: dict[int, list[_Walk]] = {}
    for team_id, *walk in db.session.execute(stmt):
        found.setdefault(team_id, []).append(_Walk(*walk))
    return found


def _runs(day: date, kind: str) -> Iterator[Seen]:
    """Teams that filed on each day of the run, and whose rounds were all of the kind."""
    length = int(value(RUN_DAYS, on=day))
    for team_id, walks in _walks(day).items():
        if len({walk.day for walk in walks}) == length and all(getattr(walk, kind) for walk in walks):
            row = {"first_day": walks[0].day.isoformat(), "day": day.isoformat(), "rounds": len(walks)}
            yield Seen(None, [{**row, "households": walks[-1].households}], team_id)


def bulk_rounds(day: date) -> Iterator[Seen]:
    """All rounds of a week were typed within a minute each."""
    return _runs(day, "is_bulk")


def same_rounds(day: date) -> Iterator[Seen]:
    """For a week nobody of any household was ill, away or in need."""
    return _runs(day, "is_alike")


def night_rounds(day: date) -> Iterator[Seen]:
    """A round filed on its own day between midnight and four."""
    stmt = within(office_viewer(), Round).where(
        Round.day == day,
        ~Round.on_paper,
        Round.filed_at >= clock.day_start(day),
        Round.filed_at < clock.at(day, NIGHT_UNTIL_HOUR),
    )
    for each in db.session.scalars(stmt.order_by(Round.id)):
        row = {"day": day.isoformat(), "filed": f"{clock.local(each.filed_at):%H:%M}"}
        yield Seen(None, [{**row, "households": each.household_count}], each.team_id)


def rounds_afterwards(day: date) -> Iterator[Seen]:
    """Rounds of earlier days filed on this one; a sheet of paper comes when it comes."""
    stmt = within(office_viewer(), Round).where(
        Round.day < day,
        ~Round.on_paper,
        Round.household_count >= int(value(ROSTER_PEOPLE, on=day)),
        Round.filed_at >= clock.day_start(day),
        Round.filed_at < clock.day_start(day + timedelta(1)),
    )
    for each in db.session.scalars(stmt.order_by(Round.day, Round.id)):
        row = {"day": each.day.isoformat(), "session": each.session.value, "written_on": day.isoformat()}
        yield Seen(None, [{**row, "households": each.household_count}], each.team_id)


SIGNS: Mapping[FlagKind, Sign] = {
    FlagKind.ROUND_BULK: bulk_rounds,
    FlagKind.ROUND_SAME: same_rounds,
    FlagKind.ROUND_AT_NIGHT: night_rounds,
    FlagKind.ROUND_AFTERWARDS: rounds_afterwards,
}
