"""The indicators of isolation as the worker wrote them down, day by day: what was owed, how long first reports took.

Days before yesterday hardly change any more: they are added up once.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, NamedTuple

from app import clock
from app.access.scope import counting, own_keys
from app.directives.measures import Limits, Span
from app.directives.measures.calendar import known_days
from app.door import Viewer, office_viewer
from app.follow_ups.queries.indicators import Leaf, Parts, Where, first_reports, people_of_day
from app.follow_ups.rules.indicators import Indicators
from app.follow_ups.rules.reports import Session
from app.follow_ups.settings import cut_off_hour
from app.monitoring.memory import remembered
from app.monitoring.queries.parts import Fresh
from app.monitoring.queries.written import can_read, days_written, is_meant
from app.monitoring.rules import RECENT_DAYS

# Body, place, site, team.
Key = tuple[int, int, int | None, int | None]


class Sums(NamedTuple):
    """Of days: people, those with a report; of sessions that are due how many, with one, without one at the cut-off."""

    people: int = 0
    said: int = 0
    mornings: int = 0
    evenings: int = 0
    in_morning: int = 0
    in_evening: int = 0
    no_morning: int = 0
    no_evening: int = 0


NOTHING = Sums()


def _of_day(sums: Sequence[int], *, is_due: tuple[bool, bool]) -> Sums:
    """What is stored of a day; of sessions that are not due yet nobody owes anything."""
    people, said, in_morning, in_evening, no_morning, no_evening = sums
    morning, evening = is_due
    due = (people * morning, people * evening, in_morning * morning, in_evening * evening)
    return Sums(people, said, *due, no_morning * morning, no_evening * evening)


def added(several: Sequence[Sums]) -> Sums:
    """All of them together."""
    return Sums(*map(sum, zip(*several, strict=True)))


@dataclass
class People:
    """Of each key the sums of its days, the hours of first reports, and since when others wait for one."""

    sums: dict[Key, Sums] = field(default_factory=dict)
    hours: defaultdict[Key, list[float]] = field(default_factory=lambda: defaultdict(list))
    waiting: defaultdict[Key, list[float]] = field(default_factory=lambda: defaultdict(list))

    @property
    def weight(self) -> int:
        return 8 * len(self.sums) + sum(map(len, self.hours.values())) + sum(map(len, self.waiting.values()))

    def add(self, stored: Mapping[str, Any], *, is_due: tuple[bool, bool]) -> None:
        """Add a day."""
        for *key, people, said, in_morning, in_evening, no_morning, no_evening in stored.get("people", ()):
            day = _of_day([people, said, in_morning, in_evening, no_morning, no_evening], is_due=is_due)
            known = self.sums.get(tuple(key))
            self.sums[tuple(key)] = added([known, day]) if known else day
        for *key, hours, waiting in stored.get("first", ()):
            self.hours[tuple(key)] += hours
            self.waiting[tuple(key)] += waiting

    @property
    def keys(self) -> Iterable[Key]:
        return dict.fromkeys([*self.sums, *self.hours, *self.waiting])


def people_sheet(span: Span, at: datetime) -> Mapping[str, Any]:
    """What is written down of a day."""
    who = counting(office_viewer())
    first: defaultdict[Key, tuple[list[float], list[float]]] = defaultdict(lambda: ([], []))
    for line in first_reports(who, Where(Span(span.first, span.last, at))):
        hours, waiting = first[line.organisation_id, line.leaf.area_id, line.leaf.unit_id, line.leaf.team_id]
        if line.reported_at:
            hours.append(line.hours)
        else:
            waiting.append(line.ordered_at.timestamp())
    return {"people": people_of_day(who, span), "first": [[*key, *lists] for key, lists in first.items()]}


def written_people(viewer: Viewer, span: Span, limits: Limits, fresh: Fresh) -> Parts | None:
    """The viewer's indicators by leaf, without needs; None where they have to be counted."""
    days = known_days(span)
    if not days or not can_read(viewer, days, limits, fresh):
        return None
    own = own_keys(viewer)
    settled = [day for day in days if (clock.local_day(span.at) - day).days > RECENT_DAYS]
    found = [_of_settled(settled, fresh)] if settled else []
    recent = [day for day in days if day not in settled]
    for day, stored in days_written(recent, fresh).items():
        found.append(People())
        found[-1].add(stored, is_due=_due(day, span.at))
    return [
        (_leaf(key), _indicators(people, key, span.at))
        for people in found
        for key in people.keys
        if is_meant(key[0], key[1], own, limits)
    ]


def people_by_day(viewer: Viewer, where: Where, fresh: Fresh) -> Mapping[date, Sums] | None:
    """Of each day, the newest first, the sums of all who are meant; None where they have to be counted."""
    days = known_days(where.span)[::-1]
    if not days or not can_read(viewer, days, where.limits, fresh):
        return None
    own, stored = own_keys(viewer), days_written(days, fresh)
    is_everybody = own is None and where.limits == Limits() and where.leaf is None
    found = {}
    for day in days:
        rows = stored[day].get("people", ())
        if not is_everybody:
            keys = (((*row[:4],), row) for row in rows)
            meant = ((key, row) for key, row in keys if is_meant(key[0], key[1], own, where.limits))
            rows = [row for key, row in meant if where.leaf in (None, _leaf(key))]
        sums = list(map(sum, zip(*(row[4:] for row in rows), strict=True))) if rows else [0] * 6
        found[day] = _of_day(sums, is_due=_due(day, where.span.at))
    return found


def _leaf(key: Key) -> Leaf:
    return Leaf(key[1], key[2], None if key[2] else key[3])


def _of_settled(days: Sequence[date], fresh: Fresh) -> People:
    versions = tuple([fresh.days[day].version for day in days])

    def add_up() -> People:
        people = People()
        for stored in days_written(days, fresh).values():
            people.add(stored, is_due=(True, True))
        return people

    return remembered(("people", days[0], versions), add_up, weigh=lambda people: people.weight)


def _due(day: date, at: datetime) -> tuple[bool, bool]:
    morning, evening = (clock.at(day, cut_off_hour(session, day)) <= at for session in Session)
    return morning, evening


def _indicators(people: People, key: Key, at: datetime) -> Indicators:
    sums = people.sums.get(key, NOTHING)
    now = at.timestamp()
    return Indicators(
        days_due=sums.people,
        days_updated=sums.said,
        sessions_due=sums.mornings + sums.evenings,
        sessions_received=sums.in_morning + sums.in_evening,
        missed_mornings=sums.no_morning,
        missed_evenings=sums.no_evening,
        first_hours=tuple(people.hours.get(key, ())),
        waiting_hours=tuple([max(0.0, (now - since) / 3600) for since in people.waiting.get(key, ())]),
    )
