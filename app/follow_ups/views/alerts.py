"""What must be looked at, acknowledged by name."""

from flask import flash, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.clock import now
from app.door import Permission, requires, viewer
from app.follow_ups import actions, queries
from app.follow_ups.forms import PlainForm
from app.follow_ups.queries.alerts import AlertFilter, get_alert
from app.follow_ups.rules.alerts import Step
from app.follow_ups.settings import ladder_minutes
from app.follow_ups.views.blueprint import bp
from app.follow_ups.views.listing import people_on_duty
from app.follow_ups.views.sheets import alerts_sheet
from app.web.pages import asked, render, see_other
from app.web.pagination import each_row, wished_page
from app.web.sheets import answer_sheet, file_of


@bp.get("/isolation/alerts")
@requires(Permission.FOLLOW_UP_READ)
def list_alerts() -> Response:
    return _page(PlainForm())


@file_of(bp, "/isolation/alerts")
@requires(Permission.FOLLOW_UP_READ)
def export_alerts(suffix: str) -> Response:
    """The same alerts as a file."""
    lines = each_row(lambda wish: queries.list_alerts(viewer(), _wanted(), wish).rows)
    return answer_sheet(alerts_sheet(viewer(), lines), suffix)


@bp.post("/isolation/alerts/<int:alert_id>/acknowledge")
@requires(Permission.FOLLOW_UP_REPORT)
def acknowledge(alert_id: int) -> Response:
    """Say by name that one looks after it."""
    alert, form = get_alert(viewer(), alert_id), PlainForm()
    if not form.validate():
        return _page(form, status=422)
    actions.acknowledge_alert(viewer(), alert)
    flash(_("Đã nhận xử lý."))
    return see_other("follow_ups.list_alerts", **asked())


def _page(form: PlainForm, status: int = 200) -> Response:
    wanted = _wanted()
    page = queries.list_alerts(viewer(), wanted, wished_page())
    return render(
        "follow_ups/alerts.html",
        form=form,
        page=page,
        wanted=wanted,
        people=people_on_duty(viewer(), [line.alert.follow_up for line in page.rows]),
        minutes=ladder_minutes(),
        updated_at=now(),
        address=asked(),
        status=status,
    )


def _wanted() -> AlertFilter:
    return AlertFilter("done" in request.args, _step())


def _step() -> Step:
    wished = request.args.get("step", 0, type=int)
    return Step(wished) if wished in set(Step) else Step.TEAM
