"""Where an inspection goes first and why, how it and what it found stand, and what its record must hold."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from app.posters.rules import Verdict
from app.safety.rules import Level

MOST_FINDINGS = 20
MOST_PHOTOS = 12


class InspectionStatus(StrEnum):
    """How an inspection stands: signed it is recorded, with nothing left to be put right it is closed."""

    PLANNED = "planned"
    UNDER_WAY = "under_way"
    RECORDED = "recorded"
    CLOSED = "closed"
    CANCELLED = "cancelled"


# Not yet signed: the officers still have it before them.
OPEN = (InspectionStatus.PLANNED, InspectionStatus.UNDER_WAY)
SIGNED = (InspectionStatus.RECORDED, InspectionStatus.CLOSED)


class Origin(StrEnum):
    """How an inspection came into the plan."""

    HAND = "hand"
    RISK = "risk"
    REVISIT = "revisit"


class Seen(StrEnum):
    """What an officer saw of one thing that he looked for."""

    YES = "yes"
    NO = "no"
    NOT_SEEN = "not_seen"


class PosterPoint(StrEnum):
    """What is looked at where a poster hangs."""

    PRESENT = "present"
    VISIBLE = "visible"
    LIT = "lit"
    HEIGHT = "height"
    SCANS = "scans"


class EntryPoint(StrEnum):
    """What is looked at where people come in."""

    GUARD = "guard"
    DECLARES = "declares"
    TEMPERATURE = "temperature"
    MASKS = "masks"
    SANITISER = "sanitiser"
    EXITS = "exits"


class CodeVerdict(StrEnum):
    """What the code on a poster turned out to be."""

    GENUINE = "genuine"
    ENDING = "ending"
    REPLACED = "replaced"
    OUT_OF_USE = "out_of_use"
    OTHER_UNIT = "other_unit"
    UNKNOWN = "unknown"


class Party(StrEnum):
    """Who signs."""

    TEAM = "team"
    UNIT = "unit"


class FindingOutcome(StrEnum):
    """What the officer saw when he looked again."""

    FIXED = "fixed"
    NOT_FIXED = "not_fixed"


class FindingStatus(StrEnum):
    """How a finding stands on a day; derived, never stored."""

    OVERDUE = "overdue"
    ANSWERED = "answered"  # the unit has shown what it did: the officer's turn
    WAITING = "waiting"
    FIXED = "fixed"
    NOT_FIXED = "not_fixed"


class Sign(StrEnum):
    """What makes a unit worth a visit."""

    UNSAFE = "unsafe"
    AT_RISK = "at_risk"
    NOT_ASSESSED = "not_assessed"
    GAP = "gap"
    FLAGS = "flags"
    RATINGS = "ratings"
    FINDINGS = "findings"
    FOOTFALL = "footfall"
    NEVER = "never"
    LONG_AGO = "long_ago"


# Signs that count several times, and how often at most.
MOST_TIMES: Mapping[Sign, int] = {Sign.FLAGS: 3, Sign.FOOTFALL: 5, Sign.LONG_AGO: 4}
FOOTFALL_STEP = 100
LONG_AGO_STEP_DAYS = 30
# Fewer visitors than these say nothing of a unit; of those who spoke a third must have found it poor.
LEAST_RATINGS, POOR_PART = 5, 3
_SEVERITY = {Level.SAFE: 0, Level.AT_RISK: 1, Level.UNSAFE: 2}


@dataclass(frozen=True)
class Known:
    """What is known of a unit before anybody goes there."""

    level: Level
    inspected_level: Level | None = None
    inspected_on: date | None = None
    open_flags: int = 0
    ratings: int = 0
    poor_ratings: int = 0
    overdue_findings: int = 0
    entries_a_day: int = 0


@dataclass(frozen=True)
class Reason:
    """One sign at a unit: what was seen (a count, or days) and how many points it is worth."""

    sign: Sign
    seen: int
    points: int

    def as_json(self) -> dict[str, Any]:
        """How a plan keeps it."""
        return {"sign": self.sign.value, "seen": self.seen, "points": self.points}


@dataclass(frozen=True)
class Risk:
    """How urgent a visit is, and why: the heaviest reason first."""

    points: int
    reasons: Sequence[Reason]


def risk_of(known: Known, weights: Mapping[Sign, int], *, today: date) -> Risk:
    """The points of all signs that are there; a sign without weight says nothing."""
    seen = {sign: count for sign, count in _signs(known, today) if count and weights[sign]}
    reasons = [Reason(sign, count, weights[sign] * _times(sign, count)) for sign, count in seen.items()]
    reasons.sort(key=lambda reason: -reason.points)
    return Risk(sum(reason.points for reason in reasons), tuple(reasons))


def _signs(known: Known, today: date) -> Sequence[tuple[Sign, int]]:
    days = (today - known.inspected_on).days if known.inspected_on else 0
    return (
        (Sign.UNSAFE, known.level is Level.UNSAFE),
        (Sign.AT_RISK, known.level is Level.AT_RISK),
        (Sign.NOT_ASSESSED, known.level is Level.NONE),
        (Sign.GAP, gap(known.level, known.inspected_level) > 0),
        (Sign.FLAGS, known.open_flags),
        (Sign.RATINGS, known.poor_ratings if _is_rated_poor(known) else 0),
        (Sign.FINDINGS, known.overdue_findings),
        (Sign.FOOTFALL, known.entries_a_day if known.entries_a_day >= FOOTFALL_STEP else 0),
        (Sign.NEVER, known.inspected_on is None),
        (Sign.LONG_AGO, days if days >= LONG_AGO_STEP_DAYS else 0),
    )


def _is_rated_poor(known: Known) -> bool:
    return known.ratings >= LEAST_RATINGS and known.poor_ratings * POOR_PART >= known.ratings


def _times(sign: Sign, count: int) -> int:
    step = {Sign.FOOTFALL: FOOTFALL_STEP, Sign.LONG_AGO: LONG_AGO_STEP_DAYS}.get(sign, 1)
    return min(count // step, MOST_TIMES.get(sign, 1))


def gap(claimed: Level, inspected: Level | None) -> int:
    """By how many steps an inspection found a unit worse than it says of itself; negative where it was better."""
    if inspected not in _SEVERITY or claimed not in _SEVERITY:
        return 0
    return _SEVERITY[inspected] - _SEVERITY[claimed]


def verdict_on_code(verdict: Verdict | None, *, is_units_own: bool) -> CodeVerdict:
    """What the code on a unit's wall is: one that nobody issued, one that belongs elsewhere, or how it stands."""
    if verdict is None:
        return CodeVerdict.UNKNOWN
    return CodeVerdict(verdict.value) if is_units_own else CodeVerdict.OTHER_UNIT


def finding_status(*, outcome: FindingOutcome | None, is_answered: bool, due_on: date, today: date) -> FindingStatus:
    """How a finding stands; `due_on` is the last day on which it is put right in time."""
    if outcome is not None:
        return FindingStatus(outcome.value)
    if is_answered:
        return FindingStatus.ANSWERED
    return FindingStatus.WAITING if today <= due_on else FindingStatus.OVERDUE


def status_after(outcomes: Sequence[FindingOutcome | None]) -> InspectionStatus:
    """Of a signed inspection: closed when every finding has been looked at again."""
    return InspectionStatus.RECORDED if None in outcomes else InspectionStatus.CLOSED


def revisit_on(due_days: Sequence[date], *, days_after: int) -> date | None:
    """The day to look again: so many days after the last deadline, never on a weekend; None without findings."""
    if not due_days:
        return None
    day = max(due_days) + timedelta(days_after)
    while day.weekday() > 4:
        day += timedelta(1)
    return day


class Lack(StrEnum):
    """What a record needs before it is signed."""

    DAY = "day"
    TEAM = "team"
    UNIT_SIDE = "unit_side"
    POSTERS = "posters"
    ENTRY = "entry"
    EARLIER = "earlier"
    LEVEL_REASON = "level_reason"


def lacks(record: Mapping[str, Any], *, poster_ids: Sequence[int], earlier_ids: Sequence[int]) -> Sequence[Lack]:
    """What is still to be written before signing. Criteria may stay open where the visit was about something else."""
    posters, earlier = record.get("posters", {}), record.get("earlier", {})
    missing = {
        Lack.DAY: not record.get("inspected_on"),
        Lack.TEAM: not record.get("team"),
        Lack.UNIT_SIDE: not record.get("unit_side"),
        Lack.POSTERS: any(not posters.get(str(each), {}).get(PosterPoint.PRESENT) for each in poster_ids),
        Lack.ENTRY: not any(record.get("entry", {}).values()),
        Lack.EARLIER: any(not earlier.get(str(each), {}).get("outcome") for each in earlier_ids),
        Lack.LEVEL_REASON: bool(record.get("level")) and not record.get("level_because"),
    }
    return [lack for lack, is_missing in missing.items() if is_missing]
