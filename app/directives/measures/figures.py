"""What a measure says: a numerator, a denominator and their split; adding figures is all that a level above does."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import BindParameter

from app.directives.rules import MeasureKey

RANKABLE_FROM = 5


class Cut(StrEnum):
    """What the leaves of a table are: the body that answers, the commune where it is, or the unit itself."""

    OWNER = "owner"
    PLACE = "place"
    UNIT = "unit"


@dataclass(frozen=True)
class Span:
    """Days `first` to `last`, both included, as they are known at the instant `at`."""

    first: date
    last: date
    at: datetime


@dataclass(frozen=True)
class Limits:
    """Which units are meant, besides those of the viewer's scope; None is no limit.

    `ownership_ids`: rows of who answered for a unit when, which the asker has found in the viewer's scope a moment ago:
    among so few the scope is not looked for again.
    """

    organisation_ids: Collection[int] | None = None
    area_ids: Collection[int] | None = None
    unit_ids: Collection[int] | None = None
    unit_kinds: Collection[str] | None = None
    ownership_ids: Collection[int] | BindParameter[Any] | None = None


class Basis(StrEnum):
    """Who must have a code by which count; figures of different bases are never ranked together."""

    LIST = "list"  # theo danh sách gốc
    MIXED = "mixed"  # một phần theo danh sách gốc
    REGISTERED = "registered"  # theo số đã đăng ký


@dataclass(frozen=True)
class Figure:
    """One measure: `numerator` of `denominator`, and the counts behind them by name (`split`)."""

    measure: MeasureKey
    numerator: int | None
    denominator: int | None
    split: Mapping[str, int] = field(default_factory=dict)

    @property
    def is_absent(self) -> bool:
        """The chapter that counts this does not exist yet: "chưa có số liệu"."""
        return self.denominator is None

    @property
    def is_nothing_due(self) -> bool:
        """Nothing was due: "không phát sinh", never 0 % or 100 %."""
        return self.denominator == 0

    @property
    def is_rankable(self) -> bool:
        """Whether enough was due for the share to be ordered among others."""
        return (self.denominator or 0) >= RANKABLE_FROM

    @property
    def basis(self) -> Basis:
        """What the denominator was taken from; only `qr` knows lists."""
        by_list = self.split.get("by_list", 0)
        if not by_list:
            return Basis.REGISTERED
        return Basis.LIST if by_list == self.denominator else Basis.MIXED

    @property
    def share(self) -> float | None:
        """0–1; None when absent or when nothing was due."""
        return (self.numerator or 0) / self.denominator if self.denominator else None

    def is_below(self, target_share: float) -> bool:
        """Whether something was due and less than the target was done."""
        return self.share is not None and self.share < target_share

    def as_json(self) -> dict[str, Any]:
        """The figure as a confirmation freezes it."""
        return {"numerator": self.numerator, "denominator": self.denominator, "split": dict(sorted(self.split.items()))}


def absent(measure: MeasureKey) -> Figure:
    """The figure of a measure that nobody counts yet."""
    return Figure(measure, None, None)


def nothing(measure: MeasureKey) -> Figure:
    """The figure where nothing was due."""
    return Figure(measure, 0, 0)


def from_json(measure: MeasureKey, stored: Mapping[str, Any]) -> Figure:
    """A frozen figure as it was."""
    return Figure(measure, stored["numerator"], stored["denominator"], stored["split"])


def total(figures: Iterable[Figure], *, measure: MeasureKey | None = None) -> Figure:
    """The sum of figures of one measure; `measure` names it where there may be none at all.

    Absent figures add nothing; only absent ones are absent. Raises ValueError for figures of different measures.
    """
    added = list(figures)
    measures = {figure.measure for figure in added} | ({measure} if measure else set())
    if len(measures) != 1:
        raise ValueError("figures of one measure can be added, none or several cannot")
    counted = [figure for figure in added if figure.denominator is not None]
    if added and not counted:
        return added[0]
    if len(counted) == 1:
        return counted[0]
    # A page of a province adds up some hundred figures: plain loops take a third of what counters do.
    numerator, denominator = 0, 0
    split: dict[str, int] = {}
    for figure in counted:
        numerator += figure.numerator or 0
        denominator += figure.denominator or 0
        for name, count in figure.split.items():
            split[name] = split.get(name, 0) + count
    return Figure(measures.pop(), numerator, denominator, split)
