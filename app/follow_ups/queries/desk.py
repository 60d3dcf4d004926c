"""What a desk says of isolation."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import String, type_coerce

from app.access.ahead import Ahead, Sheet, Topic, counted_ahead
from app.access.ahead.topics import instant, of_key, tallies, tally
from app.access.asking import Answer, Question
from app.clock import local, now
from app.door import Viewer, office_viewer
from app.follow_ups.models import FollowUp, FollowUpTransfer
from app.follow_ups.queries.cases import CaseCounts, CaseFilter, CaseNeed, cases_counted
from app.follow_ups.queries.samples import NeedCounts, needs_counted, needs_counted_for_all
from app.follow_ups.queries.transfers import transfers_counted
from app.follow_ups.rules.cases import CaseClass, Place
from app.follow_ups.rules.reports import is_late, session_at
from app.follow_ups.settings import cut_off_hour

EVERYBODY = CaseFilter()
LISTS = (CaseNeed.SESSION, CaseNeed.SILENT, CaseNeed.ENDING)


@dataclass(frozen=True)
class DeskCounts:
    """Cases, what they need, and those to be taken over; alerts are never counted ahead (`count_alerts`)."""

    cases: CaseCounts
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
    """What the worker counted for a list of cases, unless it is narrowed to a site or place; None where it did not."""
    is_kept = wanted.unit_id is None and wanted.area_id is None
    return counted_ahead(viewer, [ISOLATION]) if is_kept else None


def counts_for_list(viewer: Viewer, wanted: CaseFilter, ahead: Ahead | None) -> DeskCounts:
    """How things stand beside a list of cases, read off what was counted `ahead`."""
    if ahead is None:
        return desk_counts(viewer, wanted, lists=LISTS)
    return _read_isolation(viewer, ahead.sheets[ISOLATION.name], wanted)


def question_of_isolation(
    viewer: Viewer, wanted: CaseFilter = EVERYBODY, *, lists: Sequence[CaseNeed] = (CaseNeed.SESSION,)
) -> Question[DeskCounts]:
    """The same, to be asked with others."""

    def read(rows: Sequence[Answer]) -> DeskCounts:
        (followed, *by_need), needs, (transfers,) = rows
        cases = CaseCounts(followed, dict(zip(lists, by_need, strict=True)))
        return DeskCounts(cases, NeedCounts(*needs), transfers)

    counted = (cases_counted(viewer, wanted, lists), needs_counted(viewer))
    return Question([*counted, transfers_counted(viewer)], read)


CASES, NEEDS, TRANSFERS = "cases", "needs", "transfers"


def _count_isolation() -> Sheet:
    everybody = office_viewer()
    return {
        **tallies(CASES, cases_counted(everybody, EVERYBODY, LISTS), FollowUp, _CLASS_AND_PLACE),
        NEEDS: tally(needs_counted_for_all(everybody), FollowUp),
        TRANSFERS: tally(transfers_counted(everybody), FollowUpTransfer),
    }


_CLASS_AND_PLACE = type_coerce(FollowUp.case_class, String) + "/" + type_coerce(FollowUp.place, String)


def _parts(wanted: CaseFilter) -> Iterator[str]:
    """The parts of the cases of a class or all, at a kind of place or all."""
    for case_class in [wanted.case_class] if wanted.case_class else CaseClass:
        for place in [wanted.place] if wanted.place else Place:
            yield of_key(CASES, f"{case_class.value}/{place.value}")


def _read_isolation(viewer: Viewer, sheet: Sheet, wanted: CaseFilter = EVERYBODY) -> DeskCounts:
    seen = [sheet[part].of(viewer) for part in _parts(wanted) if part in sheet]
    followed, *by_need = (sum(each[n] or 0 for each in seen) for n in range(1 + len(LISTS)))
    waiting, urgent, since = sheet[NEEDS].of(viewer)
    (transfers,) = (count or 0 for count in sheet[TRANSFERS].of(viewer))
    cases = CaseCounts(followed, dict(zip(LISTS, by_need, strict=True)))
    return DeskCounts(cases, NeedCounts(waiting or 0, urgent or 0, instant(since)), transfers)


ISOLATION: Topic[DeskCounts] = Topic("isolation", question_of_isolation, _count_isolation, _read_isolation)
