"""The rows behind the indicators: a person's day or session each, by the case's number; the case itself as far as it
is the viewer's.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, String, Subquery, and_, cast, func, literal, null, or_, select, union_all
from sqlalchemy.orm import joinedload

from app.access.scope import Rows, counting, covered_by, within
from app.areas.models import Area
from app.db import UtcDateTime, db
from app.directives.measures.calendar import known_days
from app.door import Viewer
from app.follow_ups.measure import spells_meant
from app.follow_ups.models import FollowUp, FollowUpNeed, FollowUpSpell
from app.follow_ups.queries.indicators import FirstReport, Where, first_reports, needs_of, person_days
from app.follow_ups.rules.reports import Session
from app.units.models import Unit
from app.web.pagination import Page, Wish


class About(StrEnum):
    """Which indicator's rows."""

    SILENT = "silent"  # days without any update
    SESSIONS = "sessions"  # sessions that are due and have no record
    MISSED = "missed"  # sessions that had none when their cut-off came
    FIRST = "first"  # from the order to the first report
    NEEDS = "needs"


@dataclass(frozen=True)
class MissingLine:
    """A day, or a session of it, on which nothing was said of somebody in time; `said_at`: when it was after all."""

    follow_up_id: int
    place: str
    day: date
    session: Session | None
    said_at: datetime | None


Line = MissingLine | FirstReport | FollowUpNeed


def page_of_lines(viewer: Viewer, where: Where, about: About, wish: Wish) -> Page:
    """One page of the rows: the newest day first, of hours the longest first."""
    offset = (wish.number - 1) * wish.size
    if about in (About.FIRST, About.NEEDS):
        listed = first_reports(viewer, where) if about is About.FIRST else needs_of(viewer, where)
        return Page(listed[offset : offset + wish.size], wish.number, wish.size, len(listed))
    stmt = _missing(viewer, where, about)
    if stmt is None:
        return Page([], wish.number, wish.size, 0)
    line = stmt.subquery("line")
    listed_stmt = covered_by(select(line).order_by(line.c.day.desc(), line.c.session.desc(), line.c.follow_up_id), stmt)
    rows = db.session.execute(listed_stmt.limit(wish.size).offset(offset)).all()
    total = db.session.scalar(covered_by(select(func.count()).select_from(line), stmt)) or 0
    return Page([_line(*row) for row in rows], wish.number, wish.size, total)


def next_cases(viewer: Viewer, where: Where, *, after: int, size: int) -> Sequence[int]:
    """The next of those who owe something on the span's days, by the case's number."""
    meant, seen = spells_meant(viewer, known_days(where.span), where.limits)
    stmt = meant.with_only_columns(FollowUpSpell.follow_up_id).where(FollowUpSpell.follow_up_id > after).distinct()
    stmt = covered_by(stmt.order_by(FollowUpSpell.follow_up_id).limit(size), meant, seen)
    return db.session.scalars(stmt).all()


def lines_of(viewer: Viewer, where: Where, about: About, session: Session | None) -> Sequence[MissingLine]:
    """All rows of the days and people meant, of one session, by the case's number."""
    stmt = _missing(viewer, where, about)
    if stmt is None:
        return []
    line = stmt.subquery("line")
    listed = covered_by(select(line).order_by(line.c.follow_up_id), stmt)
    if session:
        listed = listed.where(line.c.session == session.value)
    return [_line(*row) for row in db.session.execute(listed)]


def count_withheld_lines(viewer: Viewer, where: Where, about: About, *, listed: int) -> int:
    """How many rows the figure has besides those listed: of sites that are not named to the viewer."""
    if viewer.sees_restricted:
        return 0
    return page_of_lines(counting(viewer), where, about, Wish(1, 1)).total - listed


def cases_of(viewer: Viewer, ids: Collection[int]) -> Mapping[int, FollowUp]:
    """Those of the cases that are the viewer's, by id; who was sent on since is somebody else's."""
    stmt = within(viewer, FollowUp).where(FollowUp.id.in_(sorted(ids)))
    stmt = stmt.options(joinedload(FollowUp.unit), joinedload(FollowUp.area), joinedload(FollowUp.team))
    return {row.id: row for row in db.session.scalars(stmt)}


def _missing(viewer: Viewer, where: Where, about: About) -> Rows | None:
    stmt = person_days(viewer, where)
    if stmt is None:
        return None
    row = stmt.subquery("person_day")
    if about is About.SILENT:
        none = and_(row.c.morning_at.is_(None), row.c.evening_at.is_(None))
        return _named(stmt, row, cast(null(), String), cast(null(), UtcDateTime), none)
    at, halves = where.span.at, []
    for session in Session:
        until, said = row.c[f"{session.value}_until"], row.c[f"{session.value}_at"]
        is_missing = said.is_(None) if about is About.SESSIONS else or_(said.is_(None), said > until)
        halves.append(_named(stmt, row, cast(literal(session.value), String), said, and_(until <= at, is_missing)))
    return covered_by(select(union_all(*halves).subquery("half")), *halves)


def _named(stmt: Rows, row: Subquery, session: Any, said: Any, condition: ColumnElement[bool]) -> Rows:
    """The rows that a condition leaves, with the site or the commune where the person was."""
    named = select(row.c.follow_up_id, func.coalesce(Unit.name, Area.name).label("place"), row.c.day)
    named = named.add_columns(session.label("session"), said.label("said_at"))
    named = named.join(Area, Area.id == row.c.area_id).outerjoin(Unit, Unit.id == row.c.unit_id).where(condition)
    return covered_by(named, stmt)


def _line(follow_up_id: int, place: str, day: date, session: str | None, said_at: datetime | None) -> MissingLine:
    return MissingLine(follow_up_id, place, day, Session(session) if session else None, said_at)


def ids_of_lines(lines: Sequence[Line]) -> set[int]:
    """The cases that rows are about."""
    return {line.follow_up_id for line in lines}
