"""How safe units are: sets of criteria, what units find of themselves, the level that holds and until when."""

from flask import Flask
from flask_babel import lazy_gettext as _l


def init_app(app: Flask) -> None:
    """Offer the pages of levels and assessments; let the measure `safety` be counted."""
    from app.directives.measures import register
    from app.directives.rules import MeasureKey
    from app.door import Permission
    from app.safety import jobs, notices, public_views, settings, views  # noqa: F401 - importing some defines them
    from app.safety.at_doors import AT_DOORS
    from app.safety.cli import cli
    from app.safety.measure import SAFETY
    from app.safety.refusals import REFUSALS
    from app.visits.beside import tell_at_doors
    from app.web import errors, navigation

    app.register_blueprint(views.bp)
    app.register_blueprint(public_views.bp)
    app.cli.add_command(cli)
    errors.register_refusals(app, REFUSALS)
    register(MeasureKey.SAFETY, SAFETY)
    tell_at_doors(AT_DOORS)
    navigation.add_entry(
        navigation.Entry(
            "safety.index", _l("Mức độ an toàn"), Permission.ASSESSMENT_READ, 22, room=navigation.Room.HEALTH
        )
    )
    navigation.add_panel(
        navigation.Panel("unit", "safety", "safety.of_unit", _l("Mức độ an toàn"), Permission.ASSESSMENT_READ, 18)
    )
