"""Two neighbourhoods of Dương Đông under isolation; community teams in districts at high risk, some of them weak."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from random import Random

from app import clock
from app.access.actions import grant_team
from app.access.models import User
from app.areas.models import Area
from app.areas.queries import get_area, list_areas
from app.areas.rules import AreaLevel
from app.demo.people import Gender, invent_name, invent_phone
from app.demo.story import Story
from app.door import Viewer, office_viewer
from app.web.pagination import Wish
from app.zones.actions import (
    add_member,
    answer_need,
    attach_team,
    enter_zone,
    file_round,
    lift_zone,
    list_many,
    set_total,
    set_up_team,
)
from app.zones.models import Team, Zone
from app.zones.queries import NeedFilter, TeamFilter, list_all_teams, list_households, list_needs, round_of
from app.zones.rules import Answer, DecisionLevel, Need, RoundSession, ZoneKind
from app.zones.written import Decision, Details, Listed

LOCKED = "31078"
ZONES = (("Tổ 5, khu phố 3", 9), ("Khu phố 10", 4))
DISTRICTS = ("911", "900")
STREETS = ("đường 30/4", "đường Nguyễn Trung Trực", "đường Trần Phú", "hẻm Chùa Ông", "đường Cách Mạng Tháng Tám")
MEMBERS, LARGE, SMALL = 4, 40, 12
WALKS, ILL_SHARE, AWAY_SHARE, NEED_SHARE, NATIONAL_SHARE = 0.86, 0.015, 0.04, 0.03, 0.1
GIVEN_SHARE, EVERYTHING = 0.8, Wish(1, 1_000)
# So often does a team of a place at high risk file its round; some are weak.
CARES = (0.98, 0.9, 0.55)


def lock_down(story: Story, users: Mapping[str, User]) -> int:
    """Lock down, list households, walk from door to door until the day before the one on which somebody looks.

    The account `team` is in the first team. Returns how many rounds were filed.
    """
    rng, office, filed = story.random("zones"), office_viewer(), 0
    began = max(story.first_day, story.begins_on)
    with clock.showing(clock.at(began, 8)):
        teams = list(_set_up(office, rng, users))
    for day in clock.days(began, story.last_day):
        with clock.showing(clock.at(day, 7)):
            _decide(office, story, day, teams)
        filed += sum(_walk(office, rng, team, care, day) for team, care in teams)
    return filed


def _set_up(office: Viewer, rng: Random, users: Mapping[str, User]) -> Iterator[tuple[Team, float]]:
    today = clock.local_day()
    first = get_area(LOCKED, AreaLevel.COMMUNE, on=today)
    set_total(office, first, household_count=11_240, source="Công an phường, tháng 4/2021")
    for n in (1, 2, 3):
        team = _team(office, rng, first, f"Tổ {n}, khu phố {3 if n < 3 else 10}", LARGE if n == 1 else SMALL)
        if n == 1:
            grant_team(office, users["team"], team.id)
        yield team, WALKS
    for district in DISTRICTS:
        place = get_area(district, AreaLevel.DISTRICT, on=today)
        communes = [each for each in list_areas(AreaLevel.COMMUNE, on=today, parent_id=place.id) if each.code != LOCKED]
        for n, commune in enumerate(communes[:3]):
            yield _team(office, rng, commune, "Tổ 1", SMALL), CARES[n]


def _team(office: Viewer, rng: Random, area: Area, name: str, size: int) -> Team:
    team = set_up_team(office, area, name=name, is_standing=True)
    for n in range(MEMBERS):
        member = invent_name(rng, rng.choice(tuple(Gender)))
        add_member(office, team, full_name=member, phone=invent_phone(rng), is_leader=n == 0)
    list_many(office, team, [_household(rng, n) for n in range(1, size + 1)])
    return team


def _household(rng: Random, n: int) -> Listed:
    phone = invent_phone(rng) if rng.random() < WALKS else ""
    address = f"{n * 2 + rng.randrange(2)} {rng.choice(STREETS)}"
    return Listed(Details(invent_name(rng, rng.choice(tuple(Gender))), phone, address), rng.choice((2, 3, 4, 4, 5, 6)))


def _decide(office: Viewer, story: Story, day: date, teams: list[tuple[Team, float]]) -> None:
    """The decisions of a day: an area is locked down; of the first day's list one was released meanwhile."""
    for number, (name, days_before) in enumerate(ZONES, 1):
        if day == max(story.first_day, clock.days(story.first_day, story.last_day)[-min(days_before, story.days)]):
            zone = _lock(office, name, day, number)
            chosen = teams[:2] if number == 1 else teams[2:3]
            for team, _care in chosen:
                attach_team(office, zone, team)
    if day == story.first_day and story.days > 1:
        past = _lock(office, "Hẻm 87 đường Trần Phú", day, 3)
        paper = Decision("131/QĐ-UBND", day, "Huỳnh Quang Hưng")
        lift_zone(office, past, decision=paper, until_on=clock.days(story.first_day, story.last_day)[1])


def _lock(office: Viewer, name: str, day: date, number: int) -> Zone:
    area = get_area(LOCKED, AreaLevel.COMMUNE, on=day)
    paper = Decision(f"{120 + number}/QĐ-UBND", day, "Huỳnh Quang Hưng")
    kind, level = ZoneKind.NEIGHBOURHOOD, DecisionLevel.DISTRICT
    return enter_zone(office, area, kind=kind, name=name, decision=paper, level=level, from_on=day)


def walk_on(since: datetime, until: datetime) -> int:
    """The rounds that fall between two instants; told in steps or at once they are the same.

    Teams that somebody set up in the demo walk by themselves, and so does who filed a round already.
    """
    office, filed = office_viewer(), 0
    for day in clock.days(clock.local_day(since), clock.local_day(until)):
        with clock.showing(clock.at(day, 7)):
            teams = [line.team for line in list_all_teams(office, TeamFilter(), day=day)]
        for team in teams:
            if team.created_by_id is None:
                filed += _walk_between(office, team, day, since, until)
    return filed


def _walk_between(office: Viewer, team: Team, day: date, since: datetime, until: datetime) -> int:
    care, filed = WALKS if team.area.code == LOCKED else CARES[team.id % len(CARES)], 0
    for session, hour, chance in _sessions(care):
        rng = Random(f"{team.key_id} {day.isoformat()} {session.value}")
        is_walked, at = rng.random() < chance, clock.at(day, hour, rng.randrange(60))
        if is_walked and since <= at < until and round_of(office, team, day, session) is None:
            _file(office, rng, team, session, at)
            filed += 1
    return filed


def _walk(office: Viewer, rng: Random, team: Team, care: float, day: date) -> int:
    """The rounds of a team on a day: mostly in the morning, often once more."""
    filed = 0
    for session, hour, chance in _sessions(care):
        if rng.random() < chance:
            _file(office, rng, team, session, clock.at(day, hour, rng.randrange(60)))
            filed += 1
    return filed


def _sessions(care: float) -> tuple[tuple[RoundSession, int, float], ...]:
    """Which rounds at which hour, and how likely."""
    return (RoundSession.MORNING, 8, care), (RoundSession.AFTERNOON, 15, care * WALKS)


def _file(office: Viewer, rng: Random, team: Team, session: RoundSession, at: datetime) -> None:
    day = clock.local_day(at)
    with clock.showing(at):
        _give(office, rng, team)
        answers = {row.id: _seen(rng) for row in list_households(office, team, day=day)}
        file_round(office, team, day, session, answers, on_paper=rng.random() < NATIONAL_SHARE)


def _give(office: Viewer, rng: Random, team: Team) -> None:
    """Most of what households lacked when the team came last was brought since."""
    for need in list_needs(office, NeedFilter(team_id=team.id), EVERYTHING).rows:
        if rng.random() < GIVEN_SHARE:
            answer_need(office, need)


def _seen(rng: Random) -> Answer:
    return Answer(
        symptom_count=int(rng.random() < ILL_SHARE),
        absent_count=int(rng.random() < AWAY_SHARE),
        need=rng.choice(tuple(Need)) if rng.random() < NEED_SHARE else None,
        is_national=rng.random() < NATIONAL_SHARE,
    )
