"""What was stored of trips."""

from flask import Flask
from sqlalchemy import select

from app.access.scope import unscoped
from app.crypto import CellRef, current_keys, day_key_id, unseal
from app.db import db
from app.trips.models import Trip, TripVisit


def seats(app: Flask) -> dict[int, list[str]]:
    """The seats of those who belong to a trip, by the trip's id; of who said none an empty one."""
    found: dict[int, list[str]] = {}
    with app.app_context():
        for row in db.session.scalars(unscoped(select(TripVisit), because="a test looks")):
            cell = CellRef("trip_visit", "seat", row.visit_id, day_key_id(row.day))
            found.setdefault(row.trip_id, []).append(unseal(current_keys(), cell, row.seat) if row.seat else "")
    return found


def trips(app: Flask) -> list[Trip]:
    """All trips by departure."""
    with app.app_context():
        found = list(db.session.scalars(unscoped(select(Trip).order_by(Trip.planned_at), because="a test looks")))
        db.session.expunge_all()
        return found
