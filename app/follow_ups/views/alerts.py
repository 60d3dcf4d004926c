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
from app.web.pages import asked, render, see_other
from app.web.pagination import wished_page


@bp.get("/isolation/alerts")
@requires(Permission.FOLLOW_UP_READ)
def list_alerts() -> Response:
    return _page(PlainForm())


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
    wanted = AlertFilter("done" in request.args, _step())
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


def _step() -> Step:
    wished = request.args.get("step", 0, type=int)
    return Step(wished) if wished in set(Step) else Step.TEAM
