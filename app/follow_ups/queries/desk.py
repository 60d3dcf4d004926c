"""What a desk says of isolation."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.access.asking import Answer, Question
from app.clock import local, now
from app.door import Viewer
from app.follow_ups.queries.alerts import alerts_counted
from app.follow_ups.queries.cases import CaseCounts, CaseFilter, CaseNeed, cases_counted
from app.follow_ups.queries.samples import NeedCounts, needs_counted
from app.follow_ups.queries.transfers import transfers_counted
from app.follow_ups.rules.reports import is_late, session_at
from app.follow_ups.settings import cut_off_hour

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


def is_past_cut_off() -> bool:
    """Whether the cut-off of the session that is on is over."""
    at = local(now())
    session = session_at(at)
    return is_late(at.date(), session, local=at, cut_off_hour=cut_off_hour(session, at.date()))


def desk_counts(
    viewer: Viewer, wanted: CaseFilter = EVERYBODY, *, lists: Sequence[CaseNeed] = (CaseNeed.SESSION,)
) -> DeskCounts:
    """How things stand for the viewer now, in one statement; `wanted` narrows the cases alone."""
    return question_of_isolation(viewer, wanted, lists=lists).ask()


def question_of_isolation(
    viewer: Viewer, wanted: CaseFilter = EVERYBODY, *, lists: Sequence[CaseNeed] = (CaseNeed.SESSION,)
) -> Question[DeskCounts]:
    """The same, to be asked with others."""

    def read(rows: Sequence[Answer]) -> DeskCounts:
        (followed, *by_need), (alerts, escalated), needs, (transfers,) = rows
        cases = CaseCounts(followed, dict(zip(lists, by_need, strict=True)))
        return DeskCounts(cases, alerts, escalated, NeedCounts(*needs), transfers)

    counted = (cases_counted(viewer, wanted, lists), alerts_counted(viewer), needs_counted(viewer))
    return Question([*counted, transfers_counted(viewer)], read)
