"""What is written down of an area and of a household, as it travels from form or file to the row."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Decision:
    """The paper by which an area is put under isolation, or released."""

    number: str
    on: date
    signer: str


@dataclass(frozen=True)
class Details:
    """Who answers for a household, and where it lives."""

    head_name: str
    phone: str
    address: str


@dataclass(frozen=True)
class Listed:
    """A household as it was typed."""

    details: Details
    people: int


NOBODY = Details("", "", "")
