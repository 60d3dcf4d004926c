"""Desks and drill-down: what needs me today, who has done what."""

from flask import Flask
from flask_babel import lazy_gettext as _l

from app.door import Permission
from app.web.navigation import Entry, add_entry


def init_app(app: Flask) -> None:
    """Offer the desk and the drill-down."""
    from app.monitoring import desk_views, file_views

    app.register_blueprint(desk_views.bp)
    app.register_blueprint(file_views.bp)
    add_entry(Entry("desk.show", _l("Việc hôm nay"), Permission.DESK_READ, 10))
    add_entry(Entry("monitoring.show", _l("Theo dõi"), Permission.MONITOR_READ, 40))
