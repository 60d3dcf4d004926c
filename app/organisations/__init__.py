"""The tree of state bodies, their group, and who holds which post when."""

from flask import Flask
from flask_babel import lazy_gettext as _l

from app.door import Permission
from app.web import errors, navigation
from app.web.navigation import Entry, Room


def init_app(app: Flask) -> None:
    """Wire the chapter in."""
    from app.organisations import actions, cli, views

    app.cli.add_command(cli.cli)
    app.register_blueprint(views.bp)
    navigation.add_entry(
        Entry("organisations.index", _l("Cơ quan"), Permission.ORGANISATION_READ, 75, room=Room.OFFICE)
    )
    errors.register_refusals(
        app,
        {actions.LaterHolder: _l("Đã có người giữ chức vụ này từ một ngày sau đó. Hãy xem lại ngày bắt đầu.")},
    )
