"""Names of what bodies are asked at once; reminders begin and end by them."""

from app.directives.rules import Period


def receipt_round(directive_id: int) -> str:
    """What all whom a letter reaches are asked: to acknowledge it."""
    return f"letter-{directive_id}/receipt"


def period_round(directive_id: int, period: Period) -> str:
    """What all addressees of a letter are asked at once: to confirm a period."""
    return f"letter-{directive_id}/period-{period.first_on.isoformat()}"
