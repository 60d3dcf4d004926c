"""Pages of areas under isolation, teams and rounds."""

from app.zones.views import areas, households, missing, needs, rounds, teams  # noqa: F401 - their routes
from app.zones.views.blueprint import bp, rounds_bp

__all__ = ["bp", "rounds_bp"]
