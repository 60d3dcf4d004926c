"""What a head would confirm now: a body's figures of a period beside their targets and the period before."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from app.access.scope import within
from app.clock import local_day, now
from app.db import db
from app.directives.addressees import load_bodies, obligations_of
from app.directives.measures.figures import Figure
from app.directives.measures.registry import figures_of_body
from app.directives.models import Confirmation, Directive, Obligation
from app.directives.periods import due_at, opens_at, periods_from, status_of
from app.directives.queries.letters import get_directive
from app.directives.rules import ConfirmationOutcome, MeasureKey, Period, PeriodStatus, is_asked
from app.door import Absent, Viewer
from app.organisations.models import Organisation


@dataclass(frozen=True)
class Line:
    """One measure on the page that a head confirms: the system's figure, its target, the period before."""

    measure: MeasureKey
    wording: str
    target_share: float
    figure: Figure
    previous: Figure | None = None

    @property
    def is_below(self) -> bool:
        return self.figure.is_below(self.target_share)

    def as_json(self) -> dict[str, Any]:
        """The line as a confirmation freezes it."""
        return {**self.figure.as_json(), "target_share": self.target_share}


@dataclass(frozen=True)
class Draft:
    """What a body's head would confirm now. Plain values: it outlives the transaction in which it was read."""

    directive_id: int
    number: str
    organisation_id: int
    organisation_name: str
    period: Period
    opens_at: datetime
    due_at: datetime
    status: PeriodStatus
    counted_at: datetime
    lines: Sequence[Line]
    confirmation_id: int | None

    @property
    def below_target(self) -> list[str]:
        """Keys of the measures whose figure is below the target."""
        return [line.measure.value for line in self.lines if line.is_below]

    def figures_json(self) -> dict[str, Any]:
        """The figures as they are frozen."""
        return {
            "counted_at": self.counted_at.isoformat(),
            "measures": {line.measure.value: line.as_json() for line in self.lines},
        }

    def shown(self) -> str:
        """The figures in one short text, so that the page's can be held against the present ones."""
        return ";".join(
            f"{line.measure.value}={line.figure.numerator}/{line.figure.denominator}"
            for line in self.lines
            if not line.figure.is_absent
        )


@dataclass(frozen=True)
class Answer:
    """What a head says of a period: the outcome, a reason for the whole, reasons by measure."""

    outcome: ConfirmationOutcome
    reason: str = ""
    reasons: Mapping[str, str] = field(default_factory=dict)


def get_draft(viewer: Viewer, directive_id: int, first_on: date, *, organisation_id: int | None) -> Draft:
    """What there is to confirm for a body and a period, counted now. Raises Absent: no such period, or not his body."""
    directive = get_directive(directive_id)
    period = _get_period(directive, first_on)
    body, asked = _asked_of(viewer, directive, period, organisation_id)
    found = find_confirmation(viewer, directive_id, body.id, first_on)
    counted_at = now()
    return Draft(
        directive.id,
        directive.number,
        body.id,
        body.name,
        period,
        opens_at(period),
        due_at(period),
        status_of(period, confirmed=found is not None, at=counted_at),
        counted_at,
        _lines(viewer, body.id, asked, period, counted_at),
        found.id if found else None,
    )


def periods_of(directive: Directive) -> list[Period]:
    """The letter's periods until today, oldest first, while it is in force."""
    today = local_day()
    until_on = today if directive.closed_on is None else min(today, directive.closed_on - timedelta(1))
    return periods_from(directive.published_on, until_on)


def _get_period(directive: Directive, first_on: date) -> Period:
    for period in periods_of(directive):
        if period.first_on == first_on:
            return period
    raise Absent


def _asked_of(
    viewer: Viewer, directive: Directive, period: Period, organisation_id: int | None
) -> tuple[Organisation, list[Obligation]]:
    """The body, if it is in scope and addressed in the period, and what it confirms there. Raises Absent."""
    ids = {organisation_id} if organisation_id else frozenset[int]()
    known = load_bodies(viewer, first=period.first_on, last=period.last_on, ids=ids)
    for body in known.addressed_by(directive.obligations):
        bound = obligations_of(directive.obligations, body, known.high_risk_area_ids)
        return body, [each for each in bound if is_asked(each.rhythm, period)]
    raise Absent


def _lines(
    viewer: Viewer, organisation_id: int, obligations: Sequence[Obligation], period: Period, at: datetime
) -> list[Line]:
    measures = [each.measure for each in obligations]
    days = period.last_on - period.first_on + timedelta(1)
    figures = figures_of_body(viewer, organisation_id, measures, first=period.first_on, last=period.last_on, at=at)
    before = figures_of_body(
        viewer, organisation_id, measures, first=period.first_on - days, last=period.last_on - days, at=at
    )
    return [
        Line(each.measure, each.wording, each.target_share, figures[each.measure], before[each.measure])
        for each in obligations
    ]


def find_confirmation(viewer: Viewer, directive_id: int, organisation_id: int, first_on: date) -> Confirmation | None:
    """What a body's head said of a period, if he did."""
    stmt = within(viewer, Confirmation).where(
        Confirmation.directive_id == directive_id,
        Confirmation.organisation_id == organisation_id,
        Confirmation.first_on == first_on,
    )
    found: Confirmation | None = db.session.scalar(stmt)
    return found
