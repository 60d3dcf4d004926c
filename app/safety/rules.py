"""How safe a unit is by the answers to its criteria: four scoring models, and how long a level holds."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any
from urllib.parse import urlsplit

Answers = Mapping[int, int]


class Level(StrEnum):
    """What is known of a unit: one of the three levels, that it is closed for a time, or nothing that still holds."""

    SAFE = "safe"
    AT_RISK = "at_risk"
    UNSAFE = "unsafe"
    CLOSED = "closed"
    NONE = "none"


# What an assessment can come to.
ASSESSED = (Level.SAFE, Level.AT_RISK, Level.UNSAFE)


class Model(StrEnum):
    """How answers become a level."""

    COUNT = "count"  # met or not; how many are met, none of the mandatory ones failed
    POINTS = "points"  # points of the most there are; none at a mandatory criterion is the worst band
    INDEX = "index"  # sum of indices of the most there are: higher is worse
    VETO = "veto"  # points of the most there are; none at any criterion is the worst band


class SetStatus(StrEnum):
    """Whether the words are those of the document, or made up again from what is known of it."""

    OFFICIAL = "official"
    RECONSTRUCTED = "reconstructed"


class Source(StrEnum):
    """Where a unit assessed itself."""

    PORTAL = "portal"
    ANTOANCOVID = "antoancovid"
    TOURISM = "tourism"


HOSTS: Mapping[Source, str] = {Source.ANTOANCOVID: "antoancovid.vn", Source.TOURISM: "safe.tourism.com.vn"}


@dataclass(frozen=True)
class Option:
    """One answer to a criterion and what it is worth."""

    value: int
    text: str


@dataclass(frozen=True)
class Criterion:
    """One thing to assess; numbered through all sections."""

    number: int
    text: str
    options: tuple[Option, ...]
    is_mandatory: bool = False

    @property
    def most(self) -> int:
        """The highest value."""
        return max(option.value for option in self.options)


@dataclass(frozen=True)
class Section:
    """Criteria that are answered on one page."""

    name: str
    criteria: tuple[Criterion, ...]


@dataclass(frozen=True)
class Band:
    """A result that the document names, what follows from it, and the level that it is here.

    `bound` is the lowest count or per cent that belongs to it, `is_strict` leaving it out; of an index the highest.
    """

    bound: int
    level: Level
    name: str
    consequence: str
    is_strict: bool = False


@dataclass(frozen=True)
class Scoring:
    """A set of criteria as a rule: bands in the order in which they are tried, the last one takes what is left."""

    model: Model
    sections: tuple[Section, ...]
    bands: tuple[Band, ...]

    @property
    def criteria(self) -> Sequence[Criterion]:
        return [criterion for section in self.sections for criterion in section.criteria]

    @property
    def most(self) -> int:
        """The highest sum of values."""
        return sum(criterion.most for criterion in self.criteria)


@dataclass(frozen=True)
class Verdict:
    """What complete answers come to: the band, the sum and the highest sum there could be."""

    band: Band
    score: int
    most: int

    @property
    def level(self) -> Level:
        return self.band.level


class Unanswered(Exception):
    """Criteria are left without an answer."""


def read_scoring(model: Model, content: Mapping[str, Any]) -> Scoring:
    """The rule that a stored set holds."""
    usual, numbers = content["options"], iter(range(1, 1000))
    sections = tuple(
        Section(each["name"], tuple(_criterion(row, usual, numbers) for row in each["criteria"]))
        for each in content["sections"]
    )
    bands = tuple(
        Band(row["bound"], Level(row["level"]), row["name"], row["consequence"], row.get("strict", False))
        for row in content["bands"]
    )
    return Scoring(model, sections, bands)


def _criterion(row: Mapping[str, Any], usual: Sequence[Any], numbers: Iterator[int]) -> Criterion:
    options = tuple(Option(value, text) for value, text in row.get("options", usual))
    return Criterion(next(numbers), row["text"], options, row.get("mandatory", False))


def judge(scoring: Scoring, answers: Answers) -> Verdict:
    """The band of complete answers. Raises Unanswered."""
    if missing(scoring, answers):
        raise Unanswered
    score = sum(answers[criterion.number] for criterion in scoring.criteria)
    if any(is_blocking(scoring.model, each, answers[each.number]) for each in scoring.criteria):
        return Verdict(scoring.bands[-1], score, scoring.most)
    band = next((each for each in scoring.bands if _belongs(scoring, each, score)), scoring.bands[-1])
    return Verdict(band, score, scoring.most)


def _belongs(scoring: Scoring, band: Band, score: int) -> bool:
    """Held against the bound in whole numbers, so that no share is rounded but that of an index, upwards."""
    match scoring.model:
        case Model.COUNT:
            return score >= band.bound
        case Model.INDEX:
            return -(-score * 100 // scoring.most) <= band.bound
        case _:
            held, bound = score * 100, band.bound * scoring.most
            return held > bound if band.is_strict else held >= bound


def is_blocking(model: Model, criterion: Criterion, value: int) -> bool:
    """Whether this answer alone is the worst band: nothing at a mandatory criterion, or with a veto at any."""
    return value == 0 and model is not Model.INDEX and (model is Model.VETO or criterion.is_mandatory)


def missing(scoring: Scoring, answers: Answers) -> Sequence[Criterion]:
    """The criteria without an answer."""
    return [criterion for criterion in scoring.criteria if criterion.number not in answers]


def to_fix(scoring: Scoring, answers: Answers) -> Sequence[Criterion]:
    """The answered criteria that could be better: those that alone decide the result first, then the largest losses."""
    lost = {
        each: _lost(scoring.model, each, answers[each.number]) for each in scoring.criteria if each.number in answers
    }

    def urgency(criterion: Criterion) -> tuple[bool, int, int]:
        blocking = is_blocking(scoring.model, criterion, answers[criterion.number])
        return not blocking, -lost[criterion], criterion.number

    return sorted((criterion for criterion, value in lost.items() if value), key=urgency)


def _lost(model: Model, criterion: Criterion, value: int) -> int:
    """How far an answer is from the best one."""
    values = [option.value for option in criterion.options]
    return value - min(values) if model is Model.INDEX else max(values) - value


def valid_until(assessed_on: date, days: int) -> date:
    """The first day on which a level of this day no longer holds."""
    return assessed_on + timedelta(days)


@dataclass(frozen=True)
class Held:
    """A level that somebody said or found: of which day, and the first day on which it no longer holds."""

    level: Level
    on: date
    valid_until: date


def standing(said: Held | None, found: Held | None, today: date) -> tuple[Level, Held | None]:
    """The level that stands today and what it is from: what an inspection found as long as it holds, else the unit's.

    A unit that has said since that it is closed for a time is closed.
    """
    claim = said if said and said.valid_until > today else None
    if found and found.valid_until > today:
        has_closed = claim is not None and claim.level is Level.CLOSED and claim.on >= found.on
        if not has_closed:
            return found.level, found
    return (claim.level, claim) if claim else (Level.NONE, None)


def safe_share(counts: Mapping[Level, int]) -> float | None:
    """The ratio of safe units among those whose level is known; units that are closed for a time are not counted."""
    known = sum(counts.get(level, 0) for level in ASSESSED)
    return counts.get(Level.SAFE, 0) / known if known else None


def is_address_at(source: Source, address: str) -> bool:
    """Whether a link leads to the national system that is named."""
    try:
        parts = urlsplit(address)
        host = parts.hostname or ""
    except ValueError:
        return False
    wanted = HOSTS[source]
    return parts.scheme in ("http", "https") and (host == wanted or host.endswith(f".{wanted}"))
