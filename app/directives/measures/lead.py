"""`lead`: of the steps due from each body that a letter addresses, those done in time.

Four steps: acknowledged, implementing document recorded, all bodies below acknowledged, period confirmed. A body
without bodies below has three.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from sqlalchemy import func, literal, select, union_all
from sqlalchemy.orm import joinedload

from app import clock
from app.access.scope import covered_by, within
from app.db import UtcDateTime, db
from app.directives.addressees import load_bodies
from app.directives.measures.figures import Cut, Figure, Limits, Span
from app.directives.models import Acknowledgement, Confirmation, Directive, ImplementingDocument, Obligation
from app.directives.periods import acknowledgement_due_at, below_due_at, document_due_at, due_at, periods_from
from app.directives.rules import ConfirmationOutcome, MeasureKey, Period
from app.door import Viewer
from app.organisations.models import Organisation


class StepKind(StrEnum):
    ACKNOWLEDGE = "acknowledge"
    DOCUMENT = "document"
    BELOW = "below"
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

    @property
    def is_due(self) -> bool:
        """Steps are listed when they are due."""
        return True

    @property
    def is_counted(self) -> bool:
        return self.state is StepState.IN_TIME


def lead_steps(viewer: Viewer, span: Span, limits: Limits | None = None) -> list[LeadStep]:
    """The steps due in the span from each addressed body of the viewer's scope, letter by letter, body by body."""
    limits = limits or Limits()
    # Also those below the bodies meant: whether they acknowledged is a step of who is above them.
    known = load_bodies(viewer, first=span.first, last=span.last)
    steps: list[LeadStep] = []
    for directive in _directives(span):
        asked = [each for each in directive.obligations if each.measure is MeasureKey.LEAD]
        bodies = [body for body in known.addressed_by(asked) if _is_meant(body, limits)]
        steps.extend(_once_steps(viewer, directive, bodies, known.rows, span))
        steps.extend(_confirmations(viewer, directive, bodies, span))
    return steps


def _is_meant(body: Organisation, limits: Limits) -> bool:
    return limits.organisation_ids is None or body.id in limits.organisation_ids


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
        return {body_id: self.figure(split) for body_id, split in splits.items()}

    def figure(self, split: Mapping[str, int]) -> Figure:
        """The figure of which these are the steps by state, and by kind."""
        states = [state.split_name for state in StepState]
        names = (*states, *(f"{kind.value}_due" for kind in StepKind))
        named = {name: split.get(name, 0) for name in names}
        return Figure(MeasureKey.LEAD, named[StepState.IN_TIME.split_name], sum(named[each] for each in states), named)


def _directives(span: Span) -> Sequence[Directive]:
    """The letters in force on a day of the span that ask heads to lead, with their obligations."""
    asks = select(Obligation.directive_id).where(Obligation.measure == MeasureKey.LEAD)
    stmt = (
        select(Directive)
        .options(joinedload(Directive.obligations))
        .where(Directive.id.in_(asks), Directive.published_on <= span.last)
        .where((Directive.closed_on.is_(None)) | (Directive.closed_on > span.first))
    )
    return db.session.scalars(stmt.order_by(Directive.id)).unique().all()


def _once_steps(
    viewer: Viewer, directive: Directive, bodies: Sequence[Organisation], rows: Sequence[Organisation], span: Span
) -> list[LeadStep]:
    """What is done once for a letter, from the day on which it is due: body by body within each step."""
    due = {
        StepKind.ACKNOWLEDGE: acknowledgement_due_at(directive.published_on),
        StepKind.DOCUMENT: document_due_at(directive.published_on),
        StepKind.BELOW: below_due_at(directive.published_on),
    }
    falling = {kind: at for kind, at in due.items() if _falls_into(at - timedelta(microseconds=1), span)}
    if not falling:
        return []
    done = _done(viewer, directive, bodies, _children(rows, span))
    return [
        _once(kind, directive, body, at, done[kind][body.id], span)
        for kind, at in falling.items()
        for body in bodies
        if body.id in done[kind]
    ]


def _done(
    viewer: Viewer, directive: Directive, bodies: Sequence[Organisation], children: Mapping[int, Sequence[int]]
) -> Mapping[StepKind, Mapping[int, datetime | None]]:
    """When each body did each step; a body without bodies below is missing from that step."""
    acknowledged, recorded = _answers(viewer, directive)
    return {
        StepKind.ACKNOWLEDGE: {body.id: acknowledged.get(body.id) for body in bodies},
        StepKind.DOCUMENT: {body.id: recorded.get(body.id) for body in bodies},
        StepKind.BELOW: {body.id: _all_done(children[body.id], acknowledged) for body in bodies if body.id in children},
    }


def _answers(viewer: Viewer, directive: Directive) -> tuple[Mapping[int, datetime], Mapping[int, datetime]]:
    """When each body acknowledged the letter, and when it recorded its first document; in one statement."""
    given = within(viewer, Acknowledgement).where(Acknowledgement.directive_id == directive.id)
    made = within(viewer, ImplementingDocument).where(ImplementingDocument.directive_id == directive.id)
    first = func.min(ImplementingDocument.recorded_at, type_=UtcDateTime())
    parts = (
        given.with_only_columns(
            literal(StepKind.ACKNOWLEDGE.value).label("kind"),
            Acknowledgement.organisation_id.label("body_id"),
            Acknowledgement.acknowledged_at.label("at"),
        ),
        made.with_only_columns(literal(StepKind.DOCUMENT.value), ImplementingDocument.organisation_id, first).group_by(
            ImplementingDocument.organisation_id
        ),
    )
    both = union_all(*parts).subquery("answer")
    found: dict[str, dict[int, datetime]] = {kind.value: {} for kind in StepKind}
    for kind, body_id, at in db.session.execute(covered_by(select(both), *parts)):
        found[kind][body_id] = at
    return found[StepKind.ACKNOWLEDGE.value], found[StepKind.DOCUMENT.value]


def _children(rows: Sequence[Organisation], span: Span) -> Mapping[int, Sequence[int]]:
    """The bodies directly below each, as they exist on the last day; what is below these they answer for."""
    found: defaultdict[int, list[int]] = defaultdict(list)
    for body in rows:
        if body.parent_id is not None and (body.valid_until is None or body.valid_until > span.last):
            found[body.parent_id].append(body.id)
    return dict(found)


def _all_done(ids: Sequence[int], done: Mapping[int, datetime]) -> datetime | None:
    """When the last of them did it; None while one has not."""
    times = [done[body_id] for body_id in ids if body_id in done]
    return max(times) if len(times) == len(ids) else None


def _once(
    kind: StepKind, directive: Directive, body: Organisation, due: datetime, at: datetime | None, span: Span
) -> LeadStep:
    # Who was late once is late in the week in which it happened; from the next on the step stands done.
    limit = max(due, clock.day_start(span.first))
    return LeadStep(body.id, body.name, directive.id, kind, None, due, at, _state(at, limit, span))


def _confirmations(viewer: Viewer, directive: Directive, bodies: Sequence[Organisation], span: Span) -> list[LeadStep]:
    due_periods = [
        period for period in _periods_ending_in(directive, span) if due_at(period, directive.cut_off_hour) <= span.at
    ]
    stmt = within(viewer, Confirmation).where(
        Confirmation.directive_id == directive.id, Confirmation.last_on.between(span.first, span.last)
    )
    given: defaultdict[tuple[int, date], list[Confirmation]] = defaultdict(list)
    for each in db.session.scalars(stmt.order_by(Confirmation.version)):
        given[each.organisation_id, each.first_on].append(each)
    return [
        _confirmation_step(body, directive, period, given[body.id, period.first_on], span)
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
    body: Organisation, directive: Directive, period: Period, versions: Sequence[Confirmation], span: Span
) -> LeadStep:
    """The first version says when, the last one what: who was asked to confirm once more is not late for it."""
    due, at = due_at(period, directive.cut_off_hour), versions[0].confirmed_at if versions else None
    state = _state(at, due, span)
    declined = versions and versions[-1].outcome is ConfirmationOutcome.NOT_CONFIRMED
    if declined and state is not StepState.MISSING:
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
