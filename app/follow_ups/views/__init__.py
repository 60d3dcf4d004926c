"""Officers' pages of isolation: the list, a case and its changes, the grid, alerts, transfers, protocols."""

from app.follow_ups.views import (
    alerts,
    changing,
    grid,
    listing,
    opening,
    papers,
    protocols,
    samples,
    showing,
    sites,
    transfers,
    uploads,
)
from app.follow_ups.views.blueprint import bp

__all__ = [
    "alerts",
    "bp",
    "changing",
    "grid",
    "listing",
    "opening",
    "papers",
    "protocols",
    "samples",
    "showing",
    "sites",
    "transfers",
    "uploads",
]
