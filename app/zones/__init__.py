"""Areas under isolation, the households in them, the community teams that go from door to door each day."""

from flask import Flask
from flask_babel import lazy_gettext as _l


def init_app(app: Flask) -> None:
    """Offer the pages of areas, teams and rounds."""
    from app.door import Permission
    from app.web import errors, navigation
    from app.zones import jobs, notices, public_views, settings, views  # noqa: F401 - importing defines settings, notices, jobs
    from app.zones.refusals import REFUSALS

    app.register_blueprint(views.bp)
    app.register_blueprint(views.rounds_bp)
    app.register_blueprint(public_views.bp)
    errors.register_refusals(app, REFUSALS)
    navigation.add_tool(
        navigation.Tool("areas.index", "zones.index", _l("Khu vực cách ly y tế"), Permission.ROUND_READ)
    )
    navigation.add_entry(navigation.Entry("rounds.index", _l("Lượt đi từng hộ"), Permission.ROUND_WRITE, 23))
    navigation.add_entry(
        navigation.Entry(
            "zones.index", _l("Khu vực cách ly, tổ Covid"), Permission.ROUND_READ, 24, room=navigation.Room.HEALTH
        )
    )
