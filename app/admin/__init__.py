"""Pages for accounts, settings, jobs and the audit log."""

from flask import Flask
from flask_babel import lazy_gettext as _l

from app.door import Permission
from app.web import errors, navigation
from app.web.navigation import Entry, Room


def init_app(app: Flask) -> None:
    """Wire the chapter in."""
    from app.admin import actions, jobs, models, opening, views  # noqa: F401
    from app.admin.blueprint import bp
    from app.admin.cli import audit_cli, check_command

    app.register_blueprint(bp)
    errors.register_refusals(
        app, {actions.BatchEnded: _l("Phiếu của tệp này đã hủy. Hãy gửi lại tệp để mở các tài khoản còn lại.")}
    )
    app.cli.add_command(audit_cli)
    app.cli.add_command(check_command)
    navigation.add_entry(Entry("admin.index", _l("Quản trị"), Permission.SETTING_READ, 80, room=Room.OFFICE))
