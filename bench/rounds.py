"""How much is measured: enough for a figure to quote, or just enough to see that it works."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Rounds:
    """Rounds of a benchmark; requests, seconds, rows of a file and posters in a round; units in the register.

    `busy`: people who enter a unit on an open day of a province's four weeks, on the average.
    `people`: how many are followed in isolation.
    """

    count: int
    posts: int
    gets: int
    starts: int
    seconds: int
    units: int
    posters: int
    rows: int
    busy: int
    people: int


FULL = Rounds(
    count=7,
    posts=2000,
    gets=4000,
    starts=5,
    seconds=60,
    units=119_000,
    posters=1000,
    rows=60_000,
    busy=7,
    people=20_000,
)
QUICK = Rounds(
    count=3, posts=500, gets=1000, starts=2, seconds=15, units=119_000, posters=200, rows=20_000, busy=2, people=20_000
)
TINY = Rounds(count=1, posts=64, gets=400, starts=1, seconds=1, units=400, posters=4, rows=300, busy=2, people=600)
