"""The health department copies a set, changes the copy, tries it and switches it on from a day."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from sqlalchemy import update

from app import audit
from app.access.scope import unscoped
from app.clock import local_day, now
from app.db import db
from app.door import Viewer
from app.safety.models import Assessment, CriteriaSet
from app.safety.rules import SetStatus
from app.safety.sets.models import CriteriaDraft
from app.safety.sets.queries import versions_of
from app.safety.sets.trying import is_sound, samples
from app.safety.settings import renew_days
from app.text import nfc


class NotTried(Exception):
    """Only a draft that was tried as it stands can be switched on."""


class Unsound(Exception):
    """All best answers are not safe, or all worst ones are not unsafe."""


class SetBegins(Exception):
    """A version begins today or later, and after the one before it."""


def draft_set(viewer: Viewer, based_on: CriteriaSet) -> CriteriaDraft:
    """Begin the next version of a set with what this one says."""
    draft = CriteriaDraft(based_on=based_on, made_at=now(), made_by_id=viewer.user_id)
    draft.name, draft.status, draft.basis, draft.note = based_on.name, based_on.status, based_on.basis, based_on.note
    draft.content = based_on.content
    db.session.add(draft)
    db.session.flush()
    audit.record("criteria_draft.begun", draft.id, by=viewer, code=based_on.code)
    return draft


def change_draft(
    viewer: Viewer,
    draft: CriteriaDraft,
    *,
    name: str,
    status: SetStatus,
    basis: str,
    note: str,
    content: Mapping[str, Any],
) -> None:
    """Let a draft say this; it is to be tried anew."""
    draft.name, draft.status, draft.basis, draft.note = nfc(name), status, nfc(basis), nfc(note)
    draft.content, draft.tried_at = dict(content), None
    audit.record("criteria_draft.changed", draft.id, by=viewer)


def mark_tried(viewer: Viewer, draft: CriteriaDraft) -> None:
    """Say that what the draft makes of the samples was looked at. Raises Unsound."""
    if not is_sound(samples(draft.scoring)):
        raise Unsound
    draft.tried_at = now()
    audit.record("criteria_draft.tried", draft.id, by=viewer)


def drop_draft(viewer: Viewer, draft: CriteriaDraft) -> None:
    """Give a draft up."""
    audit.record("criteria_draft.dropped", draft.id, by=viewer)
    db.session.delete(draft)


def switch_on(viewer: Viewer, draft: CriteriaDraft, *, from_on: date) -> CriteriaSet:
    """Let units answer this version from a day on; levels by the versions before end some days after it at the latest.

    Raises NotTried, SetBegins.
    """
    if draft.tried_at is None:
        raise NotTried
    base = draft.based_on
    before = versions_of(base.code)
    if from_on < local_day() or any(from_on <= each.from_on for each in before):
        raise SetBegins
    row = CriteriaSet(code=base.code, number=before[0].number + 1, kinds=base.kinds, model=base.model)
    row.name, row.status, row.basis, row.note = draft.name, draft.status, draft.basis, draft.note
    row.content, row.from_on, row.loaded_at = draft.content, from_on, now()
    for each in before:
        each.until_on = each.until_on or from_on
    db.session.add(row)
    db.session.delete(draft)
    db.session.flush()
    _end_levels([each.id for each in before], from_on + timedelta(renew_days()))
    audit.record("criteria_set.switched_on", row.id, by=viewer, code=row.code, number=row.number)
    return row


def _end_levels(set_ids: list[int], on: date) -> None:
    """What was assessed by these versions is due again: it no longer holds from that day on."""
    due = update(Assessment).where(Assessment.set_id.in_(set_ids), Assessment.valid_until > on)
    due = due.values(valid_until=on).execution_options(synchronize_session=False)
    db.session.execute(unscoped(due, because="a new version is answered by all units that answered the one before"))
    db.session.expire_all()
