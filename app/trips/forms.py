"""What an attendant says of a trip: when it goes, when it arrived, how many got in and out."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any, cast

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import Field
from wtforms.validators import ValidationError

from app import clock
from app.tallies.labels import APP_LABELS
from app.tallies.rules import NationalApp
from app.text.clean import ascii_digits
from app.trips.rules import nearest_time, next_time
from app.units.fields import SeatsField, legible
from app.web.filters import day
from app.web.forms import ClockField, DayField, PortalForm, RowField, TextField, at_most, optional, required

PLANNED_AHEAD_DAYS = 62
MOST_COUNTED = 2000


def _day_in(field: Any, first: date, last: date) -> None:
    if not first <= field.data <= last:
        limits = {"first": day(first), "last": day(last)}
        raise ValidationError(str(_l("Ngày phải trong khoảng từ %(first)s đến %(last)s.", **limits)))


class PlanForm(PortalForm):
    """One departure; where it goes and how many seats it has are the vehicle's when left empty."""

    vehicle = RowField(_l("Xe, tàu"), [required(_l("Hãy chọn xe, tàu."))])
    day = DayField(_l("Ngày khởi hành"), [required(_l("Hãy nhập ngày theo mẫu 31/12/2021."))])
    at = ClockField(_l("Giờ khởi hành"), [required(_l("Hãy nhập giờ theo mẫu 08:15."))])
    route_from = TextField(_l("Nơi đi"), [optional(), legible, at_most(80)])
    route_to = TextField(_l("Nơi đến"), [optional(), legible, at_most(80)])
    seats = SeatsField(_l("Số ghế"), [optional()])

    def __init__(self, vehicles: Sequence[Any], *, day: date, today: date) -> None:
        super().__init__(day=day)
        self.vehicle.offer({None: vehicles})
        self._today = today

    def validate_day(self, field: Field) -> None:
        _day_in(field, self._today - timedelta(1), self._today + timedelta(PLANNED_AHEAD_DAYS))

    def validate(self, *args: Any, **options: Any) -> bool:
        """Where nothing is typed the vehicle must know its route."""
        valid: bool = super().validate(*args, **options)
        if valid:
            missing = [name for name in ("route_from", "route_to") if not self._or_vehicles(name)]
            for name in missing:
                self[name].errors = [str(_l("Hãy nhập nơi đi và nơi đến; xe, tàu này chưa ghi tuyến."))]
            valid = not missing
        return valid

    def details(self) -> dict[str, Any]:
        """The keywords of `plan_trip`."""
        day, at = cast(date, self.day.data), cast(time, self.at.data)
        said = {name: self._or_vehicles(name) for name in ("route_from", "route_to", "seats")}
        return {"planned_at": clock.at(day, at.hour, at.minute), **said}

    def _or_vehicles(self, name: str) -> Any:
        return self[name].data or getattr(self.vehicle.row.vehicle, name)


class CopyForm(PortalForm):
    """From which day to which the plan is copied."""

    from_day = DayField(_l("Lấy kế hoạch của ngày"), [required(_l("Hãy nhập ngày theo mẫu 31/12/2021."))])
    to_day = DayField(_l("Chép sang ngày"), [required(_l("Hãy nhập ngày theo mẫu 31/12/2021."))])

    def __init__(self, *, from_day: date, today: date) -> None:
        super().__init__(from_day=from_day, to_day=from_day + timedelta(1))
        self._today = today

    def validate_to_day(self, field: Field) -> None:
        _day_in(field, self._today - timedelta(1), self._today + timedelta(PLANNED_AHEAD_DAYS))


class DepartureForm(PortalForm):
    """When a trip left, by the clock: the attendant types no day, the time nearest to the plan is meant."""

    departed = ClockField(_l("Giờ khởi hành thực tế"), [required(_l("Hãy nhập giờ theo mẫu 08:15."))])

    def __init__(self, trip: Any, *, now: datetime) -> None:
        super().__init__(departed=_to_the_minute(now))
        self._trip, self._now = trip, now

    def validate_departed(self, _field: Field) -> None:
        _not_after(self._now, self.moment())

    def moment(self) -> datetime:
        """The instant that is meant."""
        return nearest_time(clock.local(self._trip.planned_at), cast(time, self.departed.data))


class ArrivalForm(PortalForm):
    """When a trip arrived, by the clock: the first such time after it left."""

    arrived = ClockField(_l("Giờ đến nơi"), [required(_l("Hãy nhập giờ theo mẫu 08:15."))])

    def __init__(self, trip: Any, *, now: datetime) -> None:
        super().__init__(arrived=_to_the_minute(now))
        self._trip, self._now = trip, now

    def validate_arrived(self, _field: Field) -> None:
        _not_after(self._now, self.moment())

    def moment(self) -> datetime:
        """The instant that is meant."""
        return next_time(clock.local(self._trip.departed_at or self._trip.planned_at), cast(time, self.arrived.data))


class CountField(TextField):
    """How many; empty is none."""

    count = 0

    def pre_validate(self, form: Any) -> None:
        typed = ascii_digits(self.data or "0")
        self.count = int(typed) if typed.isascii() and typed.isdecimal() and len(typed) <= 4 else -1
        if not 0 <= self.count <= MOST_COUNTED:
            raise ValidationError(str(_l("Hãy nhập số từ 0 đến %(most)s.", most=MOST_COUNTED)))


class TallyForm(PortalForm):
    """How many got in and out by what they showed."""

    tokhaiyte_in = CountField(_l("Vào: %(app)s", app=APP_LABELS[NationalApp.TOKHAIYTE]))
    tokhaiyte_out = CountField(_l("Ra: %(app)s", app=APP_LABELS[NationalApp.TOKHAIYTE]))
    ncovi_in = CountField(_l("Vào: %(app)s", app=APP_LABELS[NationalApp.NCOVI]))
    ncovi_out = CountField(_l("Ra: %(app)s", app=APP_LABELS[NationalApp.NCOVI]))
    bluezone_in = CountField(_l("Vào: %(app)s", app=APP_LABELS[NationalApp.BLUEZONE]))
    bluezone_out = CountField(_l("Ra: %(app)s", app=APP_LABELS[NationalApp.BLUEZONE]))
    heads_in = CountField(_l("Vào: %(app)s", app=APP_LABELS[NationalApp.HEADS]))
    heads_out = CountField(_l("Ra: %(app)s", app=APP_LABELS[NationalApp.HEADS]))

    def __init__(self, tallies: Sequence[Any]) -> None:
        counts = {f"{row.app.value}_in": str(row.entry_count) for row in tallies}
        super().__init__(data=counts | {f"{row.app.value}_out": str(row.exit_count) for row in tallies})

    def counted(self) -> dict[NationalApp, tuple[int, int]]:
        """Entries and exits by app."""
        return {app: (self[f"{app.value}_in"].count, self[f"{app.value}_out"].count) for app in NationalApp}


class ListForm(PortalForm):
    """A passenger list as a file."""

    file = FileField(_l("Tệp danh sách hành khách (.xlsx, .csv)"), [required(_l("Hãy chọn tệp danh sách."))])


def _to_the_minute(now: datetime) -> time:
    return clock.local(now).time().replace(second=0, microsecond=0)


def _not_after(now: datetime, moment: datetime) -> None:
    if moment > now:
        raise ValidationError(str(_l("Giờ này chưa tới. Hãy nhập giờ thực tế.")))
