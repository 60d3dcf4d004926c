"""How days, times and numbers are written on screen."""

from datetime import date, datetime, time, timedelta

from flask import Flask
from flask_babel import get_locale
from flask_babel import gettext as _

from app.clock import local
from app.codes import show_code
from app.documents.wording import short_date, tenths, vietnamese_number
from app.text import show_phone

_ENGLISH = str.maketrans(",.", ".,")
MINUS = "\N{MINUS SIGN}"


def day(value: date | None) -> str:
    """07/5/2021; nothing for no day."""
    return short_date(value) if value else ""


def clock_time(value: datetime | None) -> str:
    """08:15 by the province's clocks."""
    return local(value).strftime("%H:%M") if value else ""


def instant(value: datetime | None) -> str:
    """08:15, 07/5/2021 by the province's clocks."""
    return f"{clock_time(value)}, {day(local(value).date())}" if value else ""


def deadline(value: datetime | None) -> str:
    """Until when: midnight is the end of the day before, as one says it."""
    if value and local(value).time() == time():
        return str(_("hết ngày %(day)s", day=day(local(value).date() - timedelta(1))))
    return instant(value)


def number(value: float | None, decimals: int = 0) -> str:
    """1.234,5 in Vietnamese, 1,234.5 in English and Khmer."""
    if value is None:
        return "–"
    locale = get_locale()
    if locale is None or locale.language == "vi":
        size = vietnamese_number(abs(value), decimals=decimals)
    else:
        size = vietnamese_number(abs(value), decimals=decimals).translate(_ENGLISH)
    return f"{MINUS}{size}" if value < 0 else size


def percent(share: float | None) -> str:
    """A share of 0–1 as 87,5 %; an unknown share is a dash. Never rounded up to 100 or down to 0."""
    if share is None:
        return "–"
    found = tenths(share)
    return f"{number(found / 10, 0 if found % 10 == 0 else 1)}%"


def init_app(app: Flask) -> None:
    app.jinja_env.filters.update(
        day=day,
        clock_time=clock_time,
        instant=instant,
        deadline=deadline,
        number=number,
        percent=percent,
        tenths=tenths,
        code=show_code,
        phone=show_phone,
    )
