"""What is reported of a person twice a day: temperature, SpO2, symptoms; which session is on and until when."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from app.text import search_key

MIDDAY = time(12)
LEAST_TENTHS, MOST_TENTHS = 350, 420
LEAST_SPO2, MOST_SPO2 = 50, 100
# When a day's records are closed to who writes them down later.
CLOSES_AT = time(10)
# A page sent so soon after its session ended still means that session.
GRACE = timedelta(minutes=30)
_TEMPERATURE = re.compile(r"(\d{2})(?:[.,](\d))?")
_SHORT_TEMPERATURE = re.compile(r"(3[5-9]|4[0-2])(\d)")


class Session(StrEnum):
    MORNING = "morning"
    EVENING = "evening"


class Kind(StrEnum):
    """What a record says: values, that all is well, that nobody was there, or that it was told to tokhaiyte.vn."""

    HEALTH = "health"
    ABSENT = "absent"
    ELSEWHERE = "elsewhere"


class Writer(StrEnum):
    """Who wrote a record; their order is that in which a day with several counts."""

    SELF = "self"
    HEAD = "head"  # of the household, for a member
    STAFF = "staff"  # of the site
    TEAM = "team"
    OFFICER = "officer"
    UPLOAD = "upload"  # the list of tokhaiyte.vn


class Symptom(StrEnum):
    """Those of the sheet of 879/QĐ-BYT."""

    FEVER = "fever"
    COUGH = "cough"
    SORE_THROAT = "sore_throat"
    SNEEZING = "sneezing"
    ACHES = "aches"
    BREATHLESS = "breathless"
    OTHER = "other"  # said in words


class BadTemperature(ValueError):
    """Not a temperature of the body between 35,0 and 42,0 °C."""


class BadSpo2(ValueError):
    """Not a share of oxygen between 50 and 100 %."""


@dataclass(frozen=True)
class Reading:
    """What one record says. Temperature in tenths of a degree; without any value and symptom all is normal."""

    kind: Kind = Kind.HEALTH
    tenths: int | None = None
    spo2: int | None = None
    symptoms: Collection[Symptom] = ()
    note: str = ""


def read_temperature(text: str) -> int | None:
    """Tenths of a degree of "36,8", "36.8", "37" or, in a hurry, "368"; None for nothing. Raises BadTemperature."""
    typed = text.strip().removesuffix("°C").removesuffix("°").strip()
    if not typed:
        return None
    found = _TEMPERATURE.fullmatch(typed) or _SHORT_TEMPERATURE.fullmatch(typed)
    if found is None:
        raise BadTemperature
    tenths = int(found[1]) * 10 + int(found[2] or 0)
    if not LEAST_TENTHS <= tenths <= MOST_TENTHS:
        raise BadTemperature
    return tenths


def read_spo2(text: str) -> int | None:
    """A whole percentage, None for nothing. Raises BadSpo2."""
    typed = text.strip().removesuffix("%").strip()
    if not typed:
        return None
    if not (typed.isascii() and typed.isdecimal() and LEAST_SPO2 <= int(typed) <= MOST_SPO2):
        raise BadSpo2
    return int(typed)


ABSENT_WORDS = frozenset({"v", "vang", "vang mat"})
ELSEWHERE_WORDS = frozenset({"t", "tk", "tokhaiyte"})
SYMPTOM_WORDS: Mapping[str, Symptom] = {
    "s": Symptom.FEVER,
    "sot": Symptom.FEVER,
    "ho": Symptom.COUGH,
    "h": Symptom.COUGH,
    "dh": Symptom.SORE_THROAT,
    "dau hong": Symptom.SORE_THROAT,
    "hh": Symptom.SNEEZING,
    "hat hoi": Symptom.SNEEZING,
    "so mui": Symptom.SNEEZING,
    "m": Symptom.ACHES,
    "met": Symptom.ACHES,
    "met moi": Symptom.ACHES,
    "dau nguoi": Symptom.ACHES,
    "kt": Symptom.BREATHLESS,
    "kho tho": Symptom.BREATHLESS,
}
_PART = re.compile(r"\d{2}(?:[.,]\d)?(?=$|[\s;,])|\d{3}(?=$|[\s;,])|\d{2,3}%|[^;,\d%]+|\S")


def read_cell(text: str) -> Reading:
    """What is typed of one person on the grid: "" (normal), "37,9 ho", "36.8 97%", "v" (absent), "t" (told elsewhere).

    Words that are no symptom of the sheet are kept as a note and count as another symptom. Raises BadTemperature,
    BadSpo2.
    """
    whole = search_key(text)
    if whole in ABSENT_WORDS:
        return Reading(Kind.ABSENT)
    if whole in ELSEWHERE_WORDS:
        return Reading(Kind.ELSEWHERE)
    tenths, spo2, symptoms, notes = None, None, set(), []
    for part in (found.strip() for found in _PART.findall(text)):
        if not part or part in ",;":
            continue
        if part.endswith("%"):
            spo2 = read_spo2(part)
        elif part[0].isdigit():
            tenths = read_temperature(part)
        else:
            found, rest = _symptoms(part)
            symptoms |= found
            notes += rest
    symptoms |= {Symptom.OTHER} if notes else set()
    return Reading(Kind.HEALTH, tenths, spo2, tuple(sorted(symptoms)), ", ".join(notes))


def _symptoms(words: str) -> tuple[set[Symptom], list[str]]:
    """The symptoms that words name, alone or one after the other; the words themselves where they name none."""
    if search_key(words) in SYMPTOM_WORDS:
        return {SYMPTOM_WORDS[search_key(words)]}, []
    singles = [SYMPTOM_WORDS.get(search_key(word)) for word in words.split()]
    if all(singles):
        return {symptom for symptom in singles if symptom}, []
    return set(), [words]


def write_cell(reading: Reading) -> str:
    """A record as it would be typed on the grid."""
    if reading.kind is not Kind.HEALTH:
        return "v" if reading.kind is Kind.ABSENT else ""
    names = {symptom: word for word, symptom in reversed(list(SYMPTOM_WORDS.items()))}
    words = [names[symptom] for symptom in sorted(reading.symptoms) if symptom in names]
    words += [reading.note] if reading.note else []
    numbers = [write_tenths(reading.tenths)] if reading.tenths else []
    numbers += [f"{reading.spo2}%"] if reading.spo2 else []
    return " ".join([*numbers, ", ".join(words)]).strip()


def write_tenths(tenths: int) -> str:
    """A temperature as people write it: 36,8."""
    return f"{tenths // 10},{tenths % 10}"


def session_at(local: datetime) -> Session:
    """The session that is on when the province's clocks show this."""
    return Session.MORNING if local.time() < MIDDAY else Session.EVENING


@dataclass(frozen=True)
class Turn:
    """A session of a day."""

    day: date
    session: Session

    def __str__(self) -> str:
        return f"{self.day.isoformat()}-{self.session}"


def turn_at(local: datetime) -> Turn:
    """The session that is on."""
    return Turn(local.date(), session_at(local))


def turns_meant(local: datetime) -> list[Turn]:
    """Of which sessions a page that is sent now may be: the one that is on, and the one that ended a moment ago."""
    return list(dict.fromkeys((turn_at(local), turn_at(local - GRACE))))


def may_write(day: date, session: Session, *, local: datetime) -> bool:
    """Whether a record of a session can be written: it has begun, and the next day's morning is not over."""
    if day == local.date():
        return session is Session.MORNING or session_at(local) is Session.EVENING
    return day == local.date() - timedelta(1) and local.time() < CLOSES_AT


def is_late(day: date, session: Session, *, local: datetime, cut_off_hour: int) -> bool:
    """Whether the session's cut-off is over."""
    return local.date() > day or (local.date() == day and local.time() >= time(cut_off_hour))
