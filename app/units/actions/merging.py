"""Two units that are one become one: the other's visitors, doors and managers go to the one that stays."""

from collections.abc import Collection
from datetime import date, timedelta

from sqlalchemy import select

from app import audit
from app.access.actions import move_units
from app.access.scope import unscoped
from app.clock import local_day, now
from app.db import db
from app.door import Viewer
from app.text import nfc
from app.units.actions.checkpoints import add_checkpoint
from app.units.actions.ending import end_open_matters
from app.units.actions.slips import move_slips
from app.units.actions.status import note_status
from app.units.actions.vehicles import copy_vehicle
from app.units.models import Checkpoint, Unit, UnitStatusChange
from app.units.rules import UnitStatus, free_name, may_merge
from app.units.signals import unit_merged


class MergeRefused(Exception):
    """These two cannot become one: one of them is gone, or an approved one would end in a pending one."""


def merge_units(viewer: Viewer, other: Unit, staying: Unit, *, reason: str, user_ids: Collection[int] = ()) -> None:
    """Let `other` go up in `staying`, from today on; of its accounts those in `user_ids` go along.

    Its past stays its own: days, visits and figures are not touched. Raises MergeRefused.
    """
    if other.id == staying.id or not may_merge(staying.status, other.status):
        raise MergeRefused
    other.merged_into_id = staying.id
    note_status(viewer, other, UnitStatus.MERGED, from_on=_first_day(other), reason=nfc(reason))
    doors = {door.id: _take_over(viewer, door, staying) for door in other.checkpoints if door.retired_at is None}
    move_slips(other, staying, user_ids=user_ids)
    end_open_matters(viewer, other)
    move_units(viewer, other.id, staying.id, user_ids=user_ids, confirmed=staying.approved_at is not None)
    audit.record("unit.merged", other.id, by=viewer, into_id=staying.id)
    audit.record("unit.took_over", staying.id, by=viewer, other_id=other.id)
    unit_merged.send(other, viewer=viewer, into=staying, doors=doors)


def keep_day(unit: Unit) -> None:
    """Today had visitors at the door of a unit that was merged: the day remains its own, it ends with tomorrow."""
    stmt = select(UnitStatusChange).where(UnitStatusChange.unit_id == unit.id).order_by(UnitStatusChange.id.desc())
    last = db.session.scalars(unscoped(stmt.limit(1), because="follows from a change of a unit that the viewer holds"))
    change = last.one()
    change.from_on = max(change.from_on, local_day() + timedelta(1))


def _first_day(unit: Unit) -> date:
    # A unit that was entered with a day to come has nothing before it that could end.
    return max(unit.opened_on, local_day())


def _take_over(viewer: Viewer, door: Checkpoint, staying: Unit) -> Checkpoint:
    """A door of the unit that stays in place of one of the other's."""
    used = [each.name for each in staying.checkpoints if each.retired_at is None]
    door.retired_at = now()
    taken = add_checkpoint(viewer, staying, name=free_name(door.name, used), kind=door.kind)
    copy_vehicle(viewer, door, taken)
    return taken
