"""Names of what bodies are asked at once; reminders begin and end by them."""

from datetime import date

from app.directives.rules import Period


def receipt_round(directive_id: int) -> str:
    """What all whom a letter reaches are asked: to acknowledge it."""
    return f"letter-{directive_id}/receipt"


def period_round(directive_id: int, period: Period) -> str:
    """What all addressees of a letter are asked at once: to confirm a period."""
    return f"letter-{directive_id}/period-{period.first_on.isoformat()}"


def again_round(directive_id: int, period: Period, *, version: int, reopened_on: date) -> str:
    """What bodies are asked at once whose period was reopened on a day: to confirm it as this version.

    It stands below the period's own round: whoever confirms has done both. A further version is another cause.
    """
    return f"{period_round(directive_id, period)}/version-{version}-{reopened_on.isoformat()}"
