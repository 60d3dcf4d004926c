"""Entering and leaving, one file a use case. No audit events: nobody signed in, and one chain would slow every gate."""

from app.visits.actions.arriving import Aboard, end_stays_at_arrival
from app.visits.actions.checking_in import Arrival, check_in, person_indexes
from app.visits.actions.checking_out import check_out
from app.visits.actions.correcting import correct, is_correctable, rate, withdraw
from app.visits.actions.elapsing import end_elapsed_stays

__all__ = [
    "Aboard",
    "Arrival",
    "check_in",
    "check_out",
    "correct",
    "end_elapsed_stays",
    "end_stays_at_arrival",
    "is_correctable",
    "person_indexes",
    "rate",
    "withdraw",
]
