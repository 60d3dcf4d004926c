"""The forms, rules, epidemic areas and words of this moment, read by every process at most every few seconds.

What lies behind a code asks here with every form, so nothing of it may cost a question to the database.
"""

import time
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from flask import current_app
from sqlalchemy import select

from app.clock import now
from app.db import db
from app.declarations.choices import names_by_code
from app.declarations.models import EpidemicArea, FormVersion, Recording, ResultWording, TriageVersion
from app.declarations.questions import AskedForm, RuleTable, Wording, asked_of
from app.declarations.rules import (
    SHIPPED_NUMBER,
    EpidemicListing,
    FormKind,
    RiskLevel,
    TriageRule,
    VersionStatus,
    names_of_area,
    possible_handlings,
)
from app.declarations.shipped import QUESTIONS, RULES
from app.units.rules import UnitKind

CACHE_SECONDS = 20
# As long as a page may lie open before it is sent.
STILL_TAKEN = timedelta(hours=48)
IN_USE = (VersionStatus.ACTIVE, VersionStatus.RETIRED)
# Behind the codes of vehicles and landings people say where they come from.
_SHIPPED_FORMS = (
    AskedForm(FormKind.GENERAL, SHIPPED_NUMBER, QUESTIONS),
    AskedForm(FormKind.DOMESTIC, SHIPPED_NUMBER, QUESTIONS, frozenset({UnitKind.TRANSPORT})),
)
_SHIPPED_RULES = RuleTable(SHIPPED_NUMBER, RULES)


@dataclass
class Catalogue:
    """What was read last; the values stay the same objects as long as the rows stay the same."""

    forms: Sequence[AskedForm] = _SHIPPED_FORMS
    tables: Sequence[RuleTable] = (_SHIPPED_RULES,)
    listings: Sequence[EpidemicListing] = ()
    recordings: Mapping[str, str] = field(default_factory=dict)
    wordings: Mapping[UnitKind, Wording] = field(default_factory=dict)
    # What `judging` found by these values: another dictionary as soon as they are others.
    judged: dict[Hashable, RiskLevel] = field(default_factory=dict)
    rows: Sequence[Any] = ()
    read_at: float = float("-inf")

    def find_form(self, name: str) -> AskedForm | None:
        """The version that a page names, while what was opened with it is still taken."""
        found = next((form for form in self.forms if form.name == name), None)
        if found and found.retired_at and found.retired_at + STILL_TAKEN <= now():
            return None
        return found

    def get_form(self, kind: FormKind, number: int) -> AskedForm:
        """Any version that was ever in use; the portal's own for one that is not known."""
        same = [form for form in self.forms if form.kind is kind]
        return next((form for form in same if form.number == number), same[0])

    def form_for(self, unit_kind: UnitKind, wanted: FormKind | None = None) -> AskedForm:
        """What lies behind a code of this kind of unit: the newest version in use that is meant for it.

        `wanted`: the visitor asks for this form, whatever is usual there.
        """
        in_use = [form for form in self.forms if form.retired_at is None]
        usual = [form for form in in_use if form.is_for(unit_kind)]
        if wanted is None:
            domestic = any(form.kind is FormKind.DOMESTIC for form in usual)
            wanted = FormKind.DOMESTIC if domestic else FormKind.GENERAL
        return _newest(usual, wanted) or _newest(in_use, wanted) or _newest(self.forms, wanted) or self.forms[0]

    def is_in_use(self, kind: FormKind, number: int) -> bool:
        """Whether declarations on this version may be used again."""
        return any(form.kind is kind and form.number == number and form.retired_at is None for form in self.forms)

    @property
    def table(self) -> RuleTable:
        """The rules of this moment: the newest that was switched on."""
        return self.tables[-1]

    def wording(self, kind: UnitKind) -> Wording:
        """What units of a kind do with who may bring the disease, and how it is said there."""
        return self.wordings.get(kind) or Wording(possible_handlings(kind)[0])

    def get_table(self, number: int) -> RuleTable:
        """The rules of a number; today's for one that is not known."""
        return next((table for table in self.tables if table.number == number), self.table)


def catalogue() -> Catalogue:
    """What holds now; changes of other processes are seen within 20 seconds."""
    found: Catalogue = current_app.extensions["declaration_catalogue"]
    if time.monotonic() - found.read_at >= CACHE_SECONDS:
        _read_into(found)
    return found


def forget() -> None:
    """Read anew at the next question."""
    current_app.extensions["declaration_catalogue"].read_at = float("-inf")


def _read_into(found: Catalogue) -> None:
    rows = [_rows(stmt) for stmt in _statements()]
    found.read_at = time.monotonic()
    if rows == found.rows:
        return
    forms, tables, areas, recordings, wordings = rows
    found.forms = [*_SHIPPED_FORMS, *(_form(*row) for row in forms)]
    found.tables = [_SHIPPED_RULES, *(_table(*row) for row in tables)]
    found.listings = [_listing(*row) for row in areas]
    found.recordings = dict(recordings)
    found.wordings = {kind: Wording(handling, words) for kind, handling, words in wordings}
    found.judged, found.rows = {}, rows


def _statements() -> Sequence[Any]:
    form, table, area = FormVersion, TriageVersion, EpidemicArea
    return (
        select(form.form, form.number, form.questions, form.unit_kinds, form.retired_at)
        .where(form.status.in_(IN_USE))
        .order_by(form.form, form.number),
        select(table.number, table.rules).where(table.status.in_(IN_USE)).order_by(table.active_from, table.number),
        select(area.name, area.other_names, area.code, area.from_on, area.until_on).order_by(area.id),
        select(Recording.language, Recording.digest).order_by(Recording.language),
        select(ResultWording.unit_kind, ResultWording.handling, ResultWording.words).order_by(ResultWording.unit_kind),
    )


def _rows(stmt: Any) -> list[tuple[Any, ...]]:
    return [tuple(row) for row in db.session.execute(stmt)]


def _form(kind: FormKind, number: int, questions: Any, unit_kinds: Any, retired_at: datetime | None) -> AskedForm:
    kinds = frozenset(UnitKind(each) for each in unit_kinds)
    return AskedForm(kind, number, tuple(map(asked_of, questions)), kinds, retired_at)


def _table(number: int, rules: Any) -> RuleTable:
    return RuleTable(number, rules_of(rules))


def rules_of(stored: Sequence[Mapping[str, Any]]) -> tuple[TriageRule, ...]:
    """A table's rules as a row keeps them."""
    return tuple(TriageRule(frozenset(each["conditions"]), RiskLevel(each["level"]), each["advice"]) for each in stored)


def _listing(name: str, other_names: str, code: str, from_on: Any, until_on: Any) -> EpidemicListing:
    return EpidemicListing(names_of_area(name, *other_names.split(","), *names_by_code(code)), code, from_on, until_on)


def _newest(forms: Sequence[AskedForm], kind: FormKind) -> AskedForm | None:
    same = [form for form in forms if form.kind is kind]
    return max(same, key=lambda form: form.number, default=None)
