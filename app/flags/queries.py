"""Finding flags: each viewer's own; those above the unit's district see what nobody explained in time."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, and_, case, func, or_
from sqlalchemy.orm import joinedload

from app.access.ahead import Sheet, Topic
from app.access.ahead.topics import day, tally
from app.access.asking import Question
from app.access.scope import Rows, covered_by, within
from app.clock import local_day
from app.db import db
from app.door import Absent, Viewer, office_viewer
from app.flags.models import Flag
from app.flags.rules import FlagKind, FlagOutcome, FlagStatus
from app.units.models import Unit
from app.web.pagination import Page, Wish, paginate, stream
from app.zones.models import Team


@dataclass(frozen=True)
class FlagFilter:
    """Which flags: of a status, a kind, one unit; None is any."""

    status: FlagStatus | None = None
    kind: FlagKind | None = None
    unit_id: int | None = None


def list_flags(viewer: Viewer, wanted: FlagFilter, wish: Wish) -> Page:
    """One page, what is open first, the newest first."""
    return paginate(_wanted(viewer, wanted), wish)


def list_all_flags(viewer: Viewer, wanted: FlagFilter) -> Iterable[Flag]:
    """All of them, for a file."""
    return stream(_wanted(viewer, wanted))


def get_flag(viewer: Viewer, flag_id: int) -> Flag:
    """One flag. Raises Absent."""
    stmt = _visible(viewer).where(Flag.id == flag_id).options(joinedload(Flag.unit), joinedload(Flag.team))
    flag: Flag | None = db.session.scalar(stmt)
    if flag is None:
        raise Absent(flag_id)
    return flag


@dataclass(frozen=True)
class Standings:
    """How many flags wait for the unit (the first of them until `first_due`), for the officer, and for nobody."""

    waiting: int
    explained: int
    unexplained: int
    first_due: date | None


def count_flags(viewer: Viewer) -> Standings:
    """How the viewer's open flags stand."""
    return question_of_flags(viewer).ask()


def question_of_flags(viewer: Viewer) -> Question[Standings]:
    """The same, to be asked with others."""
    return Question([_counted(_visible(viewer))], lambda rows: Standings(*rows[0]))


def _counted(meant: Rows) -> Rows:
    """How many of these flags are open and stand how, and until when the first of them is to be explained."""
    statuses = (FlagStatus.WAITING, FlagStatus.EXPLAINED, FlagStatus.UNEXPLAINED)
    stands = [_stands(status, local_day()) for status in statuses]
    counts = [func.count(case((each, Flag.id))) for each in stands]
    first_due = func.min(case((stands[0], Flag.explain_by)))
    return meant.where(Flag.closed_at.is_(None)).with_only_columns(*counts, first_due)


OF_UNITS, OF_TEAMS = "units", "teams"


def _count_flags() -> Sheet:
    counted = _counted(within(office_viewer(), Flag))
    return {
        OF_UNITS: tally(counted.join(Unit, Unit.id == Flag.unit_id), Unit),
        OF_TEAMS: tally(counted.join(Team, Team.id == Flag.team_id), Team),
    }


def _read_flags(viewer: Viewer, sheet: Sheet) -> Standings:
    seen = [tally.of(viewer) for tally in sheet.values()]
    # Upwards goes what nobody explained, as in `_visible`.
    judged = [sheet[OF_UNITS].of_body(viewer.organisation_id)] if viewer.sees_all else seen
    waiting, explained = (sum(each[n] or 0 for each in judged) for n in (0, 1))
    due = min((each[3] for each in judged if each[3] is not None), default=None)
    return Standings(waiting, explained, sum(each[2] or 0 for each in seen), day(due))


FLAGS: Topic[Standings] = Topic("flags", question_of_flags, _count_flags, _read_flags)


def _wanted(viewer: Viewer, wanted: FlagFilter) -> Rows:
    stmt = _visible(viewer).options(
        joinedload(Flag.unit).joinedload(Unit.area), joinedload(Flag.team).joinedload(Team.area)
    )
    if wanted.status:
        stmt = stmt.where(_stands(wanted.status, local_day()))
    if wanted.kind:
        stmt = stmt.where(Flag.kind == wanted.kind)
    if wanted.unit_id is not None:
        stmt = stmt.where(Flag.unit_id == wanted.unit_id)
    return stmt.order_by(Flag.closed_at.is_not(None), Flag.day.desc(), Flag.id.desc())


def _visible(viewer: Viewer) -> Rows:
    stmt = within(viewer, Flag)
    if not viewer.sees_all:
        return stmt
    # Upwards goes what is open and was not explained; the bodies below judge the rest.
    own = within(viewer, Unit).where(Unit.organisation_id == viewer.organisation_id).with_only_columns(Unit.id)
    shown = stmt.where(or_(_stands(FlagStatus.UNEXPLAINED, local_day()), Flag.unit_id.in_(own)))
    return covered_by(shown, stmt, own)


def _stands(status: FlagStatus, today: date) -> ColumnElement[bool]:
    is_open, is_explained = Flag.closed_at.is_(None), Flag.explained_at.is_not(None)
    match status:
        case FlagStatus.WAITING:
            return and_(is_open, ~is_explained, Flag.explain_by >= today)
        case FlagStatus.UNEXPLAINED:
            return and_(is_open, ~is_explained, Flag.explain_by < today)
        case FlagStatus.EXPLAINED:
            return and_(is_open, is_explained)
        case _:
            return Flag.outcome == FlagOutcome(status.value)
