"""Messages to people: the outbox, e-mail, SMS and Zalo gateways, the inbox in the portal, reminders."""

from flask import Flask
from flask_babel import lazy_gettext as _l

from app.admin.blueprint import Room, add_room
from app.door import Permission
from app.web import errors, navigation
from app.web.navigation import Entry


def init_app(app: Flask) -> None:
    """Wire the chapter in."""
    from app.notices import actions, cards, jobs, labels, settings, sharing, views  # noqa: F401
    from app.notices.cli import cli
    from app.notices.one_time_codes import CodesNotOffered, CodeTooSoon

    for bp in views.BLUEPRINTS:
        app.register_blueprint(bp)
    app.cli.add_command(cli)
    app.jinja_env.globals["notice_labels"] = labels
    cards.init_app()
    app.jinja_env.globals["shared_text"] = sharing.shared_text
    errors.register_refusals(
        app,
        {
            actions.NotAgain: _l("Tin này đang chờ gửi, đã gửi, hoặc không còn cần gửi."),
            CodesNotOffered: _l("Hiện không gửi được mã qua SMS. Hãy dùng cách khác."),
            CodeTooSoon: _l("Mã vừa được gửi đến số này. Hãy xem tin nhắn, hoặc đợi ít phút rồi thử lại."),
            actions.ChannelOff: _l("Hệ thống chưa cấu hình cách gửi này."),
        },
    )
    navigation.add_entry(Entry("inbox.index", _l("Hộp thư"), Permission.DESK_READ, 5, badge="inbox.count"))
    add_room(
        Room(
            "notices.list_messages",
            _l("Tin đã gửi"),
            _l("Thư điện tử, SMS, hộp thư: tin nào đã gửi, chờ gửi, không gửi được; mẫu tin và cổng gửi tin."),
            Permission.SETTING_READ,
        )
    )
