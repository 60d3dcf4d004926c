"""The desk: what needs me today."""

from collections.abc import Sequence
from datetime import timedelta

from flask import Blueprint, Response

from app.access.ahead import counted_ahead
from app.clock import local_day, now
from app.directives.rules import MeasureKey
from app.door import Permission, requires, viewer
from app.monitoring import desk, labels
from app.monitoring.desk import Card, Desk
from app.monitoring.drawn import Drawer
from app.monitoring.memory import scope_of
from app.monitoring.queries import closes_at, targets
from app.monitoring.queries import desk as queries
from app.monitoring.queries.parts import NOTHING, for_a_moment
from app.web.languages import language
from app.web.pages import render

bp = Blueprint("desk", __name__, url_prefix="/desk", template_folder="templates")


@bp.get("")
@requires(Permission.DESK_READ)
def show() -> Response:
    """Cards of what is due, then the week."""
    today, watches = local_day(), viewer().can(Permission.MONITOR_READ)
    fresh = queries.week_ahead(today) if watches else NOTHING
    doors = queries.week_of_doors(viewer(), today, fresh) if watches else {}
    ahead = counted_ahead(viewer(), desk.topics_of(viewer()))
    return render(
        "monitoring/desk.html",
        cards=_cards(Desk(viewer(), today, doors, fresh, ahead)),
        at=now(),
        labels=labels,
        provisional=now() < closes_at(today - timedelta(1)),
        closes_at=closes_at(today - timedelta(1)),
        days={day: figure for day, figure in doors.items() if day < today},
        counts=queries.week_of_counts(viewer(), today) if viewer().unit_ids and not watches else {},
        target=queries.target_of_doors(today, fresh) if watches else None,
    )


def _cards(asked: Desk) -> Sequence[Card]:
    """Each reader's own: what he did himself he sees at once, as alerts, what others did within a minute."""
    counted_at = asked.ahead.at if asked.ahead else None
    whose = (asked.viewer.user_id, asked.viewer.permissions, scope_of(asked.viewer), language())
    about = ("cards", *whose, asked.today, counted_at)
    found = for_a_moment(asked.fresh, about, lambda: desk.cards(asked))
    return desk.by_urgency([*desk.cards_at_once(asked.viewer), *found])


@bp.get("/weakest")
@requires(Permission.DESK_READ, Permission.MONITOR_READ)
def weakest() -> Response:
    """For who sees the whole province the bodies furthest below the target; for htmx this part alone."""
    today, sees = local_day(), viewer().sees_all
    target = targets(on=today).get(MeasureKey.ENTRY)
    found = queries.weakest_bodies(viewer(), today, target_share=target or 1) if sees else ()
    return render(
        "monitoring/weakest.html", fragment="weakest_bodies", weakest=found, labels=labels, cell=Drawer().cell
    )
