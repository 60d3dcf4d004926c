"""The desk: what needs me today."""

from datetime import date, timedelta
from typing import Any

from flask import Blueprint, Response

from app.clock import local_day, now
from app.directives.rules import MeasureKey
from app.door import Permission, Viewer, requires, viewer
from app.monitoring import desk, labels
from app.monitoring.desk import Desk
from app.monitoring.queries import closes_at, targets
from app.monitoring.queries import desk as queries
from app.web.pages import render

bp = Blueprint("desk", __name__, url_prefix="/desk", template_folder="templates")


@bp.get("")
@requires(Permission.DESK_READ)
def show() -> Response:
    """Cards of what is due, then the week."""
    today, watches = local_day(), viewer().can(Permission.MONITOR_READ)
    doors = queries.week_of_doors(viewer(), today) if watches else {}
    return render(
        "monitoring/desk.html",
        cards=desk.cards(Desk(viewer(), today, doors)),
        at=now(),
        labels=labels,
        provisional=now() < closes_at(today - timedelta(1)),
        closes_at=closes_at(today - timedelta(1)),
        days={day: figure for day, figure in doors.items() if day < today},
        counts=queries.week_of_counts(viewer(), today) if viewer().unit_ids and not watches else {},
        **_compared(viewer(), today),
    )


def _compared(viewer: Viewer, today: date) -> dict[str, Any]:
    """The target, and for who sees the whole province the bodies furthest below it."""
    if not viewer.can(Permission.MONITOR_READ):
        return {"target": None, "weakest": ()}
    target = targets(on=today).get(MeasureKey.ENTRY)
    weakest = queries.weakest_bodies(viewer, today, target_share=target or 1) if viewer.sees_all else ()
    return {"target": target, "weakest": weakest}
