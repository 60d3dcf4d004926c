"""Accounts, sign-in, what each role may do, and whose rows a viewer sees."""

from flask import Flask
from flask_babel import lazy_gettext as _l

from app.web import errors


def init_app(app: Flask) -> None:
    """Keep the door, refuse unscoped queries, offer sign-in."""
    from app.access import actions, guard, jobs, scope, views  # noqa: F401
    from app.access.ahead import reading
    from app.access.cli import cli

    guard.init_app(app)
    scope.install()
    reading.init_app(app)
    app.register_blueprint(views.bp)
    app.cli.add_command(cli)
    errors.register_refusals(
        app,
        {
            actions.UsernameTaken: _l("Tên đăng nhập này đã có người dùng. Hãy chọn tên khác."),
            actions.OwnAccount: _l("Không thể tự khóa tài khoản đang dùng."),
        },
    )
