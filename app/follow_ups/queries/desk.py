"""What a desk says of isolation."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from app.access.ahead import Ahead, Sheet, Topic, counted_ahead
from app.access.ahead.topics import instant, tally
from app.access.asking import Answer, Question
from app.clock import local, now
from app.door import Viewer, office_viewer
from app.follow_ups.models import FollowUp, FollowUpAlert, FollowUpTransfer
from app.follow_ups.queries.alerts import alerts_counted
from app.follow_ups.queries.cases import CaseCounts, CaseFilter, CaseNeed, cases_counted
from app.follow_ups.queries.samples import NeedCounts, needs_counted, needs_counted_for_all
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


def counts_ahead(viewer: Viewer, wanted: CaseFilter) -> Ahead | None:
    """What the worker counted for a list of cases that is narrowed to a need at most; None where it did not."""
    return counted_ahead(viewer, [ISOLATION]) if replace(wanted, need=None) == EVERYBODY else None


def counts_for_list(viewer: Viewer, wanted: CaseFilter, ahead: Ahead | None) -> DeskCounts:
    """How things stand beside a list of cases, read off what was counted `ahead`."""
    if ahead is None:
        return desk_counts(viewer, wanted, lists=LISTS)
    return ISOLATION.read(viewer, ahead.sheets[ISOLATION.name])


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


CASES, ALERTS, NEEDS, TRANSFERS = "cases", "alerts", "needs", "transfers"


def _count_isolation() -> Sheet:
    everybody = office_viewer()
    return {
        CASES: tally(cases_counted(everybody, EVERYBODY, LISTS), FollowUp),
        ALERTS: tally(alerts_counted(everybody), FollowUpAlert),
        NEEDS: tally(needs_counted_for_all(everybody), FollowUp),
        TRANSFERS: tally(transfers_counted(everybody), FollowUpTransfer),
    }


def _read_isolation(viewer: Viewer, sheet: Sheet) -> DeskCounts:
    followed, *by_need = (count or 0 for count in sheet[CASES].of(viewer))
    alerts, escalated = (count or 0 for count in sheet[ALERTS].of(viewer))
    waiting, urgent, since = sheet[NEEDS].of(viewer)
    (transfers,) = (count or 0 for count in sheet[TRANSFERS].of(viewer))
    cases = CaseCounts(followed, dict(zip(LISTS, by_need, strict=True)))
    return DeskCounts(cases, alerts, escalated, NeedCounts(waiting or 0, urgent or 0, instant(since)), transfers)


ISOLATION: Topic[DeskCounts] = Topic("isolation", question_of_isolation, _count_isolation, _read_isolation)
