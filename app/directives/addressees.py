"""Whom an obligation binds."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from sqlalchemy import select

from app.areas.queries import list_high_risk_area_ids
from app.db import db
from app.directives.models import Obligation
from app.door import Viewer
from app.organisations.models import Organisation


def is_addressed(obligation: Obligation, body: Organisation, high_risk_area_ids: Collection[int]) -> bool:
    """Whether the obligation is the body's: a kind it names and, where it says so, a place at high risk."""
    if body.kind.value not in obligation.addressee_kinds:
        return False
    return not obligation.high_risk_only or body.area_id in high_risk_area_ids


def obligations_of(
    obligations: Iterable[Obligation], body: Organisation, high_risk_area_ids: Collection[int]
) -> list[Obligation]:
    """Those that bind the body, in the letter's order."""
    return [each for each in obligations if is_addressed(each, body, high_risk_area_ids)]


@dataclass(frozen=True)
class Bodies:
    """The bodies of a viewer's scope, in Vietnamese order, ready to be asked which of them a letter addresses."""

    rows: Sequence[Organisation]
    on: date

    @cached_property
    def high_risk_area_ids(self) -> Collection[int]:
        """The places at high risk on the day; asked only when an obligation is for these alone."""
        return list_high_risk_area_ids(on=self.on)

    def addressed_by(self, obligations: Iterable[Obligation]) -> list[Organisation]:
        """Those that any of the obligations binds."""
        # Most bodies are bound by an obligation for all of their kind: the places at high risk need not be read.
        asked = sorted(obligations, key=lambda each: each.high_risk_only)
        return [body for body in self.rows if any(self._binds(each, body) for each in asked)]

    def reached_by(self, obligations: Iterable[Obligation]) -> list[Organisation]:
        """Those that any of the obligations binds, and all bodies below these, to which they pass the letter on."""
        reached = {body.id for body in self.addressed_by(obligations)}
        # A body is created after the one above it, yet nothing but the tree says how deep it goes.
        while below := {body.id for body in self.rows if body.parent_id in reached} - reached:
            reached |= below
        return [body for body in self.rows if body.id in reached]

    def _binds(self, obligation: Obligation, body: Organisation) -> bool:
        of_kind = body.kind.value in obligation.addressee_kinds
        return of_kind and (not obligation.high_risk_only or body.area_id in self.high_risk_area_ids)


def load_bodies(viewer: Viewer, *, first: date, last: date, ids: Collection[int] | None = None) -> Bodies:
    """The bodies that exist in these days, optionally only those of `ids`; places at high risk as of the last day."""
    stmt = select(Organisation).where(Organisation.valid_from <= last)
    stmt = stmt.where((Organisation.valid_until.is_(None)) | (Organisation.valid_until > first))
    for limit in (None if viewer.sees_all else viewer.organisation_ids, ids):
        if limit is not None:
            stmt = stmt.where(Organisation.id.in_(sorted(limit)))
    found = db.session.scalars(stmt.order_by(Organisation.sort_key, Organisation.id)).all()
    return Bodies(found, last)
