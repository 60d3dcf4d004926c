"""What the health department changes, each change in the audit log; it is seen everywhere within seconds."""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import update

from app import audit
from app.areas.models import Area
from app.clock import now
from app.db import db
from app.declarations.catalogue import catalogue, forget
from app.declarations.models import (
    EpidemicArea,
    FormVersion,
    HealthStation,
    Recording,
    ResultWording,
    TriageSample,
    TriageVersion,
)
from app.declarations.questions import Asked, AskedForm, in_all_languages
from app.declarations.rulebook.queries import (
    find_recording,
    find_station,
    list_triage_versions,
    next_form_number,
    try_table,
    wordings_by_kind,
)
from app.declarations.rules import FormKind, Handling, RiskLevel, TriageRule, VersionStatus
from app.door import Viewer
from app.tasks import ask_for
from app.units.rules import UnitKind

REJUDGE = "declarations.rejudge"
EDITABLE = (VersionStatus.DRAFT, VersionStatus.TRIED)


class VersionNotDraft(Exception):
    """What was switched on once is never changed: declarations were made by it."""


class TableNotTried(Exception):
    """Only a table whose sample cases all come out as expected can be switched on."""


class AreaEndsBeforeStart(Exception):
    """A listing cannot end before the day on which it began."""


def draft_form(viewer: Viewer, form: FormKind) -> FormVersion:
    """Begin a version of a form with the questions of the newest in use."""
    newest = max((each for each in catalogue().forms if each.kind is form), key=lambda each: each.number)
    version = FormVersion(form=form, number=next_form_number(form), made_by_id=viewer.user_id, made_at=now())
    version.questions, version.unit_kinds = stored_questions(newest), sorted(kind.value for kind in newest.unit_kinds)
    db.session.add(version)
    db.session.flush()
    audit.record("form.drafted", version.id, by=viewer, form=form.value, number=version.number)
    return version


def change_form(viewer: Viewer, version: FormVersion, *, questions: list[Any], unit_kinds: list[str]) -> None:
    """Let a draft ask this behind the codes of these kinds of unit. Raises VersionNotDraft."""
    _must_be(version, VersionStatus.DRAFT)
    version.questions, version.unit_kinds = questions, unit_kinds
    audit.record("form.changed", version.id, by=viewer)


def activate_form(viewer: Viewer, version: FormVersion, *, basis: str) -> None:
    """Let a draft lie behind the codes from now on; pages opened before are still taken. Raises VersionNotDraft."""
    _must_be(version, VersionStatus.DRAFT)
    version.status, version.active_from, version.basis = VersionStatus.ACTIVE, now(), basis
    audit.record("form.activated", version.id, by=viewer, number=version.number)
    forget()


def retire_form(viewer: Viewer, version: FormVersion) -> None:
    """Ask by the version before it again; what was sent on it keeps its answers. Raises VersionNotDraft."""
    _must_be(version, VersionStatus.ACTIVE)
    version.status, version.retired_at = VersionStatus.RETIRED, now()
    audit.record("form.retired", version.id, by=viewer, number=version.number)
    forget()


def draft_table(viewer: Viewer) -> TriageVersion:
    """Begin a version of the rule table with the rules of the one in use."""
    number = max([catalogue().table.number, *(each.number for each in list_triage_versions())]) + 1
    version = TriageVersion(number=number, made_by_id=viewer.user_id, made_at=now())
    version.rules = stored_rules(catalogue().table.rules)
    db.session.add(version)
    db.session.flush()
    audit.record("triage.drafted", version.id, by=viewer, number=number)
    return version


def change_table(viewer: Viewer, version: TriageVersion, rules: Sequence[TriageRule]) -> None:
    """Let a draft hold these rules; it has to be tried anew. Raises VersionNotDraft."""
    _must_be(version, *EDITABLE)
    version.rules, version.status, version.tried_at = stored_rules(rules), VersionStatus.DRAFT, None
    audit.record("triage.changed", version.id, by=viewer)


def mark_tried(viewer: Viewer, version: TriageVersion) -> bool:
    """Try a draft against all sample cases; whether all came out as expected. Raises VersionNotDraft."""
    _must_be(version, *EDITABLE)
    is_right = all(trial.is_right for trial in try_table(version))
    version.status = VersionStatus.TRIED if is_right else VersionStatus.DRAFT
    version.tried_at = now() if is_right else None
    audit.record("triage.tried", version.id, by=viewer, is_right=is_right)
    return is_right


def activate_table(viewer: Viewer, version: TriageVersion, *, basis: str) -> None:
    """Judge by a tried table from now on. Raises TableNotTried, VersionNotDraft."""
    _must_be(version, *EDITABLE)
    if version.status is not VersionStatus.TRIED:
        raise TableNotTried
    at = now()
    before = update(TriageVersion).where(TriageVersion.status == VersionStatus.ACTIVE)
    db.session.execute(before.values(status=VersionStatus.RETIRED, retired_at=at))
    version.status, version.active_from, version.basis = VersionStatus.ACTIVE, at, basis
    audit.record("triage.activated", version.id, by=viewer, number=version.number)
    forget()


def add_sample(viewer: Viewer, *, name: str, conditions: Sequence[str], level: RiskLevel) -> TriageSample:
    """Add a case by which tables are tried; those tried before have to be tried again."""
    sample = TriageSample(name=name, conditions=sorted(conditions), level=level)
    db.session.add(sample)
    db.session.flush()
    _try_again()
    audit.record("triage.sample_added", sample.id, by=viewer)
    return sample


def remove_sample(viewer: Viewer, sample: TriageSample) -> None:
    """Take a case away."""
    audit.record("triage.sample_removed", sample.id, by=viewer)
    db.session.delete(sample)
    _try_again()


def add_epidemic_area(viewer: Viewer, **details: Any) -> EpidemicArea:
    """List an area from a day on; what was declared lately is judged again by the worker."""
    area = EpidemicArea(**details)
    db.session.add(area)
    db.session.flush()
    audit.record("epidemic_area.listed", area.id, by=viewer, from_on=area.from_on.isoformat())
    ask_for(REJUDGE, area.id, by=viewer)
    forget()
    return area


def end_epidemic_area(viewer: Viewer, area: EpidemicArea, *, until_on: date) -> None:
    """Let `until_on` be the first day on which the area is no longer listed. Raises AreaEndsBeforeStart."""
    if until_on < area.from_on:
        raise AreaEndsBeforeStart
    area.until_on = until_on
    audit.record("epidemic_area.ended", area.id, by=viewer, until_on=until_on.isoformat())
    forget()


def correct_station(
    viewer: Viewer, area: Area, *, name: str, address: str, phone: str, is_verified: bool
) -> HealthStation:
    """Say what a commune's health station is called and how it is reached, and whether somebody vouches for that."""
    station = find_station(area.id) or HealthStation(area_id=area.id)
    station.name, station.address, station.phone = name, address, phone
    station.verified_at = now() if is_verified else None
    station.verified_by_id = viewer.user_id if is_verified else None
    db.session.add(station)
    audit.record("health_station.corrected", area.id, by=viewer, is_verified=is_verified)
    return station


def store_recording(viewer: Viewer, language: str, *, content: bytes, media_type: str) -> None:
    """Offer the form read aloud in a language; replaces the recording that was there."""
    recording = find_recording(language) or Recording(language=language)
    recording.content, recording.media_type = content, media_type
    recording.digest = hashlib.sha256(content).hexdigest()[:16]
    recording.uploaded_by_id, recording.uploaded_at = viewer.user_id, now()
    db.session.add(recording)
    audit.record("recording.stored", language, by=viewer)
    forget()


def remove_recording(viewer: Viewer, recording: Recording) -> None:
    """No longer offer a recording."""
    audit.record("recording.removed", recording.language, by=viewer)
    db.session.delete(recording)
    forget()


def change_wording(
    viewer: Viewer, kind: UnitKind, *, handling: Handling, words: Mapping[str, Mapping[str, str]], basis: str
) -> None:
    """Say what units of a kind do with who may bring the disease, and with which words."""
    row = wordings_by_kind().get(kind) or ResultWording(unit_kind=kind)
    row.handling, row.words, row.basis = handling, {key: dict(texts) for key, texts in words.items()}, basis
    row.changed_by_id, row.changed_at = viewer.user_id, now()
    db.session.add(row)
    audit.record("result_wording.changed", kind.value, by=viewer, handling=handling.value)
    forget()


def stored_questions(form: AskedForm) -> list[dict[str, Any]]:
    """A version's questions as a row keeps them."""
    return [_stored(asked) for asked in form.questions]


def stored_rules(rules: Sequence[TriageRule]) -> list[dict[str, Any]]:
    """Rules as a row keeps them."""
    return [
        {"conditions": sorted(rule.conditions), "level": rule.level.value, "advice": dict(rule.advice)}
        for rule in rules
    ]


def _stored(asked: Asked) -> dict[str, Any]:
    texts: Mapping[str, Any] = {
        "text": in_all_languages(asked.text),
        "reason": in_all_languages(asked.reason),
        "details": in_all_languages(asked.details) if asked.details else {},
    }
    return {"key": asked.key, **texts, "picture": asked.picture.value, "needs_details": asked.needs_details}


def _try_again() -> None:
    tried = update(TriageVersion).where(TriageVersion.status == VersionStatus.TRIED)
    db.session.execute(tried.values(status=VersionStatus.DRAFT, tried_at=None))


def _must_be(version: FormVersion | TriageVersion, *statuses: VersionStatus) -> None:
    if version.status not in statuses:
        raise VersionNotDraft
