"""Telling the whole story into an empty database, one chapter after the other."""

from collections.abc import Callable

from flask import current_app
from sqlalchemy import select

from app import clock, partitions
from app.areas.actions import load_shipped_areas
from app.areas.models import Area
from app.config import Environment
from app.db import db, transaction
from app.demo.accounts import grant_units, open_accounts
from app.demo.assessments import assess_units, grade_places, put_right
from app.demo.briefings import brief_chairman
from app.demo.coverage import load_lists, tell_national_codes
from app.demo.directives import answer_letter
from app.demo.doors import list_doors
from app.demo.flags import tell_flags
from app.demo.gates import open_gates
from app.demo.inspections import inspect_units
from app.demo.isolation import isolate_people
from app.demo.isolation_ended import tell_of_those_released
from app.demo.organisations import fill_posts
from app.demo.outbreaks import list_outbreaks
from app.demo.publicity import persuade
from app.demo.reports import draft_reports, issue_reports
from app.demo.story import Story
from app.demo.telling import tell_story
from app.demo.units import register_units
from app.demo.zones import lock_down
from app.door import office_viewer
from app.organisations.loading import load_shipped_bodies
from app.safety.sources.actions import count_ratings

Say = Callable[[str], None]


class NotEmpty(Exception):
    """There is something in the database already."""


class NotHere(Exception):
    """A production installation gets no invented people."""


def refuse_unless_welcome() -> None:
    """Raises NotHere in production, NotEmpty when any place is stored."""
    if current_app.config["PORTAL_ENV"] is Environment.PRODUCTION:
        raise NotHere
    if not is_empty():
        raise NotEmpty


def is_empty() -> bool:
    """Whether nothing has been loaded yet."""
    return db.session.scalar(select(Area.id).limit(1)) is None


def load_demo(story: Story, say: Say) -> None:
    """Tell the story in one transaction, so that a broken load leaves nothing; papers are drawn afterwards.

    Raises NotHere, NotEmpty.
    """
    refuse_unless_welcome()
    with transaction(), clock.showing(clock.at(story.begins_on, 8)):
        partitions.ensure_days(story.first_day, story.until)
        office = office_viewer()
        say(f"{load_shipped_areas(office)} places, {load_shipped_bodies(office)} bodies")
        heads = fill_posts(story)
        users = open_accounts(story, heads)
        units = register_units(story, users)
        grant_units(users, units)
        say(f"{story.unit_count} units")
        say(f"{tell_national_codes(story)} codes of tokhaiyte.vn, {load_lists(story, users)} places on lists")
        open_gates(list_doors(), units)
        say(f"{assess_units(story)} assessments, {put_right(story)} things to put right")
        grade_places(story)
        say(f"{tell_story(story)} visits on {story.days} days")
        count_ratings(story.until)
        list_outbreaks(story)
        say(f"{lock_down(story, users)} rounds of community teams")
        say(f"{isolate_people(story, users)} people in isolation, {tell_of_those_released(story, users)} with papers")
        persuade(story)
        answer_letter(story)
        say(f"{tell_flags(story, users)} signs in the data to check")
        say(f"{inspect_units(story, users)} inspections")
        draft_reports(story)
    issue_reports()
    brief_chairman()
