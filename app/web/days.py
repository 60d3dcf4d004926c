"""Days as addresses carry them."""

from datetime import date, datetime

from app.web.forms import YEARS


def read_day(text: str) -> date | None:
    """A day as 31/12/2021 or 2021-12-31; None for anything else."""
    for pattern in ("%Y-%m-%d", "%d/%m/%Y"):
        try:
            read = datetime.strptime(text.strip(), pattern).date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
        return read if read.year in YEARS else None
    return None
