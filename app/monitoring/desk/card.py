"""A card: a number that somebody must know, with the list behind it."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import IntEnum
from typing import Any

from app.access.ahead import Ahead, Topic
from app.directives.measures import Figure
from app.door import Viewer
from app.monitoring.queries.parts import Fresh


class Urgency(IntEnum):
    """How soon: past its time, due today, good to know. The word stands beside the colour."""

    OVERDUE = 0
    DUE = 1
    KNOWN = 2


@dataclass(frozen=True)
class Card:
    """A number that somebody must know; `endpoint` and `args` are the list behind it."""

    title: str
    figure: str
    note: str
    urgency: Urgency
    endpoint: str
    args: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Desk:
    """What cards are made of: whose desk, on which day, and the week at the doors that he watches (else empty).

    `fresh`: what the worker counted ahead of that week; `ahead`: of what waits for the viewer today.
    """

    viewer: Viewer
    today: date
    doors: Mapping[date, Figure]
    fresh: Fresh
    ahead: Ahead | None = None


Source = Callable[[Desk], Iterable[Card]]


@dataclass(frozen=True)
class Counted:
    """Cards made of what these topics tell their reader; what several of them ask is asked together."""

    topics: Sequence[Topic[Any]]
    make: Callable[..., Iterable[Card]]
