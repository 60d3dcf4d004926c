"""Stamps of the two public forms: one that enters a gate, one that leaves a stay."""

from app.visits.gates import Gate
from app.visits.stays import Stay
from app.web.stamps import Stamp, StampRefused, new_stamp, read_stamp


def stamp_to_enter(gate: Gate) -> str:
    return new_stamp(purpose_to_enter(gate))


def find_stamp_to_enter(gate: Gate) -> Stamp | None:
    """The stamp of the form that was sent; None when it is no good (any more)."""
    return _find(purpose_to_enter(gate))


def stamp_to_leave(stay: Stay) -> str:
    return new_stamp(_leaving(stay))


def find_stamp_to_leave(stay: Stay) -> Stamp | None:
    """The stamp of the form that was sent; None when it is no good (any more)."""
    return _find(_leaving(stay))


def purpose_to_enter(gate: Gate) -> str:
    """For which a form of this door is stamped."""
    return f"enter.{gate.code}"


def _leaving(stay: Stay) -> str:
    return f"leave.{stay.receipt}"


def _find(purpose: str) -> Stamp | None:
    try:
        return read_stamp(purpose)
    except StampRefused:
        return None
