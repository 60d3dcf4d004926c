"""What a declaration can say, how it is judged, and how long it may be used again."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum

from app.text import fold_place, search_key
from app.units.rules import UnitKind

OLDEST_BIRTH_YEAR = 1900
# The numbers of the form and of the rule table that the portal ships with; later ones are rows.
SHIPPED_NUMBER = 1
_NO_LETTERS = re.compile(r"[\W_]+")


class RiskLevel(StrEnum):
    """The colour a guard sees: green come in, amber see the staff, red see the health worker first."""

    GREEN = "green"
    AMBER = "amber"
    RED = "red"


class FormKind(StrEnum):
    """The tabs of the national declaration that the portal has."""

    GENERAL = "general"  # khai báo toàn dân
    DOMESTIC = "domestic"  # khai di chuyển nội địa


class Gender(StrEnum):
    MALE = "male"
    FEMALE = "female"
    OTHER = "other"


class Transport(StrEnum):
    """By what somebody came to the province."""

    COACH = "coach"
    BOAT = "boat"
    AIRCRAFT = "aircraft"
    CAR = "car"
    MOTORBIKE = "motorbike"
    OTHER = "other"


class Answer(StrEnum):
    YES = "yes"
    NO = "no"


class Question(StrEnum):
    """The five health questions of the national form, in its order; the values are the names of the form's fields."""

    TRAVELLED = "travelled"
    SYMPTOMS = "symptoms"
    CONTACT_CASE = "contact_case"
    CONTACT_COUNTRY = "contact_country"
    CONTACT_SYMPTOMS = "contact_symptoms"


class Picture(StrEnum):
    """What can be drawn beside a question for who does not read it; each is a symbol of the pictures' file."""

    NONE = ""
    JOURNEY = "journey"
    FEVER = "fever"
    PATIENT = "patient"
    GLOBE = "globe"
    COUGH = "cough"


class Handling(StrEnum):
    """What a kind of unit does with somebody who may bring the disease."""

    SCREEN = "screen"  # health care is refused to nobody
    SEAT = "seat"  # nobody is put off a vehicle or vessel on its way
    CALL = "call"  # wait outside, call the health worker


class VersionStatus(StrEnum):
    """How far a version of a form or of the rule table is; only a draft can be changed."""

    DRAFT = "draft"
    TRIED = "tried"  # the sample cases came out as expected; any change makes it a draft again
    ACTIVE = "active"
    RETIRED = "retired"


# Whoever needs care or is on board is never sent away, whatever is written on screen.
_ALWAYS: Mapping[UnitKind, Handling] = {
    UnitKind.HOSPITAL: Handling.SCREEN,
    UnitKind.QUARANTINE_SITE: Handling.SCREEN,
    UnitKind.TRANSPORT: Handling.SEAT,
}
# What a rule can ask besides the answers: whether a place that was named is on the dated list of epidemic areas.
EPIDEMIC_AREA = "epidemic_area"
SEVERITY = {RiskLevel.GREEN: 0, RiskLevel.AMBER: 1, RiskLevel.RED: 2}


@dataclass(frozen=True)
class TriageRule:
    """The level to which its conditions lead when all are met, and advice by language beside the level's usual one."""

    conditions: frozenset[str]
    level: RiskLevel
    advice: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Judgement:
    """The level of a declaration, the conditions that led to it, and the rules' advice; gravest first."""

    risk: RiskLevel
    reasons: Sequence[str] = ()
    advice: Sequence[Mapping[str, str]] = ()


@dataclass(frozen=True)
class EpidemicListing:
    """An area of the dated list: its folded names, its official or country code if it has one, its days."""

    names: tuple[str, ...]
    code: str
    from_on: date
    until_on: date | None

    def held_between(self, first: date, last: date) -> bool:
        """Whether the area was listed on any of these days."""
        return self.from_on <= last and (self.until_on is None or self.until_on > first)

    def is_meant_by(self, texts: Iterable[str], codes: Collection[str]) -> bool:
        """Whether the area is named in the texts, as whole words and however it is spelt, or by its code."""
        spoken = [f" {_words(text)} " for text in texts]
        return self.code in codes or any(f" {name} " in text for name in self.names for text in spoken)


def names_of_area(*names: str) -> tuple[str, ...]:
    """The names under which an area is found in what people write."""
    return tuple(folded for name in names if (folded := _words(fold_place(name))))


def met_conditions(answers: Mapping[str, Answer], asked: Iterable[str], *, from_epidemic: bool) -> frozenset[str]:
    """The conditions that a declaration meets. A question that was asked and not answered counts as «Có»."""
    yes = {key for key in asked if answers.get(key) is not Answer.NO}
    return frozenset(yes | {EPIDEMIC_AREA}) if from_epidemic else frozenset(yes)


def judge(met: Collection[str], rules: Sequence[TriageRule]) -> Judgement:
    """The gravest level of the rules whose conditions are all met; green when there is none."""
    raised = [rule for rule in rules if rule.level is not RiskLevel.GREEN and rule.conditions.issubset(met)]
    raised.sort(key=lambda rule: -SEVERITY[rule.level])
    if not raised:
        return Judgement(RiskLevel.GREEN)
    reasons = dict.fromkeys(condition for rule in raised for condition in sorted(rule.conditions))
    gravest = [rule.advice for rule in raised if rule.level is raised[0].level and rule.advice]
    return Judgement(raised[0].level, tuple(reasons), tuple(gravest))


def is_from_epidemic(
    listings: Iterable[EpidemicListing],
    texts: Sequence[str],
    codes: Collection[str],
    *,
    sent_on: date,
    window: timedelta,
) -> bool:
    """Whether a place that was named was on the list within the days that the form asks about."""
    held = (listing for listing in listings if listing.held_between(sent_on - window, sent_on))
    return any(listing.is_meant_by(texts, codes) for listing in held)


def may_reuse(risk: RiskLevel, sent_at: datetime, *, is_in_use: bool, at: datetime, valid_hours: int) -> bool:
    """Whether an entry may go by an earlier declaration: green, on a form in use, young enough, not from the future."""
    age = at - sent_at
    fresh = timedelta(0) <= age < timedelta(hours=valid_hours)
    return fresh and risk is RiskLevel.GREEN and is_in_use


def possible_handlings(kind: UnitKind) -> Sequence[Handling]:
    """What a kind of unit may be told to do; the first is what it does until the health department says otherwise."""
    return (_ALWAYS[kind],) if kind in _ALWAYS else (Handling.CALL, Handling.SEAT, Handling.SCREEN)


def _words(text: str) -> str:
    return _NO_LETTERS.sub(" ", search_key(text)).strip()
