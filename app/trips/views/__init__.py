"""Pages of trips: a day's plan, and one trip from its departure to its arrival."""

from app.trips.views import listing, running
from app.trips.views.blueprint import bp

__all__ = ["bp", "listing", "running"]
