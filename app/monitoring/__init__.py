"""Desks and drill-down: what needs me today, who has done what; what the public may know of it."""

from typing import Any

from flask import Flask, url_for
from flask_babel import lazy_gettext as _l

from app.directives.rows_page import show_rows_at
from app.directives.rules import MeasureKey, Period
from app.door import Permission
from app.web import errors
from app.web.navigation import Entry, Room, add_entry


def init_app(app: Flask) -> None:
    """Offer the desk and the drill-down."""
    from app.monitoring import (  # noqa: F401
        actions,
        behind_views,
        changes,
        desk_views,
        file_views,
        isolation_views,
        jobs,
        late_views,
        memory,
        notices,
        public_views,
        result_views,
        saved_views,
        trend_views,
    )

    memory.init_app(app)
    changes.install()
    app.register_blueprint(desk_views.bp)
    app.register_blueprint(file_views.bp)
    app.register_blueprint(public_views.bp)
    errors.register_refusals(app, {actions.TooManyViews: _l("Mỗi tài khoản lưu nhiều nhất 50 cách xem. Hãy bỏ bớt.")})
    show_rows_at(_rows_href)
    add_entry(Entry("desk.show", _l("Việc hôm nay"), Permission.DESK_READ, 10))
    add_entry(Entry("monitoring.show", _l("Theo dõi"), Permission.MONITOR_READ, 40, room=Room.RESULTS))


def _rows_href(measure: MeasureKey, organisation_id: int, period: Period) -> str | None:
    """The rows behind the figure of a body that its head confirms."""
    from app.monitoring.periods import days_of
    from app.monitoring.queries import has_rows

    if not has_rows(measure):
        return None
    where: dict[str, Any] = {"measure": measure.value, "body": organisation_id, **days_of(period)}
    return url_for("monitoring.rows", **where)
