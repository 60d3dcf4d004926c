"""Province, districts and communes as they were on any day, and the dated list of those at high risk."""

from flask import Flask
from flask_babel import lazy_gettext as _l

from app.door import Permission
from app.web import errors, navigation
from app.web.navigation import Entry, Room


def init_app(app: Flask) -> None:
    """Wire the chapter in."""
    from app.areas import actions, cli, views

    app.cli.add_command(cli.cli)
    app.register_blueprint(views.bp)
    navigation.add_entry(Entry("areas.index", _l("Địa bàn nguy cơ cao"), Permission.AREA_MANAGE, 70, room=Room.HEALTH))
    errors.register_refusals(
        app,
        {
            actions.AlreadyListed: _l("Địa bàn này đã có trong danh sách nguy cơ cao vào ngày đó."),
            actions.EndsBeforeStart: _l("Ngày thôi áp dụng không được trước ngày bắt đầu."),
        },
    )
