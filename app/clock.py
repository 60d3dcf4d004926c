"""What time it is, for everybody: instants in UTC, days in the province's time zone."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, timedelta
from datetime import time as clock_time
from zoneinfo import ZoneInfo

PROVINCE = ZoneInfo("Asia/Ho_Chi_Minh")

_shown: ContextVar[datetime | None] = ContextVar("clock_shows", default=None)


def now() -> datetime:
    """This instant, aware, in UTC."""
    return _shown.get() or datetime.now(UTC)


def seconds() -> float:
    """This instant in seconds of the epoch, for who asks several times a request."""
    shown = _shown.get()
    return shown.timestamp() if shown else time.time()


@contextmanager
def showing(instant: datetime) -> Iterator[None]:
    """What is done inside is done at `instant`.

    The demo tells of past days with the real actions; a report reads its figures as they stood at a moment.
    """
    token = _shown.set(instant)
    try:
        yield
    finally:
        _shown.reset(token)


def local(instant: datetime) -> datetime:
    """The same instant as the province's clocks show it."""
    return instant.astimezone(PROVINCE)


def local_day(instant: datetime | None = None) -> date:
    """The province's calendar day at `instant` (default: today); 17:00 UTC is the next day's first second."""
    return local(instant or now()).date()


def day_start(day: date) -> datetime:
    """The first instant of a province day, in UTC."""
    return datetime.combine(day, clock_time.min, PROVINCE).astimezone(UTC)


def at(day: date, hour: int, minute: int = 0) -> datetime:
    """The instant (UTC) at which the province's clocks show `hour:minute` on `day`."""
    return datetime.combine(day, clock_time(hour, minute), PROVINCE).astimezone(UTC)


def days(first: date, last: date) -> list[date]:
    """Every day from `first` to `last`, both included; empty when `last` is earlier."""
    return [first + timedelta(n) for n in range((last - first).days + 1)]
