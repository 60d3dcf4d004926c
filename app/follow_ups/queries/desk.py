"""What a desk says of isolation."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select, true

from app.access.scope import covered_by
from app.db import db
from app.door import Viewer
from app.follow_ups.queries.alerts import alerts_counted
from app.follow_ups.queries.cases import CaseCounts, CaseFilter, CaseNeed, cases_counted
from app.follow_ups.queries.samples import NeedCounts, needs_counted
from app.follow_ups.queries.transfers import transfers_counted

EVERYBODY = CaseFilter()
LISTS = (CaseNeed.SESSION, CaseNeed.SILENT, CaseNeed.ENDING)


@dataclass(frozen=True)
class DeskCounts:
    """`escalated`: of the alerts those that have left the first step of the ladder."""

    cases: CaseCounts
    alerts: int
    escalated: int
    needs: NeedCounts
    transfers: int


def desk_counts(
    viewer: Viewer, wanted: CaseFilter = EVERYBODY, *, lists: Sequence[CaseNeed] = (CaseNeed.SESSION,)
) -> DeskCounts:
    """How things stand for the viewer now, in one statement, since desks ask much; `wanted` narrows the cases alone."""
    counted = [cases_counted(viewer, wanted, lists), alerts_counted(viewer), needs_counted(viewer)]
    counted.append(transfers_counted(viewer))
    first, *others = [stmt.subquery() for stmt in counted]
    beside = first
    for each in others:
        beside = beside.join(each, true())  # type: ignore[assignment]
    columns = [column for part in (first, *others) for column in part.c]
    row = db.session.execute(covered_by(select(*columns).select_from(beside), *counted)).one()
    followed, *by_need, alerts, escalated, waiting, urgent, since, transfers = row
    cases = CaseCounts(followed, dict(zip(lists, by_need, strict=True)))
    return DeskCounts(cases, alerts, escalated, NeedCounts(waiting, urgent, since), transfers)
