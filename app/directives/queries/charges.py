"""Who of a body carries out each obligation of a letter."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from app.access.scope import within
from app.clock import local_day
from app.db import db
from app.directives.addressees import load_bodies, obligations_of
from app.directives.models import Charge, Directive, Obligation
from app.directives.rules import MeasureKey, Named
from app.door import Absent, Viewer
from app.organisations.models import Appointment
from app.organisations.queries import is_held, list_appointments
from app.organisations.rules import Position


@dataclass(frozen=True)
class InCharge:
    """The deputy and the focal official of an obligation; those of the whole body where none were `named` for it.

    `since` is when they were named, `until` when others were; empty words: nobody holds the body's post either.
    """

    obligation: Obligation
    deputy: str
    focal: str
    named: Named
    since: datetime | None = None
    until: datetime | None = None


def get_own_obligations(viewer: Viewer, directive: Directive) -> Sequence[Obligation]:
    """What the letter asks of the viewer's own body today. Raises Absent where that is nothing."""
    today = local_day()
    known = load_bodies(viewer, first=today, last=today, ids={viewer.organisation_id or 0})
    for body in known.rows:
        if bound := obligations_of(directive.obligations, body, known.high_risk_area_ids):
            return bound
    raise Absent(directive.id)


def list_charges(viewer: Viewer, organisation_id: int, obligations: Sequence[Obligation]) -> Sequence[Charge]:
    """Everything that a body said of these, the latest last."""
    stmt = within(viewer, Charge).where(
        Charge.organisation_id == organisation_id, Charge.obligation_id.in_([each.id for each in obligations])
    )
    return db.session.scalars(stmt.order_by(Charge.id)).all()


def list_in_charge(viewer: Viewer, organisation_id: int, obligations: Sequence[Obligation]) -> Sequence[InCharge]:
    """Who carries out each of the obligations now, in the letter's order."""
    said = {row.obligation_id: row for row in list_charges(viewer, organisation_id, obligations)}
    usual = _holders(list_appointments(organisation_id))
    return [_in_charge(each, said.get(each.id), usual) for each in obligations]


def people_by_measure(
    viewer: Viewer, organisation_id: int, directive_id: int, measures: Sequence[MeasureKey]
) -> Mapping[MeasureKey, tuple[str, str]]:
    """Deputy and focal official of what a letter asks by these measures; of two with one measure the later named."""
    stmt = within(viewer, Charge).join(Obligation, Obligation.id == Charge.obligation_id)
    stmt = stmt.where(Obligation.directive_id == directive_id, Charge.organisation_id == organisation_id)
    rows = db.session.execute(stmt.add_columns(Obligation.measure).order_by(Charge.id))
    said = {measure: row for row, measure in rows}
    usual = _holders(list_appointments(organisation_id))
    return {measure: _people(said.get(measure), usual) for measure in measures}


def with_history(viewer: Viewer, organisation_id: int, obligations: Sequence[Obligation]) -> Sequence[InCharge]:
    """Who carried out each obligation from when until when, obligation by obligation; who does now comes last."""
    rows, usual = list_charges(viewer, organisation_id, obligations), _holders(list_appointments(organisation_id))
    found: list[InCharge] = []
    for each in obligations:
        mine: list[Charge | None] = [row for row in rows if row.obligation_id == each.id] or [None]
        ends = [*(row.named_at for row in mine[1:] if row), None]
        found += [_in_charge(each, row, usual, until) for row, until in zip(mine, ends, strict=True)]
    return found


def _in_charge(
    obligation: Obligation, row: Charge | None, usual: Mapping[Position, str], until: datetime | None = None
) -> InCharge:
    named = Named(row.deputy, row.focal) if row else Named()
    return InCharge(obligation, *_people(row, usual), named, row.named_at if row else None, until)


def _people(row: Charge | None, usual: Mapping[Position, str]) -> tuple[str, str]:
    deputy, focal = (row.deputy, row.focal) if row else ("", "")
    return deputy or usual.get(Position.DEPUTY, ""), focal or usual.get(Position.FOCAL, "")


def _holders(posts: Sequence[Appointment]) -> Mapping[Position, str]:
    """Who holds each post of a body today, by name and title."""
    today = local_day()
    held = [post for post in posts if is_held(post, today)]
    # The newest come first.
    return {post.position: f"{post.full_name}, {post.title}" for post in reversed(held)}
