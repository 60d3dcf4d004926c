"""What a head would confirm now: a body's figures of a period beside their targets and the period before."""

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import partial
from typing import Any

from app.access.scope import within
from app.clock import local_day, now
from app.db import db
from app.directives.addressees import load_bodies, obligations_of
from app.directives.measures.figures import Figure
from app.directives.measures.registry import figures_of_body
from app.directives.models import Directive, Obligation, Preparation
from app.directives.periods import opens_at, periods_from, status_of
from app.directives.queries.letters import get_directive
from app.directives.queries.versions import find_last_version, stand_of
from app.directives.rules import (
    ConfirmationOutcome,
    MeasureKey,
    Period,
    PeriodStatus,
    Rhythm,
    days_asked,
    days_before,
    is_asked,
)
from app.door import Absent, Viewer
from app.organisations.models import Organisation
from app.organisations.queries import ids_below


@dataclass(frozen=True)
class Line:
    """One measure on the page that a head confirms: the system's figure, its target, the period before."""

    measure: MeasureKey
    wording: str
    target_share: float
    figure: Figure
    previous: Figure | None = None
    evidence: str = ""
    # The days that the figure counts: of a monthly measure the month that ended in the period.
    days: Period | None = None

    @property
    def is_below(self) -> bool:
        return self.figure.is_below(self.target_share)

    def as_json(self) -> dict[str, Any]:
        """The line as a confirmation freezes it."""
        return {**self.figure.as_json(), "target_share": self.target_share, "wording": self.wording}


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
    # When the head was asked to confirm once more.
    reopened_at: datetime | None = None

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
    last = find_last_version(viewer, directive_id, body.id, first_on)
    found, due = stand_of(directive, period, last)
    counted_at = now()
    return Draft(
        directive.id,
        directive.number,
        body.id,
        body.name,
        period,
        opens_at(period),
        due,
        status_of(period, due, confirmed=found is not None, at=counted_at),
        counted_at,
        _lines(viewer, body.id, asked, period, counted_at),
        found.id if found else None,
        last.reopening.reopened_at if last and last.reopening else None,
    )


def periods_of(directive: Directive) -> list[Period]:
    """The letter's periods until today, oldest first, while it is in force."""
    today = local_day()
    found = periods_from(directive.published_on, today)
    # The week in which another letter took its place is confirmed under that one.
    return [each for each in found if directive.closed_on is None or each.last_on < directive.closed_on]


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
        return body, [each for each in bound if is_asked(each.rhythm, period, published_on=directive.published_on)]
    raise Absent


def _lines(
    viewer: Viewer, organisation_id: int, obligations: Sequence[Obligation], period: Period, at: datetime
) -> list[Line]:
    below = ids_below(organisation_id)
    figures = _figures(viewer, organisation_id, below, obligations, partial(days_asked, period=period), at)
    before = _figures(viewer, organisation_id, below, obligations, partial(days_before, period=period), at)
    return [
        Line(
            each.measure,
            each.wording,
            each.target_share,
            figures[each.measure],
            before[each.measure],
            each.evidence,
            days_asked(each.rhythm, period),
        )
        for each in obligations
    ]


def _figures(
    viewer: Viewer,
    organisation_id: int,
    below: Collection[int],
    obligations: Sequence[Obligation],
    days_of: Callable[[Rhythm], Period],
    at: datetime,
) -> dict[MeasureKey, Figure]:
    """The figures asked for; those of the same days and kinds of unit at once."""
    together: defaultdict[tuple[Period, tuple[str, ...]], list[MeasureKey]] = defaultdict(list)
    for each in obligations:
        together[days_of(each.rhythm), tuple(each.unit_kinds)].append(each.measure)
    found: dict[MeasureKey, Figure] = {}
    for (days, kinds), measures in together.items():
        span = {"first": days.first_on, "last": days.last_on}
        found |= figures_of_body(
            viewer, organisation_id, measures, **span, unit_kinds=kinds or None, at=at, below=below
        )
    return found


def find_preparation(viewer: Viewer, directive_id: int, organisation_id: int, first_on: date) -> Preparation | None:
    """What was put before the body's head for a period."""
    stmt = within(viewer, Preparation).where(
        Preparation.directive_id == directive_id,
        Preparation.organisation_id == organisation_id,
        Preparation.first_on == first_on,
    )
    found: Preparation | None = db.session.scalar(stmt)
    return found


def prepared_answer(prepared: Preparation | None) -> Answer | None:
    """The answer that was put before the head."""
    return Answer(prepared.outcome, prepared.reasons["whole"], prepared.reasons["measures"]) if prepared else None
