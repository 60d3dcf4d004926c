"""The register: every place the directive applies to, and its way from registration to closure."""

from flask import Flask
from flask_babel import lazy_gettext as _l


def init_app(app: Flask) -> None:
    """Offer the register's pages."""
    from app.door import Permission
    from app.units import coverage, link_views, public_views, views  # noqa: F401
    from app.units.intake import cli, explaining_views, jobs  # noqa: F401
    from app.units.intake import views as intake_views  # noqa: F401
    from app.units.refusals import REFUSALS
    from app.units.switching import own_units
    from app.web import errors, navigation

    app.cli.add_command(cli.cli)
    app.register_blueprint(views.bp)
    app.register_blueprint(public_views.bp)
    errors.register_refusals(app, REFUSALS)
    coverage.init_app(app)
    navigation.add_switches(own_units)
    navigation.add_panel(
        navigation.Panel("unit", "slip", "units.slip_panel", _l("Phiếu quản lý điểm"), Permission.UNIT_READ, 80)
    )
    navigation.add_panel(
        navigation.Panel("unit", "proceedings", "units.proceedings", _l("Hồ sơ xử lý"), Permission.UNIT_READ, 30)
    )
    navigation.add_panel(
        navigation.Panel("unit", "history", "units.history", _l("Quá trình"), Permission.UNIT_READ, 90)
    )
    navigation.add_entry(
        navigation.Entry("units.index", _l("Đơn vị"), Permission.UNIT_READ, 20, room=navigation.Room.UNITS)
    )
