"""The weeks of a letter by the province's settings: which there are, from when and until when they can be confirmed."""

from datetime import date, datetime, timedelta

from app import clock, settings
from app.directives.rules import Period, PeriodStatus, due_on, periods, week_of


def _first_weekday(day: date) -> int:
    return int(settings.value("directives.week_first_weekday", on=day))


def period_of(day: date) -> Period:
    """The week that holds a day."""
    return week_of(day, first_weekday=_first_weekday(day))


def periods_from(published_on: date, until_on: date) -> list[Period]:
    """The weeks from the one in which a letter was sent to the one that holds `until_on`, oldest first."""
    return list(periods(published_on, until_on, first_weekday=_first_weekday))


def opens_at(period: Period) -> datetime:
    """From when a period can be confirmed: when the door of its last day has closed to counts."""
    return clock.at(period.last_on + timedelta(1), opens_hour(period.last_on))


def opens_hour(on: date) -> int:
    """At which hour periods that end about this day open."""
    return int(settings.value("tallies.door_closes_hour", on=on))


def due_at(period: Period, hour: int | None = None) -> datetime:
    """Until when a confirmation is in time; `hour` is the letter's own, where it sets one."""
    holidays = [day.strip() for day in str(settings.value("directives.holidays", on=period.last_on)).split(",")]
    usual = settings.value("directives.confirmation_due_hour", on=period.last_on)
    return clock.at(due_on(period, holidays=holidays), usual if hour is None else hour)


def due_again_at(period: Period, reopened_at: datetime, hour: int | None = None) -> datetime:
    """Until when a period that was reopened is to be confirmed once more: the hour of the next working day."""
    day = clock.local_day(reopened_at)
    return max(due_at(period, hour), due_at(Period(day, day), hour))


def acknowledgement_due_on(published_on: date) -> date:
    """The last day on which a head's acknowledgement is in time."""
    return _days_after(published_on, "directives.acknowledgement_days")


def acknowledgement_due_at(published_on: date) -> datetime:
    """The end of that day."""
    return clock.day_start(acknowledgement_due_on(published_on) + timedelta(1))


def below_due_at(published_on: date) -> datetime:
    """Until when all bodies below an addressee are to have acknowledged."""
    return clock.day_start(_days_after(published_on, "directives.below_days") + timedelta(1))


def document_due_at(published_on: date) -> datetime:
    """Until when an addressee's implementing document is to be recorded."""
    return clock.day_start(_days_after(published_on, "directives.document_days") + timedelta(1))


def _days_after(published_on: date, setting: str) -> date:
    return published_on + timedelta(int(settings.value(setting, on=published_on)))


def status_of(period: Period, due: datetime, *, confirmed: bool, at: datetime) -> PeriodStatus:
    """How the confirmation of a period stands at an instant."""
    if confirmed:
        return PeriodStatus.CONFIRMED
    if at < opens_at(period):
        return PeriodStatus.RUNNING
    return PeriodStatus.DUE if at <= due else PeriodStatus.OVERDUE
