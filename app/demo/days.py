"""What happens on one day at every door: who enters when, what is declared, how the stay ends.

Everything is drawn from the codes and the day alone, so that a day comes out the same whenever it is told.
"""

import base64
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import cache
from random import Random

from app import clock
from app.areas.places import province_names
from app.areas.queries import PROVINCE_CODE
from app.declarations.rules import Answer, Question
from app.demo.areas import PEOPLE, PHU_QUOC
from app.demo.doors import Door
from app.demo.fleet import Departure, departures
from app.demo.habits import OVERNIGHT, entry_minute, is_quiet_day, stay_minutes, visit_count
from app.demo.people import Invented, invent_person
from app.demo.unit_names import POETIC
from app.visits.rules import STAY_HOURS, ExitKind

BORN_AROUND = date(2021, 5, 7)
TRAVELLED_SHARE, SYMPTOMS_SHARE, CONTACT_SHARE = 0.012, 0.003, 0.001
STRANGER_SHARE, TOURIST_SHARE = 0.06, 0.55
RECORDED_WITH_CARE, RECORDED_WITHOUT = 0.9, 0.6
REUSED_SHARE = 0.7
SYMPTOMS = ("Ho nhẹ từ hôm qua", "Sốt nhẹ, đau họng", "Mệt mỏi hai ngày nay")


@dataclass(frozen=True)
class Citizen:
    """An invented person and where she lives: a commune's code, or another province's."""

    person: Invented
    place: str
    address: str


@dataclass(frozen=True)
class Stay:
    """One visit: `leaves_at` is a fact when the exit was recorded, else as `exit_kind` says."""

    id: str
    receipt: str
    door: Door
    poster_id: int
    citizen: Citizen
    language: str
    answers: Mapping[Question, Answer]
    details: Mapping[str, str]
    enters_at: datetime
    leaves_at: datetime
    exit_kind: ExitKind
    declared_by: "Stay | None" = None
    departure: Departure | None = None

    @property
    def declaration_id(self) -> str:
        return self.declared_by.id if self.declared_by else self.id


@dataclass(frozen=True)
class DayPlan:
    """All stays that begin on a day, by time, and at which doors "không có khách" is declared when."""

    day: date
    stays: Sequence[Stay]
    quiet: Mapping[int, datetime]


def plan_day(doors: Iterable[Door], day: date, *, mean: int, salt: str, more: Sequence[Stay] = ()) -> DayPlan:
    """The day at all doors; `mean` visits come to a unit on the average, `more` are added by the story."""
    stays: list[Stay] = list(more)
    quiet: dict[int, datetime] = {}
    for door in doors:
        rng = Random(f"{salt} {door.code} {day.isoformat()}")
        care = door.care(salt)
        if not door.is_open(day) or rng.random() > care:
            continue
        if door.vehicles:
            stays.extend(_passengers(rng, door, day, _visitors(rng, door, mean, salt)))
        elif is_quiet_day(rng, door.kind):
            quiet[door.unit_id] = clock.at(day, 17 + rng.randrange(5), rng.randrange(60))
        else:
            share = RECORDED_WITH_CARE if care > 0.5 else RECORDED_WITHOUT
            stays.extend(_stay(rng, door, day, citizen, share) for citizen in _visitors(rng, door, mean, salt))
    return DayPlan(day, link(stays), quiet)


def _visitors(rng: Random, door: Door, mean: int, salt: str) -> list[Citizen]:
    pool = citizens(salt, door.district, door.commune)
    neighbours = rng.sample(pool, min(visit_count(rng, door.kind, mean), len(pool)))
    return [_stranger(rng, door) or neighbour for neighbour in neighbours]


def _stay(rng: Random, door: Door, day: date, citizen: Citizen, recorded_share: float) -> Stay:
    minute = entry_minute(rng, door.kind)
    enters_at = clock.day_start(day) + timedelta(seconds=round(minute * 60))
    stay = make_stay(rng, door, citizen, enters_at, timedelta(minutes=stay_minutes(rng, door.kind, minute)))
    if rng.random() > recorded_share:
        leaves_at = enters_at + timedelta(hours=STAY_HOURS[door.kind])
        stay = replace(stay, leaves_at=leaves_at, exit_kind=ExitKind.ELAPSED)
    answers, details = _answers(rng)
    return replace(stay, answers=answers, details=details)


def _passengers(rng: Random, door: Door, day: date, people: Iterable[Citizen]) -> Iterable[Stay]:
    """Each boards one of the day's trips before it leaves, and has left it when it arrived."""
    going = list(departures(door.vehicles, day))
    for citizen in people:
        each = rng.choice(going)
        boards_at = each.planned_at - timedelta(seconds=rng.randrange(300, 2400))
        stay = make_stay(rng, door, citizen, boards_at, each.arrives_at - boards_at)
        yield replace(stay, poster_id=each.poster_id, exit_kind=ExitKind.ARRIVED, departure=each)


def make_stay(rng: Random, door: Door, citizen: Citizen, enters_at: datetime, length: timedelta) -> Stay:
    """A stay with a recorded exit of somebody in good health."""
    foreign = citizen.place not in (door.commune, door.district) and len(citizen.place) == 2
    return Stay(
        id=_token(rng, 16),
        receipt=_token(rng, 12),
        door=door,
        poster_id=rng.choice(door.poster_ids),
        citizen=citizen,
        language="en" if foreign and rng.random() < 0.1 else "vi",
        answers=dict.fromkeys(Question, Answer.NO),
        details={},
        enters_at=enters_at,
        leaves_at=enters_at + timedelta(seconds=round(length.total_seconds())),
        exit_kind=ExitKind.RECORDED,
    )


def _answers(rng: Random) -> tuple[dict[Question, Answer], dict[str, str]]:
    answers, details = dict.fromkeys(Question, Answer.NO), {}
    if rng.random() < TRAVELLED_SHARE:
        answers[Question.TRAVELLED] = Answer.YES
        details["travelled_details"] = rng.choice(("TP. Hồ Chí Minh", "Cần Thơ, An Giang", "Hà Nội"))
    if rng.random() < SYMPTOMS_SHARE:
        answers[Question.SYMPTOMS] = Answer.YES
        details["symptoms_details"] = rng.choice(SYMPTOMS)
    if rng.random() < CONTACT_SHARE:
        answers[Question.CONTACT_SYMPTOMS] = Answer.YES
    return answers, details


@cache
def citizens(salt: str, district: str, commune: str) -> Sequence[Citizen]:
    """Who lives in a commune: the same few hundred people meet at its doors day after day."""
    rng = Random(f"{salt} people of {commune}")
    return [_citizen(rng, commune) for _ in range(60 + PEOPLE[district])]


def _citizen(rng: Random, place: str) -> Citizen:
    address = f"Tổ {rng.randrange(1, 15)}, {'ấp' if len(place) == 5 else 'đường'} {rng.choice(POETIC)}"
    return Citizen(invent_person(rng, on=BORN_AROUND), place, address)


def _stranger(rng: Random, door: Door) -> Citizen | None:
    """Somebody from another province, who is seen once: often in hotels and on Phú Quốc, seldom elsewhere."""
    share = TOURIST_SHARE if door.kind in OVERNIGHT or door.district == PHU_QUOC else STRANGER_SHARE
    if rng.random() > share:
        return None
    return _citizen(rng, rng.choice([code for code in province_names() if code != PROVINCE_CODE]))


def link(stays: Iterable[Stay]) -> list[Stay]:
    """The stays by time, each person in one place at a time and declaring once where one tap would do."""
    by_person: dict[Invented, list[Stay]] = defaultdict(list)
    for stay in sorted(stays, key=lambda stay: (stay.enters_at, stay.id)):
        by_person[stay.citizen.person].append(stay)
    linked = [each for own in by_person.values() for each in _one_after_the_other(own)]
    return sorted(linked, key=lambda stay: (stay.enters_at, stay.id))


def _one_after_the_other(own: Sequence[Stay]) -> list[Stay]:
    told: list[Stay] = []
    for stay in own:
        if told and told[-1].leaves_at > stay.enters_at:
            same = told[-1].door.unit_id == stay.door.unit_id
            kind = ExitKind.REPEATED if same else ExitKind.ELSEWHERE
            told[-1] = replace(told[-1], leaves_at=stay.enters_at, exit_kind=kind)
        told.append(replace(stay, declared_by=_reused(told, stay)))
    return told


def _reused(told: Sequence[Stay], stay: Stay) -> Stay | None:
    first = next((each for each in told if each.declared_by is None and _is_green(each)), None)
    # The last letters of a random id are as good as a throw of dice, and the same whenever the day is told.
    return first if first and _is_green(stay) and Random(stay.id).random() < REUSED_SHARE else None


def _is_green(stay: Stay) -> bool:
    return Answer.YES not in stay.answers.values()


def _token(rng: Random, byte_count: int) -> str:
    return base64.urlsafe_b64encode(rng.randbytes(byte_count)).decode().rstrip("=")
