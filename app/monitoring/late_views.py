"""Who has not reported today: units and bodies, in the order in which they matter, reminded by hand."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from flask import Response, flash, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from app.clock import local_day, now
from app.directives.measures import LeadStep
from app.directives.rules import MeasureKey, Period
from app.door import Permission, requires, viewer
from app.monitoring import exports, labels, queries, reminding
from app.monitoring.addresses import arrears_address
from app.monitoring.cards import late_card
from app.monitoring.memory import scope_of
from app.monitoring.queries import Rows, Show, Wanted
from app.monitoring.queries.desk import arrears_period, missing_steps, week_ahead
from app.monitoring.queries.late import LatePage, LateUnit, all_late_units, late_units
from app.monitoring.queries.parts import for_a_moment
from app.monitoring.views import NO_BODY, ROWS_AT_MOST, bp
from app.notices.cards import SUFFIXES, Card, answer
from app.web.converters import row_id
from app.web.filters import day as write_day
from app.web.filters import number
from app.web.pages import asked, render, see_other
from app.web.pagination import Page, wished_page
from app.web.sheets import file_of

YESTERDAY = "yesterday"


@bp.get("/late")
@requires(Permission.MONITOR_READ)
def late() -> Response:
    """The page; for htmx the list of units alone."""
    return _page()


@file_of(bp, "/late", SUFFIXES)
@requires(Permission.MONITOR_READ)
def export_late(suffix: str) -> Response:
    """The same units as a file."""
    return answer(suffix, lambda: exports.late_sheet(_day(), _all(ROWS_AT_MOST)), lambda: _card(_found().page))


@bp.post("/late/units")
@requires(Permission.MONITOR_READ, Permission.UNIT_REMIND)
def remind_units() -> AnyResponse:
    """Remind the units ticked; first say whom and with which words."""
    day, ids = _day(), set(request.form.getlist("unit", type=row_id))
    units = reminding.late_among(viewer(), day, ids)
    if not units:
        flash(_("Chưa chọn đơn vị nào còn thiếu số liệu."), "undone")
        return see_other("monitoring.late", **asked())
    if "confirmed" not in request.form:
        return render("monitoring/remind.html", units=units, steps=(), day=day, address=asked())
    done = reminding.remind_units(viewer(), units, day)
    flash(_told(done))
    return see_other("monitoring.late", **asked())


@bp.post("/late/bodies")
@requires(Permission.MONITOR_READ, Permission.UNIT_REMIND)
def remind_bodies() -> AnyResponse:
    """Remind the bodies ticked of what they owe; first say whom and with which words."""
    ids = set(request.form.getlist("body", type=row_id))
    steps = [step for step in missing_steps(viewer(), local_day()) if step.organisation_id in ids]
    if not steps:
        flash(_("Chưa chọn cơ quan nào còn việc quá hạn."), "undone")
        return see_other("monitoring.late", **asked())
    if "confirmed" not in request.form:
        return render("monitoring/remind.html", units=(), steps=steps, day=local_day(), address=asked())
    done = reminding.remind_bodies(viewer(), steps)
    flash(_told(done))
    return see_other("monitoring.late", **asked())


def _told(done: reminding.Reminded) -> str:
    if not done.before:
        return str(_("Đã nhắc %(n)s nơi.", n=number(done.now)))
    return str(
        _("Đã nhắc %(n)s nơi; %(m)s nơi đã được nhắc hôm nay hoặc chưa có cách liên lạc.", n=done.now, m=done.before)
    )


def _page() -> Response:
    rows, day = _rows(), _day()
    found = late_units(viewer(), day, rows.limits, wished_page())
    is_whole = rows.area is None and rows.body is None
    steps: Sequence[LeadStep] = _steps() if is_whole else ()
    return render(
        "monitoring/late.html",
        fragment="late_units",
        rows=rows,
        day=day,
        is_today=day == local_day(),
        page=found.page,
        withheld=found.withheld_count,
        steps=steps,
        arrears=arrears_address(arrears_period(local_day())),
        address=asked(),
        **_words(),
    )


def _steps() -> Sequence[LeadStep]:
    today = local_day()
    about = ("steps", scope_of(viewer()), today)
    return for_a_moment(week_ahead(today), about, lambda: missing_steps(viewer(), today))


def _title() -> str:
    return str(_("Đơn vị chưa có số liệu vào, ra ngày %(day)s", day=write_day(_day())))


def _found() -> LatePage:
    return late_units(viewer(), _day(), _rows().limits, wished_page())


def _card(page: Page) -> Card:
    return late_card(_title(), page.rows, page.total)


def _all(limit: int) -> Sequence[LateUnit]:
    return all_late_units(viewer(), _day(), _rows().limits, limit=limit)


def _rows() -> Rows:
    """Whose units an address means, as for the rows behind a figure. Raises Absent."""
    day = _day()
    body = request.args.get("body", NO_BODY if request.args.get("body") else None, type=row_id)
    area = request.args.get("area", "")
    return queries.wanted_rows(
        viewer(), Wanted(MeasureKey.ENTRY, Period(day, day), body_id=body, area_code=area, show=Show.MISSING)
    )


def _day() -> date:
    return local_day() - timedelta(1) if request.args.get("day") == YESTERDAY else local_day()


def _words() -> dict[str, Any]:
    return {"labels": labels, "at": now(), "closes_at": queries.closes_at(_day())}
