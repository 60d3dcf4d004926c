"""Bodies plan publicity, say what they did and show it; the province says how many people live where."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from app import audit
from app.access.scope import Rows, within
from app.areas.models import Area
from app.clock import local_day, now
from app.db import db
from app.directives.actions import NotAddressed, hold_body
from app.door import Viewer
from app.publicity.models import Population, PublicityAction, PublicityPhoto
from app.publicity.plans import Plan, Result
from app.publicity.rules import belongs_to_plan
from app.text import nfc


class NotYours(Exception):
    """Another body's plan."""


class DayPassed(Exception):
    """Once its day has passed, what was planned stands: it is done or missed."""


def plan_action(viewer: Viewer, plan: Plan) -> PublicityAction:
    """Put a line into the plan of the viewer's body; of a day that has passed it is no plan any more.

    Sent again, the first one stands. Raises NotAddressed: the account belongs to no body.
    """
    if viewer.organisation_id is None:
        raise NotAddressed
    hold_body(viewer.organisation_id)
    found = next((each for each in _lines_of(viewer, plan.planned_on) if _key(each) == _plan_key(plan)), None)
    return found or _new_line(viewer, viewer.organisation_id, plan)


def _new_line(viewer: Viewer, organisation_id: int, plan: Plan) -> PublicityAction:
    action = PublicityAction(organisation_id=organisation_id, written_at=now(), user_id=viewer.user_id)
    _write(action, plan)
    db.session.add(action)
    db.session.flush()
    audit.record("publicity.planned", action.id, by=viewer)
    return action


def change_plan(viewer: Viewer, action: PublicityAction, plan: Plan) -> None:
    """Change a line whose day has not passed. Raises NotYours, DayPassed."""
    _refuse_fixed(viewer, action)
    _write(action, plan)
    audit.record("publicity.changed", action.id, by=viewer)


def remove_action(viewer: Viewer, action: PublicityAction) -> None:
    """Take a line out whose day has not passed. Raises NotYours, DayPassed."""
    _refuse_fixed(viewer, action)
    _drop_photo(viewer, action)
    audit.record("publicity.removed", action.id, by=viewer)
    db.session.delete(action)


def record_result(viewer: Viewer, action: PublicityAction, result: Result) -> None:
    """Say that a line was carried out, with what shows it; a later picture takes the place. Raises NotYours."""
    _refuse_foreign(viewer, action)
    action.done_on, action.reach_count, action.link = result.done_on, result.reach_count, result.link
    action.recorded_at = now()
    if result.photo:
        _drop_photo(viewer, action)
        db.session.add(PublicityPhoto(action_id=action.id, content=result.photo))
        action.has_photo = True
    db.session.flush()
    audit.record("publicity.recorded", action.id, by=viewer)


@dataclass(frozen=True)
class Entered:
    """What a file brought: lines that were not there, results of lines that were, results of no line."""

    new_count: int
    result_count: int
    refused_count: int


def enter_lines(viewer: Viewer, lines: Sequence[tuple[Plan, Result | None]]) -> Entered:
    """Put the lines of a file into the plan, and the results that it has for lines without one; all else stays."""
    if viewer.organisation_id is None:
        raise NotAddressed
    hold_body(viewer.organisation_id)
    known = {_key(each): each for each in db.session.scalars(_own(viewer).order_by(PublicityAction.id.desc()))}
    new_count = result_count = refused_count = 0
    for plan, result in lines:
        key = _plan_key(plan)
        is_new = key not in known
        if is_new:
            known[key] = _new_line(viewer, viewer.organisation_id, plan)
            new_count += 1
        line = known[key]
        if result is None or line.done_on:
            continue
        if belongs_to_plan(result.done_on, written_on=local_day(line.written_at), is_planned=line.is_planned):
            record_result(viewer, line, result)
            result_count += not is_new
        else:
            refused_count += 1
    return Entered(new_count, result_count, refused_count)


def _own(viewer: Viewer) -> Rows:
    return within(viewer, PublicityAction).where(PublicityAction.organisation_id == viewer.organisation_id)


def _lines_of(viewer: Viewer, planned_on: date) -> Sequence[PublicityAction]:
    found: Sequence[PublicityAction] = db.session.scalars(
        _own(viewer).where(PublicityAction.planned_on == planned_on)
    ).all()
    return found


def _key(action: PublicityAction) -> tuple[object, ...]:
    return action.planned_on, action.channel, action.language, action.subject, action.place


def _plan_key(plan: Plan) -> tuple[object, ...]:
    return plan.planned_on, plan.channel, plan.language, nfc(plan.subject), nfc(plan.place)


def _write(action: PublicityAction, plan: Plan) -> None:
    action.channel, action.language = plan.channel, plan.language
    action.subject, action.place = nfc(plan.subject), nfc(plan.place)
    action.planned_on, action.is_planned = plan.planned_on, plan.planned_on >= local_day()


def _refuse_foreign(viewer: Viewer, action: PublicityAction) -> None:
    if action.organisation_id != viewer.organisation_id:
        raise NotYours


def _refuse_fixed(viewer: Viewer, action: PublicityAction) -> None:
    _refuse_foreign(viewer, action)
    if local_day() > action.planned_on or action.done_on:
        raise DayPassed


def _drop_photo(viewer: Viewer, action: PublicityAction) -> None:
    kept = db.session.scalar(within(viewer, PublicityPhoto).where(PublicityPhoto.action_id == action.id))
    if kept:
        db.session.delete(kept)
        db.session.flush()


def set_population(viewer: Viewer, area: Area, *, resident_count: int, source: str, is_verified: bool) -> Population:
    """Say how many people live in a district, by which source, and whether somebody has verified it."""
    row = db.session.scalar(select(Population).where(Population.area_id == area.id)) or Population(area_id=area.id)
    row.resident_count, row.source, row.is_verified = resident_count, nfc(source), is_verified
    db.session.add(row)
    db.session.flush()
    audit.record("population.set", area.id, by=viewer, resident_count=resident_count, is_verified=is_verified)
    return row
