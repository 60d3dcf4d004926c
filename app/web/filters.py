"""How days, times and numbers are written on screen."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from functools import lru_cache, partial

from flask import Flask
from flask_babel import get_locale
from flask_babel import gettext as _

from app.clock import local
from app.codes import show_code
from app.documents.wording import short_date, tenths, vietnamese_number
from app.text import show_phone

_ENGLISH = str.maketrans(",.", ".,")
# Shares remembered as they are written: the same few hundred stand on every page of figures.
WRITTEN = 4096
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
    return _number(value, decimals, is_vietnamese=_is_vietnamese())


def percent(share: float | None) -> str:
    """A share of 0–1 as 87,5 %; an unknown share is a dash. Never rounded up to 100 or down to 0."""
    return _percent(share, is_vietnamese=_is_vietnamese())


def number_writer() -> Callable[[int], str]:
    """`number` for who writes hundreds on a page: the language is asked for once."""
    return partial(_number, decimals=0, is_vietnamese=_is_vietnamese())


def percent_writer() -> Callable[[float], str]:
    """`percent` in the same way."""
    return partial(_percent, is_vietnamese=_is_vietnamese())


def _is_vietnamese() -> bool:
    locale = get_locale()
    return locale is None or locale.language == "vi"


def _number(value: float | None, decimals: int, *, is_vietnamese: bool) -> str:
    if value is None:
        return "–"
    size = vietnamese_number(abs(value), decimals=decimals)
    size = size if is_vietnamese else size.translate(_ENGLISH)
    return f"{MINUS}{size}" if value < 0 else size


@lru_cache(WRITTEN)
def _percent(share: float | None, *, is_vietnamese: bool) -> str:
    if share is None:
        return "–"
    found = tenths(share)
    return f"{_number(found / 10, 0 if found % 10 == 0 else 1, is_vietnamese=is_vietnamese)}%"


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
