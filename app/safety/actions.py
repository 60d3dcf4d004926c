"""Sets are loaded; units assess themselves, record what they did elsewhere, or say that they are closed for a time."""

import json
from collections.abc import Collection, Mapping
from datetime import date
from importlib import resources
from typing import Any

from sqlalchemy import select

from app import audit
from app.clock import local_day, now
from app.db import db
from app.door import Viewer
from app.safety.models import Assessment, AssessmentPhoto, CriteriaSet
from app.safety.queries import find_draft, find_set, list_photos
from app.safety.remedies.actions import Fault, open_remedies, settle_remedies
from app.safety.remedies.rules import Evidence, RemedySource
from app.safety.rules import Level, Model, Scoring, SetStatus, Source, is_blocking, judge, to_fix, valid_until
from app.safety.settings import valid_days
from app.text import nfc
from app.units.models import Unit
from app.units.rules import UnitStatus

SHIPPED = "criteria_sets.json"
_DETAILS = ("code", "name", "kinds", "basis", "note")
_CONTENT = ("options", "bands", "sections")


class NotOperating(Exception):
    """Only a unit in operation has a level."""


class NoCriteria(Exception):
    """No set holds for this kind of unit today."""


class SetReplaced(Exception):
    """The draft answers a set that no longer holds for the unit."""


class Submitted(Exception):
    """What was submitted does not change."""


def load_shipped_sets(viewer: Viewer) -> int:
    """Bring in the sets that ship with the portal; a version that is there stays as it is. Returns how many are new."""
    text = (resources.files("app.safety") / "data" / SHIPPED).read_text(encoding="utf-8")
    return sum(_load_set(viewer, each) for each in json.loads(text))


def _load_set(viewer: Viewer, shipped: Mapping[str, Any]) -> bool:
    versions = select(CriteriaSet).where(CriteriaSet.code == shipped["code"])
    known = {each.number: each for each in db.session.scalars(versions)}
    if shipped["version"] in known:
        return False
    details = {name: shipped[name] for name in _DETAILS} | {"content": {name: shipped[name] for name in _CONTENT}}
    row = CriteriaSet(**details, number=shipped["version"], from_on=date.fromisoformat(shipped["from_on"]))
    row.model, row.status, row.loaded_at = Model(shipped["model"]), SetStatus(shipped["status"]), now()
    for before in known.values():
        before.until_on = before.until_on or row.from_on
    db.session.add(row)
    db.session.flush()
    audit.record("criteria_set.loaded", row.id, by=viewer, code=row.code, number=row.number)
    return True


def begin_assessment(viewer: Viewer, unit: Unit) -> Assessment:
    """The unit's draft, a new one where there is none. One that answers a replaced set begins again.

    Raises NotOperating, NoCriteria.
    """
    _refuse_unless_operating(unit)
    criteria_set, draft = find_set(unit.kind, on=local_day()), find_draft(viewer, unit)
    if criteria_set is None:
        raise NoCriteria
    if draft is None:
        draft = Assessment(unit_id=unit.id, source=Source.PORTAL, answers={}, started_at=now(), by_id=viewer.user_id)
        db.session.add(draft)
    if draft.set_id != criteria_set.id:
        _drop_photos(viewer, draft, [photo.number for photo in list_photos(viewer, draft)])
        draft.criteria_set, draft.answers = criteria_set, {}
    db.session.flush()
    return draft


def save_answers(
    viewer: Viewer,
    draft: Assessment,
    answers: Mapping[int, Mapping[str, Any]],
    *,
    photos: Mapping[int, bytes] | None = None,
    dropped: Collection[int] = (),
) -> None:
    """Keep value and note of some criteria, by number, and pictures that `documents.pictures` made. Raises Submitted.

    A later picture takes the place of the one there is; `dropped` are those to be taken away.
    """
    if draft.submitted_at:
        raise Submitted
    draft.answers = {**draft.answers, **{str(number): dict(row) for number, row in answers.items()}}
    draft.by_id = viewer.user_id
    _drop_photos(viewer, draft, {*dropped, *(photos or {})})
    for number, content in (photos or {}).items():
        _add_photo(viewer, draft, number, content)


def _drop_photos(viewer: Viewer, draft: Assessment, numbers: Collection[int]) -> None:
    for photo in list_photos(viewer, draft) if numbers else ():
        if photo.number in numbers:
            db.session.delete(photo)
    db.session.flush()


def _add_photo(viewer: Viewer, row: Assessment, number: int, content: bytes) -> None:
    photo = AssessmentPhoto(assessment_id=row.id, number=number, content=content)
    photo.sent_at, photo.by_id = now(), viewer.user_id
    db.session.add(photo)


def submit_assessment(viewer: Viewer, draft: Assessment) -> Level:
    """Freeze the answers with the version of the set; from now on the unit has the level that they come to.

    What could be better is to be put right; what was to be put right and is shown to be good now is over.

    Raises Submitted, NotOperating, SetReplaced, rules.Unanswered.
    """
    if draft.submitted_at:
        raise Submitted
    _refuse_unless_operating(draft.unit)
    criteria_set = draft.criteria_set
    if criteria_set is None or find_set(draft.unit.kind, on=local_day()) is not criteria_set:
        raise SetReplaced
    verdict = judge(criteria_set.scoring, draft.values)
    draft.score = verdict.score
    _submit(viewer, draft, verdict.level, local_day())
    _follow_up(viewer, draft, criteria_set.scoring)
    return verdict.level


def _follow_up(viewer: Viewer, draft: Assessment, scoring: Scoring) -> None:
    failed = to_fix(scoring, draft.values)
    shown = {photo.number: photo.content for photo in list_photos(viewer, draft)}
    evidence = {
        nfc(each.text): Evidence(draft.notes.get(each.number, ""), shown.get(each.number))
        for each in scoring.criteria
        if each not in failed
    }
    faults = [Fault(each.text, is_blocking(scoring.model, each, draft.values[each.number])) for each in failed]
    source = RemedySource.ASSESSMENT
    settle_remedies(viewer, draft.unit, evidence, source=source)
    open_remedies(viewer, draft.unit, faults, source=source, source_ref=str(draft.id))


def record_national(
    viewer: Viewer,
    unit: Unit,
    *,
    source: Source,
    link: str,
    assessed_on: date,
    level: Level,
    photo: bytes | None = None,
) -> Assessment:
    """Note what the unit assessed in a national system, with a picture of it if there is one. Raises NotOperating."""
    _refuse_unless_operating(unit)
    row = Assessment(unit=unit, source=source, answers={}, link=link, started_at=now())
    db.session.add(row)
    _submit(viewer, row, level, assessed_on)
    if photo is not None:
        _add_photo(viewer, row, 0, photo)
    return row


def say_closed(viewer: Viewer, unit: Unit, *, reason: str) -> Assessment:
    """Note that the unit is closed for a time; it says so again, or assesses itself, before that ends to hold.

    Raises NotOperating.
    """
    _refuse_unless_operating(unit)
    row = Assessment(unit=unit, source=Source.PORTAL, answers={}, note=nfc(reason), started_at=now())
    db.session.add(row)
    _submit(viewer, row, Level.CLOSED, local_day())
    return row


def _submit(viewer: Viewer, row: Assessment, level: Level, assessed_on: date) -> None:
    row.level, row.assessed_on, row.submitted_at, row.by_id = level, assessed_on, now(), viewer.user_id
    row.valid_until = valid_until(assessed_on, valid_days())
    db.session.flush()
    audit.record("assessment.submitted", row.id, by=viewer, unit_id=row.unit.id, level=level, source=row.source)


def _refuse_unless_operating(unit: Unit) -> None:
    if unit.status is not UnitStatus.ACTIVE:
        raise NotOperating
