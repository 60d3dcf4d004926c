"""Reminding from a list of the drill-down: first whom and with which words, then sent."""

from collections.abc import Sequence
from typing import Any

from flask import flash, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from app.directives.rules import MeasureKey, Period
from app.door import Permission, requires, viewer
from app.monitoring import behind, labels, queries
from app.monitoring.behind import Behind
from app.monitoring.periods import chosen_order, chosen_period
from app.monitoring.queries import Overview
from app.monitoring.views import bp, wanted_rows
from app.web.filters import number
from app.web.pages import asked, render, see_other


@bp.post("/rows/<measure>/remind")
@requires(Permission.MONITOR_READ, Permission.UNIT_REMIND)
def remind_rows(measure: str) -> AnyResponse:
    """The units or bodies whose rows a figure misses."""
    rows = wanted_rows(measure)
    found = behind.behind_in_rows(viewer(), rows)
    return _ask_or_send("monitoring.rows", {"measure": measure}, rows.wanted.measure, rows.wanted.period, found)


@bp.post("/remind")
@requires(Permission.MONITOR_READ, Permission.UNIT_REMIND)
def remind_show() -> AnyResponse:
    """The bodies of the viewer's own table, or of one group of it, that are below the target."""
    period = chosen_period(request.args).period
    overview = queries.own_overview(viewer(), period, chosen_order(request.args))
    endpoint = "monitoring.results_table" if "group" in request.args else "monitoring.show"
    return _bodies(endpoint, {}, overview)


@bp.post("/bodies/<int:organisation_id>/remind")
@requires(Permission.MONITOR_READ, Permission.UNIT_REMIND)
def remind_body(organisation_id: int) -> AnyResponse:
    """The bodies below one that are below the target."""
    period = chosen_period(request.args).period
    overview = queries.body_overview(viewer(), organisation_id, period, chosen_order(request.args))
    return _bodies("monitoring.body", {"organisation_id": organisation_id}, overview)


def _bodies(endpoint: str, where: dict[str, Any], overview: Overview) -> AnyResponse:
    measure = chosen_order(request.args).measure or MeasureKey.ENTRY
    group = request.args.get("group")
    lines = [line for table in overview.sections if group in (None, table.section) for line in table.lines]
    found = behind.behind_in_lines(lines, measure, overview.targets.get(measure))
    return _ask_or_send(endpoint, where, measure, overview.period, found)


def _ask_or_send(
    endpoint: str, where: dict[str, Any], measure: MeasureKey, period: Period, found: Sequence[Behind]
) -> AnyResponse:
    back = {**asked(), **where}
    if not found:
        flash(_("Không có nơi nào trong danh sách chưa đạt."), "undone")
        return see_other(endpoint, **back)
    if "confirmed" not in request.form:
        name = labels.MEASURE_LABELS[measure]
        return render("monitoring/remind_behind.html", found=found, name=name, period=period, back=(endpoint, back))
    done = behind.remind(viewer(), measure, period, found)
    told = _("Đã nhắc %(n)s nơi; %(m)s nơi đã được nhắc hôm nay hoặc chưa có cách liên lạc.", n=done.now, m=done.before)
    flash(told if done.before else _("Đã nhắc %(n)s nơi.", n=number(done.now)))
    return see_other(endpoint, **back)
