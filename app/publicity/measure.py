"""`publicise`: of the actions that bodies planned in a period, those carried out with evidence.

A body that a letter obliges and that planned nothing in a month is due one action, not done. What was written down
after its day was not planned: it is shown apart and counts for nothing.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import contains_eager, joinedload

from app import clock
from app.access.scope import Rows, within
from app.db import db
from app.directives.addressees import load_bodies
from app.directives.measures import Cut, Figure, Limits, Span
from app.directives.models import Directive, Obligation
from app.directives.rules import MeasureKey, Period, months_ending_in
from app.door import Viewer
from app.organisations.models import Organisation
from app.publicity.models import PublicityAction
from app.text import sort_key


class Why(StrEnum):
    """How one action counts."""

    CARRIED_OUT = "carried_out"
    WITHOUT_EVIDENCE = "publicity_without_evidence"
    NOT_DONE = "publicity_not_done"
    NO_PLAN = "no_plan"
    UNPLANNED = "unplanned"


DUE = (Why.CARRIED_OUT, Why.WITHOUT_EVIDENCE, Why.NOT_DONE, Why.NO_PLAN)


@dataclass(frozen=True)
class PublicityRow:
    """One action of a body, and how it counts; a month without any has none (`action_id` is None)."""

    organisation_id: int
    organisation_name: str
    action_id: int | None
    subject: str
    planned_on: date
    done_on: date | None
    why: Why

    @property
    def is_due(self) -> bool:
        return self.why in DUE

    @property
    def is_counted(self) -> bool:
        return self.why is Why.CARRIED_OUT


def publicity_rows(viewer: Viewer, span: Span, limits: Limits) -> Sequence[PublicityRow]:
    """The rows behind the figures of a span, newest day first, then by the body's name; places have none."""
    if limits.area_ids is not None:
        return []
    stmt = _actions(viewer, span, limits).options(joinedload(PublicityAction.organisation))
    rows = [_row(action, _why(action, span)) for action in db.session.scalars(stmt)]
    for month, body in _without_plan(viewer, span, limits):
        rows.append(PublicityRow(body.id, body.name, None, "", month.last_on, None, Why.NO_PLAN))
    return sorted(rows, key=lambda row: (-row.planned_on.toordinal(), sort_key(row.organisation_name), row.subject))


def _row(action: PublicityAction, why: Why) -> PublicityRow:
    known = why in (Why.CARRIED_OUT, Why.WITHOUT_EVIDENCE, Why.UNPLANNED)
    return PublicityRow(
        action.organisation_id,
        action.organisation.name,
        action.id,
        action.subject,
        action.planned_on,
        action.done_on if known else None,
        why,
    )


class PublicitySource:
    """The measure over actions; it has figures per body only, elsewhere nothing is due."""

    def figures(self, viewer: Viewer, cut: Cut, span: Span, limits: Limits) -> dict[int, Figure]:
        """The bodies that planned something or should have, by id."""
        if cut is not Cut.OWNER:
            return {}
        splits: defaultdict[int, Counter[str]] = defaultdict(Counter)
        for action in db.session.scalars(_actions(viewer, span, limits)):
            splits[action.organisation_id][_why(action, span)] += 1
        for _month, body in _without_plan(viewer, span, limits):
            splits[body.id][Why.NO_PLAN] += 1
        return {body_id: self.figure(split) for body_id, split in splits.items()}

    def figure(self, split: Mapping[str, int]) -> Figure:
        """The figure of which these are the actions by how they count."""
        named = {why.value: split.get(why, 0) for why in Why}
        return Figure(MeasureKey.PUBLICISE, named[Why.CARRIED_OUT], sum(named[why] for why in DUE), named)


def _actions(viewer: Viewer, span: Span, limits: Limits) -> Rows:
    last = min(span.last, clock.local_day(span.at))
    stmt = within(viewer, PublicityAction).where(PublicityAction.planned_on.between(span.first, last))
    stmt = stmt.where(PublicityAction.written_at <= span.at)
    if limits.organisation_ids is not None:
        stmt = stmt.where(PublicityAction.organisation_id.in_(sorted(limits.organisation_ids)))
    return stmt


def _why(action: PublicityAction, span: Span) -> Why:
    if not action.is_planned:
        return Why.UNPLANNED
    known = action.recorded_at is not None and action.recorded_at <= span.at
    if not known or action.done_on is None:
        return Why.NOT_DONE
    return Why.CARRIED_OUT if action.has_evidence else Why.WITHOUT_EVIDENCE


def _without_plan(viewer: Viewer, span: Span, limits: Limits) -> Iterator[tuple[Period, Organisation]]:
    """Each body once for every month that ended in the span in which it was obliged to have a plan and had none."""
    today = clock.local_day(span.at)
    for month in months_ending_in(span.first, span.last):
        if month.last_on < today:
            planned = _planned_in(viewer, month, span)
            yield from ((month, body) for body in _obliged(viewer, month, limits) if body.id not in planned)


def _planned_in(viewer: Viewer, month: Period, span: Span) -> frozenset[int]:
    stmt = within(viewer, PublicityAction).with_only_columns(PublicityAction.organisation_id).distinct()
    stmt = stmt.where(PublicityAction.planned_on.between(month.first_on, month.last_on), PublicityAction.is_planned)
    return frozenset(db.session.scalars(stmt.where(PublicityAction.written_at <= span.at)))


def _obliged(viewer: Viewer, month: Period, limits: Limits) -> list[Organisation]:
    known = load_bodies(viewer, first=month.first_on, last=month.last_on, ids=limits.organisation_ids)
    return list(known.addressed_by(_obligations(month.last_on)))


def _obligations(day: date) -> list[Obligation]:
    stmt = (
        select(Obligation)
        .join(Obligation.directive)
        .options(contains_eager(Obligation.directive))
        .where(Obligation.measure == MeasureKey.PUBLICISE, Directive.published_on <= day)
        .where((Directive.closed_on.is_(None)) | (Directive.closed_on > day))
    )
    return list(db.session.scalars(stmt.order_by(Obligation.id)))


PUBLICISE = PublicitySource()
