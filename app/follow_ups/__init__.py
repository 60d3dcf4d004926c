"""Isolated people: protocols by date, cases, their health twice a day, alerts and who acts on them."""

from flask import Flask
from flask_babel import lazy_gettext as _l


def init_app(app: Flask) -> None:
    """Offer the pages of isolation; let the measure `isolation` be counted."""
    from app.directives.measures import register
    from app.directives.rules import MeasureKey
    from app.door import Permission
    from app.flags import signs as flag_signs
    from app.follow_ups import jobs, notices, public_views, settings, views  # noqa: F401 - importing these makes them known
    from app.follow_ups.measure import ISOLATION
    from app.follow_ups.refusals import REFUSALS
    from app.follow_ups.signs import SIGNS
    from app.web import errors, navigation

    app.register_blueprint(views.bp)
    app.register_blueprint(public_views.bp)
    errors.register_refusals(app, REFUSALS)
    register(MeasureKey.ISOLATION, ISOLATION)
    for kind, sign in SIGNS.items():
        flag_signs.register(kind, sign)
    for page in ("rounds.show", "rounds.index"):
        label, permission = _l("Tải lên danh sách đã khai tại tokhaiyte.vn"), Permission.ROUND_WRITE
        navigation.add_tool(navigation.Tool(page, "follow_ups.national_list", label, permission))
    navigation.add_entry(
        navigation.Entry("follow_ups.index", _l("Cách ly"), Permission.FOLLOW_UP_READ, 24, room=navigation.Room.HEALTH)
    )
