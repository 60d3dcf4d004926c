"""Signs in the rosters that staff of sites and community teams write for isolated people, session by session.

Normal unless typed is how a roster is meant to be filled in, so only temperatures that somebody typed are compared.
What people write of themselves is nobody's roster. Of a person's session the record written first says when; what came
later corrects it. Temperatures are unsealed one after the other until two differ, and are kept nowhere.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Row, case, func, select

from app import clock
from app.access.scope import Rows, covered_by, within
from app.db import UtcDateTime, db
from app.door import office_viewer
from app.flags.rules import FlagKind
from app.flags.settings import ROSTER_PEOPLE, RUN_DAYS
from app.flags.signs import Seen, Sign
from app.follow_ups.models import DailyReport, FollowUp
from app.follow_ups.people import temperature_of
from app.follow_ups.rules.reports import Kind, Session, Writer, write_tenths
from app.settings import value

A_MINUTE = timedelta(minutes=1)
WRITERS = (Writer.STAFF, Writer.TEAM)
# Whose list it is: a site, or a community team.
UNIT = case((DailyReport.writer == Writer.STAFF, FollowUp.unit_id)).label("unit_id")
TEAM = case((DailyReport.writer == Writer.TEAM, FollowUp.team_id)).label("team_id")
Roster = tuple[int | None, int | None]


@dataclass(frozen=True)
class _Record:
    """What holds of one person's session."""

    follow_up_id: int
    day: date
    session: Session
    key: str
    case_key: str
    health: bytes

    @property
    def tenths(self) -> int | None:
        return temperature_of(self.key, self.case_key, self.health)


def same_temperatures(day: date) -> Iterator[Seen]:
    """In one session everybody's typed temperature is the same, to the tenth of a degree."""
    for (unit_id, team_id), rows in _rosters(day):
        for session in Session:
            tenths, count = _only_temperature(row for row in rows if row.session is session)
            if tenths is not None and count >= _least(day):
                row = {"day": day.isoformat(), "session": session.value, "temperature": write_tenths(tenths)}
                yield Seen(unit_id, [{**row, "people": count}], team_id)


def unchanged_temperatures(day: date) -> Iterator[Seen]:
    """On each day of a week the temperature of most people of a roster was typed, and it never changed."""
    first, length = _run(day)
    for (unit_id, team_id), today in _rosters(day):
        ids, week = {row.follow_up_id for row in today}, defaultdict(list)
        for _roster, row in _records(DailyReport.day.between(first, day), FollowUp.id.in_(sorted(ids))):
            week[row.follow_up_id].append(row)
        count = sum(_is_unchanged(rows, length) for rows in week.values())
        if count >= _least(day) and count > len(ids) / 2:
            seen = {"first_day": first.isoformat(), "day": day.isoformat(), "people": count}
            yield Seen(unit_id, [seen], team_id)


def bulk_sessions(day: date) -> Iterator[Seen]:
    """On each day of a week every session of a roster was written within a minute."""
    first, length = _run(day)
    sessions = defaultdict(list)
    for unit_id, team_id, on, people, began, ended, _later in _written(first, day):
        if people >= _least(day):
            sessions[unit_id, team_id].append((on, people, ended - began < A_MINUTE))
    for (unit_id, team_id), found in sessions.items():
        if len({on for on, _people, _is_bulk in found}) == length and all(is_bulk for *_, is_bulk in found):
            row = {"first_day": first.isoformat(), "day": day.isoformat(), "sessions": len(found)}
            yield Seen(unit_id, [{**row, "people": max(people for _on, people, _is_bulk in found)}], team_id)


def records_afterwards(day: date) -> Iterator[Seen]:
    """Most records of a day were written on the day after."""
    found: defaultdict[Roster, list[int]] = defaultdict(lambda: [0, 0])
    for unit_id, team_id, _on, people, _began, _ended, later in _written(day, day):
        found[unit_id, team_id][0] += people
        found[unit_id, team_id][1] += later
    for (unit_id, team_id), (records, later) in found.items():
        if later >= _least(day) and later > records / 2:
            yield Seen(unit_id, [{"day": day.isoformat(), "afterwards": later, "records": records}], team_id)


def _run(day: date) -> tuple[date, int]:
    length = int(value(RUN_DAYS, on=day))
    return day - timedelta(length - 1), length


def _least(day: date) -> int:
    """How many people a roster must have to be judged."""
    return int(value(ROSTER_PEOPLE, on=day))


def _only_temperature(records: Iterable[_Record]) -> tuple[int | None, int]:
    """The temperature of all who have one, and how many these are; None once two differ."""
    found, count = None, 0
    for tenths in (record.tenths for record in records):
        if tenths is None:
            continue
        if found not in (None, tenths):
            return None, 0
        found, count = tenths, count + 1
    return found, count


def _is_unchanged(rows: Sequence[_Record], length: int) -> bool:
    """Whether one temperature was typed on so many days, and no other."""
    if len({row.day for row in rows}) < length:
        return False
    typed_on, found = set(), None
    for row in rows:
        tenths = row.tenths
        if tenths is not None:
            if found not in (None, tenths):
                return False
            found = tenths
            typed_on.add(row.day)
    return len(typed_on) == length


def _rosters(day: date) -> Iterable[tuple[Roster, Sequence[_Record]]]:
    """What holds of a day, by roster, of those of enough people."""
    found: defaultdict[Roster, list[_Record]] = defaultdict(list)
    for roster, record in _records(DailyReport.day == day):
        found[roster].append(record)
    return [(each, rows) for each, rows in found.items() if len({row.follow_up_id for row in rows}) >= _least(day)]


def _records(*conditions: ColumnElement[bool]) -> Iterator[tuple[Roster, _Record]]:
    """Values that somebody on duty wrote and that hold."""
    stmt = _by_others().where(DailyReport.superseded_at.is_(None), DailyReport.health.is_not(None), *conditions)
    columns = (DailyReport.day, DailyReport.session, DailyReport.key, FollowUp.key, DailyReport.health)
    stmt = stmt.with_only_columns(UNIT, TEAM, DailyReport.follow_up_id, *columns).order_by(DailyReport.id)
    for unit_id, team_id, *record in db.session.execute(stmt):
        if unit_id or team_id:
            yield (unit_id, team_id), _Record(*record)


def _written(first: date, last: date) -> Iterable[Row[*tuple[Any, ...]]]:
    """Of each roster, day and session: of how many people it says something, from when to when that was written, and
    how many of them were written after the day.
    """
    stmt = _by_others().where(DailyReport.day.between(first, last))
    at = func.min(DailyReport.reported_at, type_=UtcDateTime()).label("at")
    keys = (UNIT, TEAM, DailyReport.day, DailyReport.session)
    per_person = stmt.with_only_columns(*keys, DailyReport.follow_up_id, at)
    person = per_person.group_by(*keys, DailyReport.follow_up_id).subquery("person")
    ends = [func.min(person.c.at, type_=UtcDateTime()), func.max(person.c.at, type_=UtcDateTime())]
    days = clock.days(first, last)
    is_later = case(*((person.c.day == day, person.c.at >= clock.day_start(day + timedelta(1))) for day in days))
    sums = select(
        person.c.unit_id, person.c.team_id, person.c.day, func.count(), *ends, func.sum(case((is_later, 1), else_=0))
    )
    sums = sums.where(person.c.unit_id.is_not(None) | person.c.team_id.is_not(None))
    sums = sums.group_by(person.c.unit_id, person.c.team_id, person.c.day, person.c.session).order_by(person.c.day)
    return db.session.execute(covered_by(sums, stmt)).all()


def _by_others() -> Rows:
    """What staff and teams wrote of people on their rosters."""
    stmt: Rows = within(office_viewer(), DailyReport, FollowUp).join(FollowUp, FollowUp.id == DailyReport.follow_up_id)
    return stmt.where(DailyReport.writer.in_(WRITERS), DailyReport.kind != Kind.ELSEWHERE)


SIGNS: Mapping[FlagKind, Sign] = {
    FlagKind.HEALTH_SAME: same_temperatures,
    FlagKind.HEALTH_UNCHANGED: unchanged_temperatures,
    FlagKind.HEALTH_BULK: bulk_sessions,
    FlagKind.HEALTH_AFTERWARDS: records_afterwards,
}
