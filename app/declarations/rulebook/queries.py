"""Reading what the health department edits; it belongs to nobody but the province."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from sqlalchemy import func, select

from app.areas.models import Area
from app.areas.queries import list_areas
from app.areas.rules import AreaLevel
from app.db import db
from app.declarations.catalogue import rules_of
from app.declarations.models import (
    EpidemicArea,
    FormVersion,
    HealthStation,
    Recording,
    ResultWording,
    TriageSample,
    TriageVersion,
)
from app.declarations.questions import Text
from app.declarations.rules import SHIPPED_NUMBER, FormKind, RiskLevel, judge
from app.declarations.shipped import SAMPLES
from app.door import Absent
from app.units.rules import UnitKind

Row = TypeVar("Row")


@dataclass(frozen=True)
class Trial:
    """A sample case and what a table makes of it; `sample_id` is None for the cases that ship."""

    name: Text
    conditions: frozenset[str]
    expected: RiskLevel
    judged: RiskLevel
    sample_id: int | None = None

    @property
    def is_right(self) -> bool:
        return self.judged is self.expected


@dataclass(frozen=True)
class Station:
    """The health station of a commune; one that nobody corrected bears the commune's name."""

    area: Area
    district: str
    row: HealthStation | None

    @property
    def is_verified(self) -> bool:
        return self.row is not None and self.row.verified_at is not None


def list_form_versions() -> Sequence[FormVersion]:
    """The versions of both forms, newest first."""
    stmt = select(FormVersion).order_by(FormVersion.form, FormVersion.number.desc())
    return db.session.scalars(stmt).all()


def get_form_version(version_id: int) -> FormVersion:
    """The version with this id. Raises Absent."""
    return _found(db.session.get(FormVersion, version_id))


def next_form_number(form: FormKind) -> int:
    """The number of the next version of a form."""
    stmt = select(func.max(FormVersion.number)).where(FormVersion.form == form)
    return (db.session.scalar(stmt) or SHIPPED_NUMBER) + 1


def list_triage_versions() -> Sequence[TriageVersion]:
    """The versions of the rule table, newest first."""
    return db.session.scalars(select(TriageVersion).order_by(TriageVersion.number.desc())).all()


def get_triage_version(version_id: int) -> TriageVersion:
    """The version with this id. Raises Absent."""
    return _found(db.session.get(TriageVersion, version_id))


def try_table(version: TriageVersion) -> Sequence[Trial]:
    """What a version makes of every sample case, those that ship first."""
    rules = rules_of(version.rules)
    shipped = [Trial(name, met, level, judge(met, rules).risk) for name, met, level in SAMPLES]
    own = [(row, judge(row.conditions, rules).risk) for row in list_samples()]
    return shipped + [Trial(row.name, frozenset(row.conditions), row.level, risk, row.id) for row, risk in own]


def list_samples() -> Sequence[TriageSample]:
    """The health department's own cases, oldest first."""
    return db.session.scalars(select(TriageSample).order_by(TriageSample.id)).all()


def get_sample(sample_id: int) -> TriageSample:
    """The case with this id. Raises Absent."""
    return _found(db.session.get(TriageSample, sample_id))


def list_epidemic_areas() -> Sequence[EpidemicArea]:
    """Every listing, newest first."""
    return db.session.scalars(select(EpidemicArea).order_by(EpidemicArea.from_on.desc(), EpidemicArea.id.desc())).all()


def get_epidemic_area(area_id: int) -> EpidemicArea:
    """The listing with this id. Raises Absent."""
    return _found(db.session.get(EpidemicArea, area_id))


def list_stations(*, on: date) -> Sequence[Station]:
    """The station of every commune of the day, by district."""
    rows = {row.area_id: row for row in db.session.scalars(select(HealthStation))}
    districts = {area.id: area for area in list_areas(AreaLevel.DISTRICT, on=on)}
    below: dict[int, list[Area]] = {district_id: [] for district_id in districts}
    for commune in list_areas(AreaLevel.COMMUNE, on=on):
        below.setdefault(commune.parent_id or 0, []).append(commune)
    return [
        Station(commune, districts[parent].name if parent in districts else "", rows.get(commune.id))
        for parent, communes in below.items()
        for commune in communes
    ]


def get_station(commune_code: str, *, on: date) -> Station:
    """The station of a commune. Raises Absent."""
    return _found(next((each for each in list_stations(on=on) if each.area.code == commune_code), None))


def find_station(area_id: int) -> HealthStation | None:
    """What is known of a commune's station, for who is told to go there; None when nobody corrected it."""
    return db.session.get(HealthStation, area_id)


def list_recordings() -> Sequence[Recording]:
    """The recordings, one a language."""
    return db.session.scalars(select(Recording).order_by(Recording.language)).all()


def find_recording(language: str) -> Recording | None:
    """The form read aloud in a language."""
    return db.session.get(Recording, language)


def _found(row: Row | None) -> Row:
    if row is None:
        raise Absent
    return row


def wordings_by_kind() -> Mapping[UnitKind, ResultWording]:
    """The words that the health department wrote, by kind of unit."""
    return {row.unit_kind: row for row in db.session.scalars(select(ResultWording))}
