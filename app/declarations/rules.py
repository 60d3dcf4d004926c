"""What a declaration can say, how it is judged, and how long it may be used again."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

# Raised when the questions change; a declaration made on another version of the form is not used again.
FORM_VERSION = 1
OLDEST_BIRTH_YEAR = 1900


class RiskLevel(StrEnum):
    """The colour a guard sees: green come in, amber see the staff, red see the health worker first."""

    GREEN = "green"
    AMBER = "amber"
    RED = "red"


class Gender(StrEnum):
    MALE = "male"
    FEMALE = "female"
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


SEVERITY = {RiskLevel.GREEN: 0, RiskLevel.AMBER: 1, RiskLevel.RED: 2}

# The level that a «Có» leads to; a «Không» is green. The province may set others.
LEVELS: Mapping[Question, RiskLevel] = {
    Question.TRAVELLED: RiskLevel.AMBER,
    Question.SYMPTOMS: RiskLevel.RED,
    Question.CONTACT_CASE: RiskLevel.RED,
    Question.CONTACT_COUNTRY: RiskLevel.AMBER,
    Question.CONTACT_SYMPTOMS: RiskLevel.AMBER,
}


@dataclass(frozen=True)
class Judgement:
    """The level of a declaration and the questions that led to it, gravest first; none for green."""

    risk: RiskLevel
    reasons: Sequence[Question] = ()


def triage(answers: Mapping[Question, Answer], levels: Mapping[Question, RiskLevel] = LEVELS) -> Judgement:
    """The gravest level that any answer leads to. A question without an answer counts as «Có»."""
    raised = [question for question in Question if answers.get(question) is not Answer.NO]
    raised = [question for question in raised if levels[question] is not RiskLevel.GREEN]
    raised.sort(key=lambda question: -SEVERITY[levels[question]])
    return Judgement(levels[raised[0]], raised) if raised else Judgement(RiskLevel.GREEN)


def may_reuse(risk: RiskLevel, form_version: int, sent_at: datetime, *, at: datetime, valid_hours: int) -> bool:
    """Whether an entry may go by an earlier declaration: green, on today's form, young enough, not from the future."""
    age = at - sent_at
    fresh = timedelta(0) <= age < timedelta(hours=valid_hours)
    return fresh and risk is RiskLevel.GREEN and form_version == FORM_VERSION
