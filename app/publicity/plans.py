"""A line of a plan and its result, as forms and files give them."""

from dataclasses import dataclass
from datetime import date

from app.publicity.rules import PublicityChannel, PublicityLanguage


@dataclass(frozen=True)
class Plan:
    """What is to be done: how, in which language, about what, where, on which day."""

    channel: PublicityChannel
    language: PublicityLanguage
    subject: str
    place: str
    planned_on: date


@dataclass(frozen=True)
class Result:
    """What was done: on which day, how many people it reached, what shows it."""

    done_on: date
    reach_count: int | None
    link: str = ""
    photo: bytes | None = None
