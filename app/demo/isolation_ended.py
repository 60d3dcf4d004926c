"""People whose isolation is over, at a site and at home: samples negative, papers handed over, released on time."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import timedelta
from random import Random

from app import clock
from app.access.models import User
from app.access.sessions import viewer_of
from app.demo.isolation import HOURS, invent_case
from app.demo.story import Story
from app.door import Viewer, office_viewer
from app.follow_ups.actions import NewCase, end_case, extend_case, note_served, open_case, record_sample, write_report
from app.follow_ups.models import FollowUp
from app.follow_ups.queries import list_sites, list_teams
from app.follow_ups.queries.samples import list_tests
from app.follow_ups.rules.cases import CaseEnd, PaperKind, SampleResult, Serving
from app.follow_ups.rules.reports import Writer, read_cell

SITE, TEAM, OFFICER = "site", "team", "district"
# At a site 21 days and 7 at home, at home 21; the last of them was yesterday or the day before.
DAYS_AT_SITE, DAYS_AT_HOME = 29, 22
EXTENDED_BY = timedelta(7)


def tell_of_those_released(story: Story, users: Mapping[str, User]) -> int:
    """One of the demo's site and one of its team went home; one more was kept on. Returns how many these are."""
    rng, officer = story.random("isolation ended"), viewer_of(users[OFFICER])
    cases = list(_cases(story, rng, users))
    for new in cases:
        with clock.showing(clock.at(new.started_on, 9)):
            row = open_case(office_viewer(), new)
            note_served(officer, row, paper=PaperKind.ORDER, served_on=new.started_on, served_by=Serving.HAND)
        _tell_days(story, row)
        _finish(story, row, officer)
    return len(cases)


def _cases(story: Story, rng: Random, users: Mapping[str, User]) -> Iterator[NewCase]:
    with clock.showing(clock.at(story.last_day, 7)):
        sites, teams = list_sites(viewer_of(users[SITE])), list_teams(viewer_of(users[TEAM]))
    for site in sites[:1]:
        new = invent_case(rng, site.organisation, site.area, site, on=story.until, room="108", bed="1")
        yield replace(new, started_on=story.last_day - timedelta(DAYS_AT_SITE))
    for team in teams[:1]:
        for days in (DAYS_AT_HOME, DAYS_AT_HOME - 3):
            new = invent_case(rng, team.organisation, team.area, None, on=story.until, team=team)
            yield replace(new, started_on=story.last_day - timedelta(days))


def _tell_days(story: Story, row: FollowUp) -> None:
    """Of the story's days every morning and evening; every sample due was negative."""
    last, writer = min(row.planned_end_on, story.last_day), Writer.STAFF if row.unit_id else Writer.SELF
    for day in clock.days(max(story.first_day, row.started_on + timedelta(1)), last):
        for session, hour in HOURS.items():
            with clock.showing(clock.at(day, hour, 10)):
                write_report(Viewer(), row, read_cell("36,6"), day=day, session=session, writer=writer)
    for test in list_tests(office_viewer(), row):
        if test.due_on <= last:
            with clock.showing(clock.at(test.due_on, 16)):
                record_sample(office_viewer(), test, SampleResult.NEGATIVE, on=test.due_on)


def _finish(story: Story, row: FollowUp, officer: Viewer) -> None:
    """Whose time is over goes home with his certificate; of the other one it was put off."""
    if row.planned_end_on > story.last_day:
        with clock.showing(clock.at(story.last_day, 8)):
            extend_case(officer, row, until_on=row.planned_end_on + EXTENDED_BY, order_number="77/QĐ-UBND")
        return
    with clock.showing(clock.at(row.planned_end_on, 16)):
        end_case(officer, row, end=CaseEnd.COMPLETED)
        released_on = row.planned_end_on
        note_served(officer, row, paper=PaperKind.CERTIFICATE, served_on=released_on, served_by=Serving.HAND)
