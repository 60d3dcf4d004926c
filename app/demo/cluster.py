"""The known outbreak: one person who fell ill, where she had been, and who was there at the same time."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random

from app import clock
from app.declarations.rules import Answer, Question
from app.demo.areas import PHU_QUOC
from app.demo.days import Citizen, Stay, citizens, make_stay
from app.demo.doors import Door
from app.demo.story import Story
from app.units.rules import UnitKind

HOME = "31078"


@dataclass(frozen=True)
class Meeting:
    """Days before the story's end, where, when, for how long, and which of the companions were there."""

    days_before: int
    kind: UnitKind
    hour: int
    minutes: int
    companions: slice


# She met nine people on three days, and went to a health station with a fever on the fourth.
MEETINGS = (
    Meeting(6, UnitKind.MARKET, 6, 40, slice(0, 3)),
    Meeting(6, UnitKind.CAFE, 8, 70, slice(2, 6)),
    Meeting(5, UnitKind.RESTAURANT, 18, 95, slice(0, 5)),
    Meeting(4, UnitKind.HOTEL, 15, 120, slice(4, 9)),
    Meeting(2, UnitKind.HOSPITAL, 9, 60, slice(8, 9)),
)
COMPANIONS = 9


def plan_cluster(story: Story, doors: Sequence[Door], salt: str) -> Mapping[date, Sequence[Stay]]:
    """The stays of the outbreak by day; none where the demo is too small to have such places."""
    rng = story.random("cluster")
    ill, *companions = citizens(salt, PHU_QUOC, HOME)[: 1 + COMPANIONS]
    planned: dict[date, list[Stay]] = defaultdict(list)
    for meeting in MEETINGS:
        day = story.until - timedelta(meeting.days_before)
        places = [door for door in doors if _is_place_of(meeting, door, day)]
        if places and day >= story.first_day:
            planned[day] += _meet(rng, places[0], day, meeting, [ill, *companions[meeting.companions]])
    return planned


def _is_place_of(meeting: Meeting, door: Door, day: date) -> bool:
    return door.kind is meeting.kind and door.district == PHU_QUOC and door.is_open(day) and bool(door.poster_ids)


def _meet(rng: Random, door: Door, day: date, meeting: Meeting, people: Sequence[Citizen]) -> list[Stay]:
    stays = []
    for number, citizen in enumerate(people):
        enters_at = clock.at(day, meeting.hour, rng.randrange(2, 18))
        length = timedelta(minutes=meeting.minutes + rng.randrange(-15, 15))
        stay = make_stay(rng, door, citizen, enters_at, length)
        fell_ill = number == 0 and meeting.kind is UnitKind.HOSPITAL
        stays.append(_with_fever(stay) if fell_ill else stay)
    return stays


def _with_fever(stay: Stay) -> Stay:
    answers = {**stay.answers, Question.SYMPTOMS: Answer.YES}
    return replace(stay, answers=answers, details={"symptoms_details": "Sốt 38,2 độ, ho khan từ hôm kia"})
