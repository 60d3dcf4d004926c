"""The period and the order that an address asks for; anything unreadable is the usual one."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.clock import local_day
from app.directives.periods import period_of
from app.directives.rules import MeasureKey, Period
from app.monitoring.queries import Order
from app.monitoring.rules import USUAL, Direction, PeriodChoice, choose_period
from app.web.days import read_day


@dataclass(frozen=True)
class Chosen:
    """A period and how it was chosen; `args` are the parts of an address that mean the same.

    `misread`: what was typed where other days are shown, since those days cannot be.
    """

    choice: PeriodChoice
    period: Period
    misread: tuple[str, str] | None = None

    @property
    def args(self) -> dict[str, str]:
        if self.choice is PeriodChoice.RANGE:
            return days_of(self.period)
        return {} if self.choice is USUAL else {"period": self.choice.value}


def days_of(period: Period) -> dict[str, str]:
    """The parts of an address that mean exactly these days, whenever it is opened."""
    return {"from": period.first_on.isoformat(), "to": period.last_on.isoformat()}


def chosen_period(args: Mapping[str, str]) -> Chosen:
    """`?from=&to=`, else `?period=`."""
    first, last, today = read_day(args.get("from", "")), read_day(args.get("to", "")), local_day()
    choice = PeriodChoice.RANGE if first and last else _choice(args.get("period", ""))
    period = choose_period(choice, today=today, week=period_of(today), first=first, last=last)
    typed = args.get("from", ""), args.get("to", "")
    is_as_typed = first and last and period == Period(*sorted((first, last)))
    return Chosen(choice, period, typed if any(typed) and not is_as_typed else None)


def chosen_order(args: Mapping[str, str]) -> Order:
    """`?sort=` a measure's key or `name`, `?dir=` up or down."""
    direction = Direction.DOWN if args.get("dir") == Direction.DOWN else Direction.UP
    wish = args.get("sort", "")
    if wish == "name":
        return Order(None, direction)
    return Order(MeasureKey(wish) if wish in list(MeasureKey) else MeasureKey.ENTRY, direction)


def _choice(text: str) -> PeriodChoice:
    known = text in list(PeriodChoice) and text != PeriodChoice.RANGE
    return PeriodChoice(text) if known else USUAL
