"""The coverage gap: lists of those who must register (tax, licences), held against the register."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Offer the pages of the lists, and hold new units against the lists when they come."""
    from app.units.coverage import entering, explaining_views, hearing, jobs, settings, views  # noqa: F401
    from app.units.coverage.refusals import REFUSALS
    from app.web import errors

    hearing.listen()
    app.register_blueprint(views.bp)
    errors.register_refusals(app, REFUSALS)
