"""Data to check: signs of sham use and of bad data, explained by the unit first, closed by an officer."""

from flask import Flask
from flask_babel import lazy_gettext as _l


def init_app(app: Flask) -> None:
    """Offer the list, and the panel on a unit's page."""
    from app.door import Permission
    from app.flags import actions, jobs, notices, settings, views  # noqa: F401 - the last but one define by being read
    from app.web import errors, navigation

    app.register_blueprint(views.bp)
    errors.register_refusals(
        app,
        {
            actions.FlagClosed: _l("Mục này đã có kết luận. Hãy tải lại trang."),
            actions.StillExplaining: _l(
                "Đơn vị còn thời gian giải trình. Kết luận sau khi có giải trình hoặc hết hạn."
            ),
        },
    )
    navigation.add_entry(
        navigation.Entry(
            "flags.index", _l("Số liệu cần kiểm tra"), Permission.FLAG_READ, 45, room=navigation.Room.RESULTS
        )
    )
    panel = navigation.Panel("unit", "flags", "flags.panel", _l("Số liệu cần kiểm tra"), Permission.FLAG_READ, 25)
    navigation.add_panel(panel)
