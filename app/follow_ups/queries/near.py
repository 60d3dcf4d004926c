"""Who was near somebody: in the same room, in the same household, at the same time; also who has left since."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import joinedload

from app.access.scope import unscoped, within
from app.clock import local_day
from app.db import db
from app.door import Viewer
from app.follow_ups.models import FollowUp, FollowUpStay
from app.follow_ups.queries.samples import list_tests
from app.follow_ups.rules.cases import SampleResult
from app.follow_ups.settings import contact_days

WHOEVER = "of who was near somebody infected and is not the viewer's only the number is told"


@dataclass(frozen=True)
class Near:
    """Those who are the viewer's, the rooms that they shared by their ids, and how many are looked after by others."""

    people: Sequence[FollowUp]
    rooms: dict[int, str]
    elsewhere: int
    since: date


def list_near(viewer: Viewer, row: FollowUp) -> Near:
    """Who shared a room or a household with somebody since the days before his last positive sample.

    Without one: until now, or until he left.
    """
    since = _sampled_on(viewer, row) - timedelta(contact_days())
    mine = _stays(FollowUpStay.follow_up_id == row.id, since=since)
    together = [_together(stay, since) for stay in mine]
    others = _stays(FollowUpStay.follow_up_id != row.id, or_(*together), since=since) if together else []
    rooms = {stay.follow_up_id: stay.room for stay in others if stay.room}
    ids = {stay.follow_up_id for stay in others}
    stmt = within(viewer, FollowUp).where(FollowUp.id.in_(sorted(ids))).options(joinedload(FollowUp.unit))
    people = db.session.scalars(stmt.order_by(FollowUp.ended_on.is_not(None), FollowUp.id)).all() if ids else []
    return Near(people, rooms, len(ids) - len(people), since)


def _sampled_on(viewer: Viewer, row: FollowUp) -> date:
    positive = [each for each in list_tests(viewer, row) if each.result is SampleResult.POSITIVE]
    taken = [each.taken_on for each in positive if each.taken_on]
    return taken[-1] if taken else row.ended_on or local_day()


def _together(stay: FollowUpStay, since: date) -> ColumnElement[bool]:
    other = FollowUpStay
    where = (
        other.household_id == stay.household_id
        if stay.household_id
        else and_(other.unit_id == stay.unit_id, other.room == stay.room)
    )
    until = [other.from_on <= stay.until_on] if stay.until_on else []
    return and_(where, or_(other.until_on.is_(None), other.until_on >= max(stay.from_on, since)), *until)


def _stays(*conditions: ColumnElement[bool], since: date) -> Sequence[FollowUpStay]:
    stay = FollowUpStay
    stmt = select(stay).where(or_(stay.until_on.is_(None), stay.until_on >= since), *conditions)
    return db.session.scalars(unscoped(stmt.order_by(stay.id), because=WHOEVER)).all()
