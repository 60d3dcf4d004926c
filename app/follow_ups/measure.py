"""`isolation`: of the days on which somebody in isolation owes an update, those with one, whoever wrote it.

The first is the day after admission. In hospital, moved away or over: nothing is due. In transfer the sender owes it
until the receiver accepts. Rows are a site's, or a commune's homes', people of a day: counts, never persons.
"""

from collections.abc import Sequence
from datetime import date

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, Integer, and_, case, cast, func, literal, or_, select

from app.access.scope import Rows, belonging_to, covered_by, within
from app.directives.measures import Limits, Span, UnitFacts
from app.directives.measures.calendar import day_table, known_days
from app.directives.rules import MeasureKey
from app.door import Viewer
from app.follow_ups.models import DailyReport, FollowUpSpell
from app.follow_ups.rules.cases import Place
from app.follow_ups.rules.reports import Kind, Writer
from app.units.models import Unit

SILENT, ELSEWHERE, ABSENT = "isolation_silent", "isolation_elsewhere", "isolation_absent"
# In this order: of a day with several records the first of these counts.
WRITERS = tuple(f"isolation_{writer.value}" for writer in Writer if writer is not Writer.UPLOAD)
RANKED = (*WRITERS, ABSENT, ELSEWHERE)


def facts(viewer: Viewer, span: Span, limits: Limits) -> Rows | None:
    """People of a day by site (or by commune, at home), who answered for them, and who reported them or nobody."""
    days = known_days(span)
    if not days:
        return None
    day = day_table(days)
    meant, seen = spells_meant(viewer, days, limits)
    said_select = _said(meant, span)
    owed, said = meant.subquery("owed"), said_select.subquery("said")
    why = case(*((said.c.rank == n, literal(name)) for n, name in enumerate(RANKED)), else_=literal(SILENT))
    person = (
        select(func.coalesce(owed.c.unit_id, -owed.c.area_id).label("unit_id"), owed.c.organisation_id, owed.c.area_id)
        .add_columns(day.c.day, why.label("why"), func.coalesce(said.c.sessions, 0).label("sessions"))
        .join(day, and_(owed.c.from_on <= day.c.day, or_(owed.c.until_on.is_(None), owed.c.until_on > day.c.day)))
        .outerjoin(said, and_(said.c.follow_up_id == owed.c.follow_up_id, said.c.day == day.c.day))
        .subquery("person_day")
    )
    keys = (person.c.unit_id, person.c.organisation_id, person.c.area_id, person.c.day, person.c.why)
    sums = (func.count(), func.sum(person.c.sessions))
    stmt = select(*keys, *(cast(each, Integer).label(name) for each, name in zip(sums, _SUMS, strict=True)))
    at_home = case((person.c.unit_id < 0, literal(at_home_words())), else_=literal(""))
    stmt = stmt.add_columns(at_home.label("point")).group_by(*keys)
    return covered_by(stmt, meant, said_select, seen)


def at_home_words() -> str:
    """What a commune's homes are called among sites."""
    return str(_("Cách ly tại nhà"))


_SUMS = ("people", "isolation_sessions")


def spells_meant(viewer: Viewer, days: Sequence[date], limits: Limits) -> tuple[Rows, Rows]:
    """The spells within the limits that owe something on one of the days, and the units that the limits ask about."""
    spell = FollowUpSpell
    seen: Rows = within(viewer, Unit).with_only_columns(Unit.id)
    meant: Rows = within(viewer, spell).where(spell.place != Place.HOSPITAL, *_limits(limits, seen))
    meant = meant.where(spell.from_on <= days[-1], or_(spell.until_on.is_(None), spell.until_on > days[0]))
    return meant, seen


def _limits(limits: Limits, seen: Rows) -> list[ColumnElement[bool]]:
    spell = FollowUpSpell
    found: list[ColumnElement[bool]] = []
    if limits.unit_kinds is not None:
        found.append(spell.unit_id.in_(seen.where(Unit.kind.in_(sorted(limits.unit_kinds)))))
    pairs = (
        (spell.organisation_id, limits.organisation_ids),
        (spell.area_id, limits.area_ids),
        (spell.unit_id, limits.unit_ids),
    )
    return found + [column.in_(sorted(ids)) for column, ids in pairs if ids is not None]


def _said(meant: Rows, span: Span) -> Rows:
    """Of each person and day the record that counts, and of how many sessions there is one, as known at the instant."""
    report = DailyReport
    ranks = [
        (report.kind == Kind.ELSEWHERE, RANKED.index(ELSEWHERE)),
        (report.kind == Kind.ABSENT, RANKED.index(ABSENT)),
        *((report.writer == writer, n) for n, writer in enumerate(Writer) if writer is not Writer.UPLOAD),
    ]
    rank = func.min(case(*ranks, else_=RANKED.index(ELSEWHERE))).label("rank")
    sessions = func.count(report.session.distinct()).label("sessions")
    people = meant.with_only_columns(FollowUpSpell.follow_up_id)
    said: Rows = belonging_to(meant, people, report).with_only_columns(report.follow_up_id, report.day, rank, sessions)
    said = said.where(report.day.between(span.first, span.last), report.reported_at <= span.at)
    said = said.where(or_(report.superseded_at.is_(None), report.superseded_at > span.at))
    return said.group_by(report.follow_up_id, report.day)


ISOLATION = UnitFacts(
    measure=MeasureKey.ISOLATION,
    facts=facts,
    reasons=(*RANKED, SILENT),
    counted=frozenset(RANKED),
    sums=("isolation_sessions",),
    weight="people",
)
