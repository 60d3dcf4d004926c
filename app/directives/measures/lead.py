"""`lead`: of the steps due from each body that a letter addresses, those done in time.

Two of the four steps of the definition are counted: acknowledged, period confirmed. The implementing document and the
bodies below join with the cascade.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import contains_eager

from app import clock
from app.access.scope import within
from app.db import db
from app.directives.addressees import load_bodies
from app.directives.measures.figures import Cut, Figure, Limits, Span
from app.directives.models import Acknowledgement, Confirmation, Directive, Obligation
from app.directives.periods import acknowledgement_due_at, due_at, periods_from
from app.directives.rules import ConfirmationOutcome, MeasureKey, Period
from app.door import Viewer
from app.organisations.models import Organisation


class StepKind(StrEnum):
    ACKNOWLEDGE = "acknowledge"
    CONFIRM = "confirm"


class StepState(StrEnum):
    IN_TIME = "in_time"
    LATE = "late"
    DECLINED = "declined"  # "Chưa đủ cơ sở xác nhận": an answer, but no confirmation
    MISSING = "missing"

    @property
    def split_name(self) -> str:
        """Its name in a figure's split, where `late` is a day's."""
        return f"step_{self.value}"


@dataclass(frozen=True)
class LeadStep:
    """One thing that a body's head had to do for a letter, and how it stands."""

    organisation_id: int
    organisation_name: str
    directive_id: int
    kind: StepKind
    period: Period | None
    due_at: datetime
    done_at: datetime | None
    state: StepState


def lead_steps(viewer: Viewer, span: Span, limits: Limits | None = None) -> list[LeadStep]:
    """The steps due in the span from each addressed body of the viewer's scope, letter by letter, body by body."""
    limits = limits or Limits()
    known = load_bodies(viewer, first=span.first, last=span.last, ids=limits.organisation_ids)
    steps: list[LeadStep] = []
    for obligation in _lead_obligations(span):
        bodies = known.addressed_by([obligation])
        steps.extend(_acknowledgements(viewer, obligation.directive, bodies, span))
        steps.extend(_confirmations(viewer, obligation.directive, bodies, span))
    return steps


class LeadSource:
    """The measure over steps; it has figures per body only, elsewhere nothing is due."""

    def figures(self, viewer: Viewer, cut: Cut, span: Span, limits: Limits) -> dict[int, Figure]:
        """The addressed bodies by id."""
        if cut is not Cut.OWNER:
            return {}
        splits: defaultdict[int, Counter[str]] = defaultdict(Counter)
        for step in lead_steps(viewer, span, limits):
            splits[step.organisation_id][step.state.split_name] += 1
            splits[step.organisation_id][f"{step.kind.value}_due"] += 1
        return {body_id: _figure(split) for body_id, split in splits.items()}


def _figure(split: Mapping[str, int]) -> Figure:
    states = [state.split_name for state in StepState]
    names = (*states, *(f"{kind.value}_due" for kind in StepKind))
    due = sum(split[state] for state in states)
    return Figure(MeasureKey.LEAD, split[StepState.IN_TIME.split_name], due, {name: split[name] for name in names})


def _lead_obligations(span: Span) -> Sequence[Obligation]:
    stmt = (
        select(Obligation)
        .join(Obligation.directive)
        .options(contains_eager(Obligation.directive))
        .where(Obligation.measure == MeasureKey.LEAD, Directive.published_on <= span.last)
        .where((Directive.closed_on.is_(None)) | (Directive.closed_on > span.first))
    )
    return db.session.scalars(stmt.order_by(Directive.id, Obligation.position)).all()


def _acknowledgements(
    viewer: Viewer, directive: Directive, bodies: Sequence[Organisation], span: Span
) -> list[LeadStep]:
    due = acknowledgement_due_at(directive.published_on)
    if not _falls_into(due - timedelta(microseconds=1), span):
        return []
    stmt = within(viewer, Acknowledgement).where(Acknowledgement.directive_id == directive.id)
    done = {each.organisation_id: each.acknowledged_at for each in db.session.scalars(stmt)}
    # Who was late once is late in the week in which it happened; from the next on the step stands done.
    limit = max(due, clock.day_start(span.first))
    return [
        LeadStep(body.id, body.name, directive.id, StepKind.ACKNOWLEDGE, None, due, at, _state(at, limit, span))
        for body in bodies
        for at in [done.get(body.id)]
    ]


def _confirmations(viewer: Viewer, directive: Directive, bodies: Sequence[Organisation], span: Span) -> list[LeadStep]:
    due_periods = [period for period in _periods_ending_in(directive, span) if due_at(period) <= span.at]
    stmt = within(viewer, Confirmation).where(
        Confirmation.directive_id == directive.id, Confirmation.last_on.between(span.first, span.last)
    )
    given = {(each.organisation_id, each.first_on): each for each in db.session.scalars(stmt)}
    return [
        _confirmation_step(body, directive, period, given.get((body.id, period.first_on)), span)
        for period in due_periods
        for body in bodies
    ]


def _periods_ending_in(directive: Directive, span: Span) -> list[Period]:
    if directive.published_on > span.last:
        return []
    return [
        period
        for period in periods_from(directive.published_on, span.last)
        if span.first <= period.last_on <= span.last and not _ended(directive, period.last_on)
    ]


def _ended(directive: Directive, day: date) -> bool:
    return directive.closed_on is not None and directive.closed_on <= day


def _confirmation_step(
    body: Organisation, directive: Directive, period: Period, given: Confirmation | None, span: Span
) -> LeadStep:
    due, at = due_at(period), given.confirmed_at if given else None
    state = _state(at, due, span)
    if given and given.outcome is ConfirmationOutcome.NOT_CONFIRMED and state is not StepState.MISSING:
        state = StepState.DECLINED
    return LeadStep(body.id, body.name, directive.id, StepKind.CONFIRM, period, due, at, state)


def _falls_into(due: datetime, span: Span) -> bool:
    """Whether a step that stays due from an instant on is due in the span, as known at its instant."""
    return due <= span.at and due < clock.day_start(span.last + timedelta(1))


def _state(done_at: datetime | None, limit: datetime, span: Span) -> StepState:
    if done_at is None or done_at > span.at:
        return StepState.MISSING
    return StepState.IN_TIME if done_at <= limit else StepState.LATE


LEAD = LeadSource()
