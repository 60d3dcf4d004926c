"""Entries and exits, open stays, and how they end; the page behind a code and the receipt."""

from flask import Flask
from flask_babel import lazy_gettext as _l

from app.crypto import KeyDestroyed
from app.door import Permission
from app.web import errors, navigation
from app.web.again import repeats_of
from app.web.at_once import takers_of
from app.web.navigation import Entry, Panel, Room


def init_app(app: Flask) -> None:
    """Wire the chapter in."""
    from app.visits import jobs, models, public_own, public_views, rejudging, settings, views  # noqa: F401
    from app.visits.at_once import take
    from app.visits.first_page import page_at_once

    app.register_blueprint(public_views.bp)
    for place in ("/q/", "/Q/"):
        repeats_of(app).let_make(place, page_at_once)
        takers_of(app).let_take(place, take)
    app.register_blueprint(public_own.bp)
    errors.register_refusals(app, {KeyDestroyed: _l("Dữ liệu của ngày này đã được xóa; không ghi thêm được nữa.")})
    app.register_blueprint(views.bp)
    navigation.add_panel(Panel("unit", "capacity", "visits.capacity", _l("Sức chứa"), Permission.UNIT_READ, 25))
    navigation.add_entry(Entry("visits.index", _l("Lượt vào hôm nay"), Permission.VISIT_READ, 25, room=Room.UNITS))
