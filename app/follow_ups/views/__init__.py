"""Officers' pages of isolation: lists, a case and its changes, the grid, alerts, transfers, samples, sites, papers."""

from app.follow_ups.views import (
    alerts,
    changing,
    correcting,
    grid,
    importing,
    listing,
    looks,
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
    "correcting",
    "grid",
    "importing",
    "listing",
    "looks",
    "opening",
    "papers",
    "protocols",
    "samples",
    "showing",
    "sites",
    "transfers",
    "uploads",
]
