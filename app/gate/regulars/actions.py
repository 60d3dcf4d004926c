"""Keeping a unit's groups, and confirming them at the gate. Confirmations are counts like entries: no audit events."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from app import audit
from app.clock import local_day, now
from app.db import db
from app.door import Viewer
from app.gate.models import RegularDay, RegularGroup
from app.gate.regulars.queries import days_of, list_groups
from app.gate.rules.regulars import Attendance, Group
from app.units.models import Unit


def keep_groups(viewer: Viewer, unit: Unit, groups: Sequence[Group]) -> None:
    """Let these be the groups that come to the unit: known ones take the new number, those left out end."""
    known = {Group(row.name, row.people).key: row for row in list_groups(viewer, unit.id)}
    for group in groups:
        row = known.pop(group.key, None) or RegularGroup(unit_id=unit.id)
        row.name, row.people = group.name, group.people
        db.session.add(row)
    for row in known.values():
        row.ended_at = now()
    people = sum(group.people for group in groups)
    audit.record("gate.groups_kept", unit.id, by=viewer, group_count=len(groups), people=people)


def confirm_groups(viewer: Viewer, unit_id: int, said: Mapping[int, Attendance], *, at: datetime) -> None:
    """Note of these groups of the unit, by their ids, how many came in on that day; the last word holds.

    What was said before that of which we know came without network, and changes nothing.
    """
    day = local_day(at)
    known = days_of(viewer, unit_id, day)
    for group_id, group in said.items():
        row = known.get(group_id) or RegularDay(group_id=group_id, day=day, unit_id=unit_id, confirmed_at=at)
        if row.confirmed_at > at:
            continue
        row.people, row.absent_count, row.ill_count = group.people, group.absent, group.ill
        row.confirmed_at, row.by_id = at, viewer.user_id
        db.session.add(row)
