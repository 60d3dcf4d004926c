"""Codes and print: issue, print, display, replace."""

from flask import Flask
from flask_babel import lazy_gettext as _l


def init_app(app: Flask) -> None:
    """Give every door a code when it is entered; offer the pages of codes."""
    from app.door import Permission
    from app.posters import cli, hearing, jobs, public_views, queries, views, work  # noqa: F401
    from app.posters.blueprint import bp
    from app.posters.national import settings  # noqa: F401
    from app.posters.national import views as national_views  # noqa: F401
    from app.posters.queries import name_codes
    from app.posters.refusals import REFUSALS
    from app.units.printed_codes import offer_codes
    from app.units.queries import add_parts
    from app.web import errors, navigation

    hearing.listen()
    add_parts(name_codes)
    offer_codes(lambda viewer, unit: [poster.code for poster in queries.list_posters(viewer, unit)])
    app.register_blueprint(bp)
    app.register_blueprint(public_views.bp)
    app.cli.add_command(cli.cli)
    errors.register_refusals(app, REFUSALS)
    navigation.add_entry(
        navigation.Entry("posters.index", _l("Mã QR"), Permission.POSTER_PRINT, 21, room=navigation.Room.UNITS)
    )
    navigation.add_panel(
        navigation.Panel("unit", "posters", "posters.panel", _l("Mã QR và áp phích"), Permission.UNIT_READ, 10)
    )
    navigation.add_panel(
        navigation.Panel(
            "unit", "national", "posters.national_panel", _l("Mã của tokhaiyte.vn"), Permission.UNIT_READ, 11
        )
    )
