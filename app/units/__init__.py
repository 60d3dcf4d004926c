"""The register: every place the directive applies to, and its way from registration to closure."""

from flask import Flask
from flask_babel import lazy_gettext as _l


def init_app(app: Flask) -> None:
    """Offer the register's pages."""
    from app.door import Permission
    from app.units import public_views, views
    from app.units.refusals import REFUSALS
    from app.web import errors, navigation

    app.register_blueprint(views.bp)
    app.register_blueprint(public_views.bp)
    errors.register_refusals(app, REFUSALS)
    navigation.add_panel(
        navigation.Panel("unit", "proceedings", "units.proceedings", _l("Hồ sơ xử lý"), Permission.UNIT_READ, 30)
    )
    navigation.add_entry(navigation.Entry("units.index", _l("Đơn vị"), Permission.UNIT_READ, 20))
