"""The indicators of isolation, place by place down to the site and the team, and the people behind each."""

from collections.abc import Mapping
from typing import Any

from flask import Response, request

from app.directives.measures import Span
from app.directives.rules import MeasureKey
from app.door import Permission, requires, viewer
from app.follow_ups import labels as follow_labels
from app.follow_ups.queries.indicator_rows import About, cases_of, count_withheld_lines, ids_of_lines, page_of_lines
from app.follow_ups.queries.indicators import Where
from app.follow_ups.rules.cases import URGENT_NEEDS
from app.follow_ups.rules.reports import Session
from app.follow_ups.settings import cut_off_hour
from app.follow_ups.views.listing import people_on_duty
from app.monitoring import isolation_sheets
from app.monitoring.memory import scope_of
from app.monitoring.periods import chosen_period
from app.monitoring.queries.ahead import has_withheld
from app.monitoring.queries.isolation import find_leaf, isolation_table, names_of_leaves, where_of
from app.monitoring.queries.isolation_lines import page_of_people
from app.monitoring.queries.parts import for_a_moment, fresh_days
from app.monitoring.queries.rows import Rows
from app.monitoring.views import ROWS_AT_MOST, bp, wanted_rows, words
from app.web.converters import row_id
from app.web.languages import language
from app.web.pages import render
from app.web.pagination import Wish, wished_page
from app.web.sheets import answer_sheet, file_of

ABOUT = f"<any({', '.join(About)}):about>"


@bp.get("/isolation")
@requires(Permission.MONITOR_READ, Permission.FOLLOW_UP_READ)
def isolation() -> Response:
    """The table of one place."""
    chosen, rows = chosen_period(request.args), _rows()
    about = ("isolation", scope_of(viewer()), rows.wanted, language())
    period = rows.wanted.period
    fresh = fresh_days(Span(period.first_on, period.last_on, rows.at))
    table = for_a_moment(fresh, about, lambda: isolation_table(viewer(), rows))
    return render(
        "monitoring/isolation.html",
        rows=rows,
        table=table,
        line_name=isolation_sheets.line_name,
        chosen=chosen,
        hours=_hours(rows),
        **words(chosen),
    )


@file_of(bp, "/isolation")
@requires(Permission.MONITOR_READ, Permission.FOLLOW_UP_READ)
def export_isolation(suffix: str) -> Response:
    """The same table as a file."""
    rows = _rows()
    return answer_sheet(isolation_sheets.table_sheet(isolation_table(viewer(), rows), _hours(rows)), suffix)


@bp.get(f"/isolation/{ABOUT}")
@requires(Permission.MONITOR_READ, Permission.FOLLOW_UP_READ)
def isolation_rows(about: str) -> Response:
    """Whom an indicator is about: case by case; names of those for whom the viewer is on duty."""
    chosen, rows, what = chosen_period(request.args), _rows(), About(about)
    where = _where(rows)
    page = page_of_people(viewer(), where, what, wished_page())
    cases = cases_of(viewer(), ids_of_lines(page.rows))
    return render(
        "monitoring/isolation_rows.html",
        rows=rows,
        about=what,
        page=page,
        withheld=count_withheld_lines(viewer(), where, what, listed=page.total) if has_withheld(viewer()) else 0,
        cases=cases,
        people=people_on_duty(viewer(), cases.values()),
        leaf_name=_leaf_name(where),
        about_labels=follow_labels.ABOUT_LABELS,
        follow_labels=follow_labels,
        urgent_needs=URGENT_NEEDS,
        chosen=chosen,
        **words(chosen),
    )


@file_of(bp, f"/isolation/{ABOUT}")
@requires(Permission.MONITOR_READ, Permission.FOLLOW_UP_READ)
def export_isolation_rows(about: str, suffix: str) -> Response:
    """The same rows as a file."""
    lines = page_of_lines(viewer(), _where(_rows()), About(about), Wish(1, ROWS_AT_MOST)).rows
    return answer_sheet(isolation_sheets.lines_sheet(viewer(), About(about), lines), suffix)


def _rows() -> Rows:
    return wanted_rows(MeasureKey.ISOLATION.value)


def _where(rows: Rows) -> Where:
    unit_id, team_id = (request.args.get(name, type=row_id) for name in ("site", "team"))
    return where_of(rows, find_leaf(rows, unit_id, team_id, at_home="team" in request.args))


def _leaf_name(where: Where) -> str | None:
    """What the rows' site or team is called: "" at home without a team; None where the rows are of more."""
    if where.leaf is None:
        return None
    sites, teams = names_of_leaves(viewer(), {where.leaf: None})
    return sites.get(where.leaf.unit_id or 0) or teams.get(where.leaf.team_id or 0) or ""


def _hours(rows: Rows) -> Mapping[Session, Any]:
    """By when each session is due, on the last day of the period."""
    return {session: f"{cut_off_hour(session, rows.wanted.period.last_on)}:00" for session in Session}
