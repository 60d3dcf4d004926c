"""People in isolation, at sites and at home: their mornings and evenings, a fever now and then, some without a word."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random

from sqlalchemy import select

from app import clock
from app.access.models import User
from app.access.scope import within
from app.access.sessions import viewer_of
from app.areas.models import Area
from app.db import db
from app.demo.people import invent_person
from app.demo.story import Story
from app.door import Viewer, office_viewer
from app.follow_ups.actions import (
    NewCase,
    acknowledge_alert,
    answer_need,
    keep_rooms,
    open_case,
    raise_missing,
    record_sample,
    write_report,
)
from app.follow_ups.actions.reports import ask_for
from app.follow_ups.links import address_of
from app.follow_ups.models import FollowUp, FollowUpAlert, FollowUpNeed
from app.follow_ups.people import Person
from app.follow_ups.queries import list_all_sites
from app.follow_ups.queries.samples import list_tests
from app.follow_ups.rules.cases import CaseClass, NeedKind, Place, SampleResult
from app.follow_ups.rules.reports import Session, Writer, read_cell
from app.gate.rules.regulars import Group
from app.organisations.models import Organisation
from app.organisations.rules import OrganisationKind
from app.units.models import Unit
from app.zones.models import Team
from app.zones.queries import own_teams

ROOMS, AT_SITE, AT_HOME_COMMUNES, IN_TEAM = 8, 9, 12, 8
SILENT_SHARE, ELSEWHERE_SHARE, ODD_SHARE, MISSED_SHARE = 0.08, 0.12, 0.03, 0.15
ODD = ("37,9 ho", "v", "38,2 đau họng", "36,9 94%", "mệt mỏi")
NORMAL = ("36,5", "36,6", "36,7", "36,8", "36,4", "37", "")
HOURS = {Session.MORNING: 7, Session.EVENING: 15}
TAKEN_SHARE, MET_SHARE = 0.96, 0.8
TEAM = "team"
# Who takes alerts and brings what families need; the demo has no account for each commune.
LOOKING_AFTER = ("health", "health2")


@dataclass(frozen=True)
class _Stay:
    """Somebody who is followed, and how careful he is."""

    row: FollowUp
    writer: Writer
    care: float


def isolate_people(story: Story, users: Mapping[str, User]) -> int:
    """Open cases and tell their days up to the story's end. Returns how many people are followed."""
    rng = story.random("isolation")
    with clock.showing(clock.at(story.last_day, 7)):
        teams = own_teams(viewer_of(users[TEAM]))
    stays = [*_at_sites(story, rng), *_at_home(story, rng, teams)]
    for day in clock.days(story.first_day, story.last_day):
        for session, hour in HOURS.items():
            with clock.showing(clock.at(day, hour, 20)):
                for stay in stays:
                    if stay.row.started_on < day:
                        _report(stay, rng, day, session)
    _sample(story, rng, stays)
    _look_after(story, rng, [viewer_of(users[name]) for name in LOOKING_AFTER])
    with clock.showing(clock.at(story.last_day, 17)):
        raise_missing(story.last_day, Session.EVENING)
    return len(stays)


def _look_after(story: Story, rng: Random, officers: Sequence[Viewer]) -> None:
    """What arose before the last day was mostly taken within the hour, and most families got what they asked for."""
    office, today = office_viewer(), clock.day_start(story.last_day)
    for alert in db.session.scalars(within(office, FollowUpAlert).where(FollowUpAlert.raised_at < today)).all():
        if rng.random() < TAKEN_SHARE:
            with clock.showing(alert.raised_at + timedelta(minutes=rng.randrange(5, 55))):
                acknowledge_alert(rng.choice(officers), alert)
    for need in db.session.scalars(within(office, FollowUpNeed).where(FollowUpNeed.asked_at < today)).all():
        if rng.random() < MET_SHARE:
            with clock.showing(need.asked_at + timedelta(minutes=rng.randrange(40, 500))):
                answer_need(rng.choice(officers), need)


def _sample(story: Story, rng: Random, stays: Sequence[_Stay]) -> None:
    """Most samples of the first day were taken; of the last ones the result is awaited."""
    for stay in stays:
        for test in list_tests(office_viewer(), stay.row):
            if test.due_on > story.last_day or rng.random() < MISSED_SHARE:
                continue
            result = SampleResult.TAKEN if test.due_on > story.last_day - timedelta(2) else SampleResult.NEGATIVE
            with clock.showing(clock.at(test.due_on, 16)):
                record_sample(office_viewer(), test, result, on=test.due_on)


def _at_sites(story: Story, rng: Random) -> Iterator[_Stay]:
    for site in list_all_sites():
        keep_rooms(office_viewer(), site, [Group(f"{101 + n}", 2) for n in range(ROOMS)])
        for n in range(AT_SITE):
            new = _case(story, rng, site.organisation, site.area, site, room=f"{101 + n // 2}", bed=str(n % 2 + 1))
            yield _Stay(_open(new, rng), Writer.STAFF, rng.choice((1.0, 0.98, 0.9)))


def _at_home(story: Story, rng: Random, teams: Sequence[Team]) -> Iterator[_Stay]:
    """Some in a few communes, more with the demo's teams."""
    stmt = select(Organisation).where(Organisation.kind == OrganisationKind.COMMUNE).order_by(Organisation.id)
    bodies = db.session.scalars(stmt).all()
    for team in teams:
        for _n in range(IN_TEAM):
            yield from _household(story, rng, team.organisation, team)
    for body in rng.sample(bodies, AT_HOME_COMMUNES):
        yield from _household(story, rng, body, None)


def _household(story: Story, rng: Random, body: Organisation, team: Team | None) -> Iterator[_Stay]:
    assert body.area is not None  # noqa: S101 - a commune's committee has a commune
    head = _open(_case(story, rng, body, body.area, None, team=team), rng)
    yield _Stay(head, Writer.SELF, rng.choice((1.0, 0.95, 0.6)))


def _case(story: Story, rng: Random, body: Organisation, area: Area, site: Unit | None, **place: object) -> NewCase:
    started_on = story.last_day - timedelta(rng.randrange(1, max(2, story.days)))
    return replace(invent_case(rng, body, area, site, on=story.until, **place), started_on=started_on)


def invent_case(
    rng: Random, body: Organisation, area: Area, site: Unit | None, *, on: date, **place: object
) -> NewCase:
    """Somebody who is isolated from a day on, at a site or at home."""
    who = invent_person(rng, on=on)
    person = Person(who.full_name, who.birth_year, who.gender.value, who.phone, who.id_number, "", "Tiếp xúc gần")
    return NewCase(
        person=person,
        case_class=rng.choices((CaseClass.F1, CaseClass.RETURNING, CaseClass.F2), (5, 4, 2 if site is None else 0))[0],
        place=Place.SITE if site else Place.HOME,
        organisation=body,
        area=area,
        unit=site,
        order_number=f"{rng.randrange(10, 99)}/QĐ-UBND",
        started_on=on,
        **place,  # type: ignore[arg-type]
    )


def _open(new: NewCase, rng: Random) -> FollowUp:
    with clock.showing(clock.at(new.started_on, rng.choice((9, 10, 15)))):
        return open_case(office_viewer(), new)


def _report(stay: _Stay, rng: Random, day: date, session: Session) -> None:
    chance = rng.random()
    if chance > stay.care * (1 - SILENT_SHARE):
        return
    cell = invent_cell(rng)
    writer = Writer.SELF if cell == "t" else stay.writer
    write_report(Viewer(), stay.row, read_cell(cell), day=day, session=session, writer=writer)
    if stay.writer is Writer.SELF and rng.random() < ODD_SHARE:
        ask_for(stay.row, [rng.choice(tuple(NeedKind))])


def invent_cell(rng: Random) -> str:
    """What is typed of somebody in a session."""
    chance, odd, normal = rng.random(), rng.choice(ODD), rng.choice(NORMAL)
    if chance < ODD_SHARE:
        return odd
    return "t" if chance < ODD_SHARE + ELSEWHERE_SHARE else normal


def list_links(count: int) -> Sequence[str]:
    """Links of some who are followed, for `demo info`."""
    stmt = within(office_viewer(), FollowUp).where(FollowUp.ended_on.is_(None)).order_by(FollowUp.id).limit(count)
    return [address for row in db.session.scalars(stmt) if (address := address_of(row))]
