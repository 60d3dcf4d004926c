"""How Decree 30/2020 and Vietnamese offices write dates, document numbers and figures."""

from datetime import date, datetime, time
from decimal import ROUND_HALF_UP, Decimal

# Written by hand or by the registry clerk once the document has its number.
BLANK = "\u2026\u2026"
NUMBER_SPACE = "\u00a0" * 8


def official_date(day: date) -> str:
    """`ngày 07 tháng 5 năm 2021`: the decree pads days below 10, and of the months January and February alone."""
    return f"ngày {day:%d} tháng {_month(day)} năm {day.year}"


def undated(year: int) -> str:
    """The date line of a draft, to be filled in when the document gets its number."""
    return f"ngày {BLANK} tháng {BLANK} năm {year}"


def short_date(day: date) -> str:
    """`07/5/2021`, padded as `official_date` pads."""
    return f"{day:%d}/{_month(day)}/{day.year}"


def official_time(moment: time) -> str:
    """`15 giờ 00`."""
    return f"{moment:%H} giờ {moment:%M}"


def official_moment(moment: datetime) -> str:
    """`15 giờ 00 ngày 07/5/2021`, of an instant in local time."""
    return f"{official_time(moment.time())} ngày {short_date(moment.date())}"


def official_number(number: int | None, symbol: str) -> str:
    """`05/BC-SYT`; a draft (no number yet) keeps room for it before the stroke."""
    return f"{NUMBER_SPACE if number is None else padded(number)}/{symbol}"


def padded(count: int) -> str:
    """`05`: numbers of documents and counts in a sentence are never a lone digit."""
    return f"{count:02d}"


def vietnamese_number(value: int | float | Decimal, *, decimals: int = 0) -> str:
    """`1.234,5`: dots between thousands, a comma before the decimals; halves are rounded away from zero."""
    if isinstance(value, int) and not decimals:
        return f"{value:,}".replace(",", ".")
    # str() first: Decimal(2.675) is already below the half. + 0 below takes the sign off a zero.
    rounded = Decimal(str(value)).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    return f"{rounded + 0:,f}".translate(str.maketrans(",.", ".,"))


def tenths(share: float) -> int:
    """A share of 0–1 in tenths of a per cent, halves rounded up; never up to all of it or down to nothing."""
    # str() first: the shortest decimal that is this share has its half exactly where there is one.
    found = int((Decimal(str(share)) * 1000).quantize(Decimal(1), ROUND_HALF_UP))
    if share < 1:
        found = min(found, 999)
    return max(found, 1) if share > 0 else found


def _month(day: date) -> str:
    return padded(day.month) if day.month <= 2 else str(day.month)
