"""What in a record must be looked at, and who looks at it when: team, commune, district, province."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum, StrEnum

from app.follow_ups.rules.reports import Kind, Reading, Symptom


class AlertKind(StrEnum):
    FEVER = "fever"
    SPO2 = "spo2"
    SYMPTOMS = "symptoms"
    ABSENT = "absent"
    MISSING = "missing"
    POSITIVE = "positive"  # a sample


class Step(IntEnum):
    """The ladder: who is asked, from the first on."""

    TEAM = 0
    COMMUNE = 1
    DISTRICT = 2
    PROVINCE = 3


@dataclass(frozen=True)
class Thresholds:
    """From which temperature (in tenths) a fever counts, and under which SpO2 there is too little oxygen."""

    fever_tenths: int
    least_spo2: int


def alerts_of(reading: Reading, limits: Thresholds) -> list[AlertKind]:
    """What a record raises. That something was told to tokhaiyte.vn says nothing of the person, and raises nothing."""
    if reading.kind is Kind.ABSENT:
        return [AlertKind.ABSENT]
    hot = reading.tenths is not None and reading.tenths >= limits.fever_tenths
    raised = {
        AlertKind.FEVER: hot or Symptom.FEVER in reading.symptoms,
        AlertKind.SPO2: reading.spo2 is not None and reading.spo2 < limits.least_spo2,
        AlertKind.SYMPTOMS: any(symptom is not Symptom.FEVER for symptom in reading.symptoms),
    }
    return [kind for kind, is_raised in raised.items() if is_raised]


def step_at(raised_at: datetime, minutes: Sequence[int], *, now: datetime) -> Step:
    """How far up an alert that nobody acknowledged has gone; `minutes` after its rise it goes up to each next step."""
    return Step(sum(now - raised_at >= timedelta(minutes=each) for each in minutes))


def rises_at(raised_at: datetime, minutes: Sequence[int], *, now: datetime) -> datetime | None:
    """When it goes up to the next step; None at the top."""
    step = step_at(raised_at, minutes, now=now)
    return None if step is Step.PROVINCE else raised_at + timedelta(minutes=sorted(minutes)[step])
