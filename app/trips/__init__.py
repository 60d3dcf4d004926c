"""Departures of buses and boats: planned, boarded, arrived; the arrival ends its passengers' stays."""

from flask import Flask
from flask_babel import lazy_gettext as _l


def init_app(app: Flask) -> None:
    """Offer the pages of trips; let codes of vehicles know the trip that boards, and the calendar the days without."""
    from app.door import Permission
    from app.trips import actions, hearing, queries, settings, views  # noqa: F401 - importing the settings defines them
    from app.trips.refusals import REFUSALS
    from app.units.narrowing import add_narrowing
    from app.visits.boarding import Keeper, keep_trips
    from app.web import errors, navigation

    app.register_blueprint(views.bp)
    errors.register_refusals(app, REFUSALS)
    keep_trips(Keeper(queries.find_boarding, actions.joining, actions.erase_seat))
    add_narrowing(queries.days_without_trips)
    hearing.listen()
    navigation.add_panel(
        navigation.Panel(
            "unit", "trips", "trips.index", _l("Chuyến xe, tàu"), Permission.UNIT_READ, 15, queries.has_vehicles
        )
    )
