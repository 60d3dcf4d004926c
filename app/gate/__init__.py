"""The guard's console: scanning, entry by hand, what visitors showed instead, devices at the door."""

from flask import Flask
from flask_babel import lazy_gettext as _l


def init_app(app: Flask) -> None:
    """Offer the console and the pages about a unit's machines."""
    from app.door import Permission
    from app.gate import models, public_views, views  # noqa: F401 - tables define by being read
    from app.gate.refusals import REFUSALS
    from app.web import errors, navigation

    app.register_blueprint(views.bp)
    app.register_blueprint(public_views.bp)
    errors.register_refusals(app, REFUSALS)
    navigation.add_entry(navigation.Entry("gate.console", _l("Cổng"), Permission.GATE_WORK, 20))
    navigation.add_panel(
        navigation.Panel("unit", "regulars", "gate.regulars", _l("Người thường xuyên"), Permission.UNIT_READ, 26)
    )
    navigation.add_panel(navigation.Panel("unit", "gate", "gate.devices", _l("Máy ở cổng"), Permission.GATE_MANAGE, 17))
