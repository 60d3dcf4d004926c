"""Keys of measures, rhythms and outcomes; the weeks that heads confirm, their deadline, and what must be explained."""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

SATURDAY = 5
WEEK = timedelta(7)
GENESIS = "0" * 64


class MeasureKey(StrEnum):
    LEAD = "lead"
    QR = "qr"
    ENTRY = "entry"
    SAFETY = "safety"
    ISOLATION = "isolation"
    ZONES = "zones"
    PUBLICISE = "publicise"


class AcceptedCodes(StrEnum):
    """Which codes fulfil an obligation to have one."""

    ANY = "any"  # mã của tokhaiyte.vn hoặc của cổng
    NATIONAL = "national"  # chỉ mã của tokhaiyte.vn
    PORTAL = "portal"  # chỉ mã của cổng


class Rhythm(StrEnum):
    ONCE = "once"
    DAILY = "daily"
    WEEKLY = "weekly"
    MONTHLY = "monthly"


class ConfirmationOutcome(StrEnum):
    CONFIRMED = "confirmed"  # Xác nhận
    CONFIRMED_WITH_SHORTFALL = "confirmed_with_shortfall"  # Xác nhận, có nội dung chưa đạt
    NOT_CONFIRMED = "not_confirmed"  # Chưa đủ cơ sở xác nhận


class PeriodStatus(StrEnum):
    """How a body's confirmation of a period stands; derived, never stored."""

    RUNNING = "running"  # kỳ chưa kết thúc
    DUE = "due"  # đến hạn
    OVERDUE = "overdue"  # chậm
    CONFIRMED = "confirmed"  # đã xác nhận


class ReceiptStatus(StrEnum):
    """How far a letter came with a body."""

    NOT_PASSED_ON = "not_passed_on"  # cấp trên chưa triển khai xuống
    UNOPENED = "unopened"  # đã chuyển đến, chưa mở
    OPENED = "opened"  # đã mở, chưa xác nhận tiếp nhận
    ACKNOWLEDGED = "acknowledged"  # đã xác nhận tiếp nhận


@dataclass(frozen=True, order=True)
class Period:
    """Days of which a head confirms the figures, both included."""

    first_on: date
    last_on: date


def week_of(day: date, *, first_weekday: int) -> Period:
    """The week that holds `day`, beginning on a weekday (0 is Monday, 6 Sunday)."""
    first_on = day - timedelta((day.weekday() - first_weekday) % 7)
    return Period(first_on, first_on + WEEK - timedelta(1))


def periods(from_on: date, until_on: date, *, first_weekday: Callable[[date], int]) -> Iterator[Period]:
    """The periods from the one that holds `from_on` to the one that holds `until_on`.

    Where the province changes the week's first day, the next period begins where the last one ended.
    """
    day = week_of(from_on, first_weekday=first_weekday(from_on)).first_on
    while day <= until_on:
        period = Period(day, week_of(day, first_weekday=first_weekday(day)).last_on)
        yield period
        day = period.last_on + timedelta(1)


def is_late(given_at: datetime | None, due_at: datetime) -> bool:
    """Whether a period was confirmed after its hour, by the first that its head said of it.

    Who is asked once more was not late for it.
    """
    return given_at is not None and given_at > due_at


def due_on(period: Period, *, holidays: Collection[str]) -> date:
    """The day on which a period is to be confirmed: the day after it, or the first working day from then.

    `holidays` are days of any year (`02/09`) or of one year (`12/02/2021`).
    """
    day = period.last_on + timedelta(1)
    while day.weekday() >= SATURDAY or {day.strftime("%d/%m"), day.strftime("%d/%m/%Y")} & set(holidays):
        day += timedelta(1)
    return day


def parse_holidays(text: str) -> str:
    """A list of days as 02/09 or 12/02/2021, separated by commas. Raises ValueError."""
    for day in text.split(","):
        numbers = [int(number) for number in day.strip().split("/")]
        if len(numbers) not in (2, 3):
            raise ValueError(day)
        # 29/02 is a holiday of leap years.
        date(*reversed(numbers if len(numbers) == 3 else [*numbers, 2000]))
    return text


def is_asked(rhythm: Rhythm, period: Period, *, published_on: date) -> bool:
    """Whether a measure of this rhythm belongs into the confirmation of a period of a letter.

    What is asked once is so in the letter's first period, what is asked monthly where a month ends.
    """
    match rhythm:
        case Rhythm.ONCE:
            return period.first_on <= published_on <= period.last_on
        case Rhythm.MONTHLY:
            return (period.last_on + timedelta(1)).day <= (period.last_on - period.first_on).days + 1
        case _:
            return True


def months_ending_in(first_on: date, last_on: date) -> list[Period]:
    """The months whose last day lies in these days."""
    ends = (first_on + timedelta(days) for days in range((last_on - first_on).days + 1))
    return [Period(end.replace(day=1), end) for end in ends if (end + timedelta(1)).day == 1]


def days_asked(rhythm: Rhythm, period: Period) -> Period:
    """The days of which a measure is confirmed in a period: of a monthly one the month that ended in it."""
    months = months_ending_in(period.first_on, period.last_on) if rhythm is Rhythm.MONTHLY else []
    return months[-1] if months else period


def days_before(rhythm: Rhythm, period: Period) -> Period:
    """As many days before those of a period; for a monthly measure the month before."""
    days = days_asked(rhythm, period)
    last_on = days.first_on - timedelta(1)
    if days != period:
        return Period(last_on.replace(day=1), last_on)
    return Period(days.first_on - (days.last_on - days.first_on) - timedelta(1), last_on)


class Missing(StrEnum):
    """What a head's answer still lacks."""

    REASON_FOR_MEASURE = "reason_for_measure"
    REASON = "reason"
    SHORTFALL_NOT_NAMED = "shortfall_not_named"


def missing_from_answer(
    outcome: ConfirmationOutcome, *, below_target: Collection[str], reasons: Mapping[str, str], reason: str
) -> dict[str, Missing]:
    """What is missing, by measure (or by `outcome` and `reason` for the whole); below target wants a reason."""
    match outcome:
        case ConfirmationOutcome.CONFIRMED:
            return {"outcome": Missing.SHORTFALL_NOT_NAMED} if below_target else {}
        case ConfirmationOutcome.CONFIRMED_WITH_SHORTFALL:
            lacking = {key: Missing.REASON_FOR_MEASURE for key in below_target if not reasons.get(key)}
            explained = reason or any(reasons.values())
            return lacking if lacking or explained else {"reason": Missing.REASON}
        case ConfirmationOutcome.NOT_CONFIRMED:
            return {} if reason else {"reason": Missing.REASON}


@dataclass(frozen=True)
class Named:
    """The deputy in charge of an obligation and its focal official, by name and title; empty: the body's own."""

    deputy: str = ""
    focal: str = ""
