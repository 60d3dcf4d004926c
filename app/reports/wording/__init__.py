"""Sentences of a report, written from its frozen figures in the Vietnamese of offices.

Pure, so that the same figures give the same words for ever. A sentence is a list of pieces; a piece that states a
figure says which rows are behind it, so that a page can lead there.
"""

from app.reports.wording.figures import Piece, Sentence, count, is_alone, share, span
from app.reports.wording.general import closing, general, opening
from app.reports.wording.results import qr_basis, results
from app.reports.wording.shortcomings import shortcomings, tasks

__all__ = [
    "Piece",
    "Sentence",
    "closing",
    "count",
    "general",
    "is_alone",
    "opening",
    "qr_basis",
    "results",
    "share",
    "shortcomings",
    "span",
    "tasks",
]
