"""Suspended, closed and merged units leave the denominators on their days, and come back on theirs."""

from datetime import date, timedelta

import time_machine

from app.clock import at
from app.db import transaction
from app.directives.measures import Cut, figures_by
from app.directives.rules import MeasureKey
from app.units.actions import close_unit, merge_units, reopen_unit, suspend_unit
from app.units.queries import get_unit
from app.units.rules import UnitStatus
from tests.factories import make_unit

MONDAY = date(2021, 5, 10)
SUSPENDED, REOPENED, CLOSED = (MONDAY + timedelta(days) for days in (2, 4, 7))


def due_on(cast, unit_id, measure):
    """The days of two weeks on which the unit is in the measure's denominator, as somebody sees them much later."""
    days = [MONDAY + timedelta(number) for number in range(-1, 10)]
    seen = {"at": at(MONDAY + timedelta(30), 9)}
    figures = {day: figures_by(cast.chau.viewer, Cut.UNIT, [measure], first=day, last=day, **seen) for day in days}
    return [day for day, leaves in figures.items() if unit_id in leaves and leaves[unit_id][measure].denominator]


def test_a_unit_is_due_on_the_days_on_which_it_operates(cast, inside):
    with time_machine.travel(at(MONDAY, 8)):
        unit = make_unit(cast.an, status=UnitStatus.ACTIVE)
    for day, change in ((SUSPENDED, suspend_unit), (REOPENED, reopen_unit), (CLOSED, close_unit)):
        with time_machine.travel(at(day, 15)), transaction():
            change(cast.an.viewer, get_unit(cast.an.viewer, unit.id), from_on=day, reason="x")
    with time_machine.travel(at(MONDAY + timedelta(30), 9)):
        for measure in (MeasureKey.ENTRY, MeasureKey.QR):
            open_days = [*(MONDAY + timedelta(n) for n in (0, 1)), *(REOPENED + timedelta(n) for n in range(3))]
            assert due_on(cast, unit.id, measure) == open_days


def test_a_merged_unit_is_due_until_the_day_before(cast, inside):
    with time_machine.travel(at(MONDAY, 8)):
        going, staying = (
            make_unit(cast.an, name=name, status=UnitStatus.ACTIVE) for name in ("KS Gió", "Khách sạn Gió")
        )
    with time_machine.travel(at(SUSPENDED, 8)), transaction():
        both = [get_unit(cast.an.viewer, unit.id) for unit in (going, staying)]
        merge_units(cast.an.viewer, *both, reason="x")
    with time_machine.travel(at(MONDAY + timedelta(30), 9)):
        for measure in (MeasureKey.ENTRY, MeasureKey.QR):
            assert due_on(cast, going.id, measure) == [MONDAY, MONDAY + timedelta(1)]
            assert len(due_on(cast, staying.id, measure)) == 10
