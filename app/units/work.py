"""What officers decide about units: how many wait on each of their lists, asked for or read off the worker's counts."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import func

from app.access.ahead import Sheet, Tally, Topic
from app.access.ahead.sheets import sees
from app.access.ahead.topics import instant, key_of, tallies, tally
from app.access.asking import Question
from app.access.scope import Rows, within
from app.db import UtcDateTime
from app.door import Viewer, office_viewer
from app.units.models import Unit, UnitProposal, UnitTransfer
from app.units.queries.doubles import counted_doubles, doubles_by_owners
from app.units.rules import UnitStatus
from app.units.waiting import incoming, open_proposals


class WorkList(StrEnum):
    """What officers decide about units."""

    REGISTRATIONS = "registrations"  # wait for approval; not those whose unit has a question to answer
    PROPOSALS = "proposals"  # changes that managers propose
    TRANSFERS = "transfers"  # units that other bodies would hand over to the viewer's
    OWNERS = "owners"  # units of which nobody knows who answers for them
    DOUBLES = "doubles"  # pairs of units that may be one


@dataclass(frozen=True)
class Waiting:
    """How many wait, and since when the first of them."""

    count: int
    since: datetime | None = None


Work = Mapping[WorkList, Waiting]


def question_of_work(viewer: Viewer) -> Question[Work]:
    """What waits on every work-list of the viewer.

    Whoever sees all finds the pairs in the register: to look for them there takes longer than all the rest.
    """
    counted = _lists(viewer)
    if not viewer.sees_all:
        counted[WorkList.DOUBLES] = counted_doubles(viewer)
    return Question(
        list(counted.values()),
        lambda rows: {name: Waiting(*row) for name, row in zip(counted, rows, strict=True)},
    )


def _lists(viewer: Viewer) -> dict[WorkList, Rows]:
    """How many wait on each list but the pairs, and since when."""
    pending = (Unit.status == UnitStatus.PENDING, Unit.asked_at.is_(None))
    lists: Mapping[WorkList, tuple[Rows, Any]] = {
        WorkList.REGISTRATIONS: (within(viewer, Unit).where(*pending), Unit.waiting_since),
        WorkList.PROPOSALS: (open_proposals(viewer).order_by(None), UnitProposal.proposed_at),
        WorkList.TRANSFERS: (within(viewer, UnitTransfer).where(incoming(viewer)), UnitTransfer.proposed_at),
        WorkList.OWNERS: (within(viewer, Unit).where(Unit.unclear_since.is_not(None)), Unit.unclear_since),
    }
    return {
        name: stmt.with_only_columns(func.count().label("count"), func.min(since, type_=UtcDateTime()).label("since"))
        for name, (stmt, since) in lists.items()
    }


def _count_work() -> Sheet:
    lists = _lists(office_viewer())
    proposals = lists[WorkList.PROPOSALS].join(Unit, Unit.id == UnitProposal.unit_id)
    transfers = lists[WorkList.TRANSFERS].join(Unit, Unit.id == UnitTransfer.unit_id)
    return {
        WorkList.REGISTRATIONS: tally(lists[WorkList.REGISTRATIONS], Unit),
        WorkList.PROPOSALS: tally(proposals, Unit),
        WorkList.OWNERS: tally(lists[WorkList.OWNERS], Unit),
        **tallies(WorkList.TRANSFERS, transfers, Unit, UnitTransfer.to_organisation_id),
        **{_of_other(owner): Tally(rows, width=1) for owner, rows in doubles_by_owners().items()},
    }


def _of_other(owner: tuple[int, int, bool]) -> str:
    """The part of the pairs of which one unit is this owner's."""
    return f"{WorkList.DOUBLES}:{','.join(str(int(each)) for each in owner)}"


def _read_work(viewer: Viewer, sheet: Sheet) -> Work:
    names = (WorkList.REGISTRATIONS, WorkList.PROPOSALS, WorkList.OWNERS)
    found = {name: _waiting([sheet[name].of(viewer)]) for name in names}
    found[WorkList.TRANSFERS] = _waiting(_offered(viewer, sheet))
    if not viewer.sees_all:
        found[WorkList.DOUBLES] = Waiting(sum(_pairs_of(viewer, sheet)))
    return found


def _pairs_of(viewer: Viewer, sheet: Sheet) -> Iterable[int]:
    """Of pairs whose units are both the viewer's, how many there are."""
    for name, pairs in sheet.items():
        own, _, owner = name.partition(":")
        if own == WorkList.DOUBLES:
            body, place, withheld = map(int, owner.split(","))
            if sees(viewer, body, place, is_withheld=bool(withheld)):
                yield pairs.of(viewer)[0] or 0


def _offered(viewer: Viewer, sheet: Sheet) -> Iterable[Any]:
    """What is offered to the viewer's bodies, whoever has the unit now; to who sees all, also what he sees so."""
    for name, offered in sheet.items():
        if (to := key_of(WorkList.TRANSFERS, name)) is not None:
            if to in viewer.organisation_ids:
                yield offered.of_all
            elif viewer.sees_all:
                yield offered.of(viewer)


def _waiting(several: Iterable[Any]) -> Waiting:
    counts, moments = zip(*several, strict=True) if (several := list(several)) else ((), ())
    return Waiting(sum(counts), instant(min((each for each in moments if each is not None), default=None)))


WORK: Topic[Work] = Topic("work", question_of_work, _count_work, _read_work)
