"""Officers' visits to units: planned by risk or by hand, recorded on a phone, signed; what followed from them."""

from flask import Flask
from flask_babel import lazy_gettext as _l


def init_app(app: Flask) -> None:
    """Offer the pages of inspections, and the panel on a unit's page."""
    from app.door import Permission
    from app.inspections import notices, settings, views  # noqa: F401 - the first two define by being read
    from app.inspections.refusals import REFUSALS
    from app.web import errors, navigation

    app.register_blueprint(views.bp)
    errors.register_refusals(app, REFUSALS)
    navigation.add_entry(
        navigation.Entry(
            "inspections.index", _l("Kiểm tra"), Permission.INSPECTION_READ, 24, room=navigation.Room.HEALTH
        )
    )
    panel = navigation.Panel(
        "unit", "inspections", "inspections.of_unit", _l("Kiểm tra"), Permission.INSPECTION_READ, 19
    )
    navigation.add_panel(panel)
