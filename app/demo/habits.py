"""How people use places: how many come, at which hours, for how long. Invented, but as anybody would guess."""

from collections.abc import Mapping
from dataclasses import dataclass
from random import Random

from app.units.rules import UnitKind


@dataclass(frozen=True)
class Habit:
    """`share`: visits beside the average of all kinds; `opens`, `busy`, `shuts`: hours; `minutes`: a usual stay."""

    share: float
    opens: float
    busy: float
    shuts: float
    minutes: int


HABITS: Mapping[UnitKind, Habit] = {
    UnitKind.OFFICE: Habit(0.8, 7.5, 9, 16.5, 35),
    UnitKind.HOSPITAL: Habit(1.8, 6, 8.5, 20, 90),
    UnitKind.SCHOOL: Habit(0.5, 6.5, 7.5, 17, 40),
    UnitKind.COMPANY: Habit(0.6, 7, 9, 17, 60),
    UnitKind.SUPERMARKET: Habit(2.2, 8, 18, 21.5, 40),
    UnitKind.MARKET: Habit(2.0, 4.5, 6.5, 17, 35),
    UnitKind.HOTEL: Habit(1.1, 6, 14, 22.5, 150),
    UnitKind.LODGING: Habit(0.6, 6, 15, 22, 150),
    UnitKind.RESTAURANT: Habit(1.2, 9, 18, 21.5, 75),
    UnitKind.EATERY: Habit(1.0, 5.5, 7, 21, 30),
    UnitKind.CAFE: Habit(1.1, 5.5, 8, 21.5, 50),
    UnitKind.SHOP: Habit(0.8, 7, 10, 20.5, 15),
    UnitKind.TRANSPORT: Habit(1.3, 5.5, 8, 17, 120),
    UnitKind.QUARANTINE_SITE: Habit(0.3, 7, 9, 17, 30),
    UnitKind.OTHER: Habit(0.6, 7, 16, 20, 50),
}
OVERNIGHT = frozenset({UnitKind.HOTEL, UnitKind.LODGING})
OVERNIGHT_SHARE = 0.4
QUIET_DAY_SHARE: Mapping[UnitKind, float] = {
    UnitKind.LODGING: 0.2,
    UnitKind.SCHOOL: 0.15,
    UnitKind.QUARANTINE_SITE: 0.4,
}
QUIET_ELSEWHERE = 0.04


def is_quiet_day(rng: Random, kind: UnitKind) -> bool:
    """Whether nobody comes on this day."""
    return rng.random() < QUIET_DAY_SHARE.get(kind, QUIET_ELSEWHERE)


def visit_count(rng: Random, kind: UnitKind, mean: int) -> int:
    """How many come on a day that is not quiet; at least one."""
    expected = mean * HABITS[kind].share
    return max(1, round(rng.gauss(expected, expected / 3))) if mean else 0


def entry_minute(rng: Random, kind: UnitKind) -> float:
    """Minutes after midnight at which somebody enters."""
    habit = HABITS[kind]
    return 60 * rng.triangular(habit.opens, habit.shuts - 0.25, habit.busy)


def stay_minutes(rng: Random, kind: UnitKind, entered: float) -> float:
    """How long somebody who entered at a minute of the day stays; guests who come in the afternoon stay overnight."""
    if kind in OVERNIGHT and entered > 13 * 60 and rng.random() < OVERNIGHT_SHARE:
        return 24 * 60 - entered + rng.uniform(6.5 * 60, 10.5 * 60)
    usual = HABITS[kind].minutes
    return min(max(3, rng.lognormvariate(0, 0.5) * usual), usual * 2.5)
