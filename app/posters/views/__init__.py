"""Pages of codes: the list and one code, its sheets, and orders of many."""

from app.posters.views import codes, paper, runs

__all__ = ["codes", "paper", "runs"]
