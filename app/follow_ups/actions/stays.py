"""In which room and with which household somebody was from when to when, kept with the acts that change it."""

from datetime import date

from sqlalchemy import ColumnElement, select

from app.access.scope import unscoped
from app.clock import local_day
from app.db import db
from app.follow_ups.models import FollowUp, FollowUpStay
from app.follow_ups.rules.cases import Place

MINE = "the case was opened by who may change it; with whom it was goes along"


def begin_room(row: FollowUp, from_on: date) -> None:
    """He is in the room that the case names, if it names one."""
    if row.unit and row.room and row.place is Place.SITE:
        db.session.add(FollowUpStay(follow_up_id=row.id, unit_id=row.unit.id, room=row.room, from_on=from_on))


def change_room(row: FollowUp) -> None:
    """He is in another room of the site from today; said again of the same one nothing changes."""
    for stay in _open_stays(row, FollowUpStay.unit_id.is_not(None)):
        if (stay.unit_id, stay.room) == (row.unit_id, row.room) and row.place is Place.SITE:
            return
        stay.until_on = local_day()
    begin_room(row, local_day())


def leave_room(row: FollowUp) -> None:
    """Today is his last day in the room."""
    _end(row, FollowUpStay.unit_id.is_not(None))


def leave_everybody(row: FollowUp) -> None:
    """Today is his last day in the room and with the household."""
    _end(row)


def live_with(row: FollowUp, head: FollowUp) -> None:
    """He is of the household of this head, from the day from which both are followed, or from today."""
    household_id = _household_of(head)
    mine = list(_open_stays(row, FollowUpStay.household_id.is_not(None)))
    if [stay.household_id for stay in mine] == [household_id]:
        return
    for stay in mine:
        stay.until_on = local_day()
    since = max(row.started_on, head.started_on)
    if household_id is None:
        household_id = head.id
        db.session.add(FollowUpStay(follow_up_id=head.id, household_id=household_id, from_on=since))
    db.session.add(FollowUpStay(follow_up_id=row.id, household_id=household_id, from_on=since))
    db.session.flush()


def _household_of(head: FollowUp) -> int | None:
    return next((stay.household_id for stay in _open_stays(head, FollowUpStay.household_id.is_not(None))), None)


def _end(row: FollowUp, *conditions: ColumnElement[bool]) -> None:
    for stay in _open_stays(row, *conditions):
        stay.until_on = local_day()


def _open_stays(row: FollowUp, *conditions: ColumnElement[bool]) -> list[FollowUpStay]:
    stmt = select(FollowUpStay).where(FollowUpStay.follow_up_id == row.id, FollowUpStay.until_on.is_(None), *conditions)
    return list(db.session.scalars(unscoped(stmt.order_by(FollowUpStay.id), because=MINE)))
