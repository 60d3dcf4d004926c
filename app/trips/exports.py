"""A day's trips as a file."""

from collections.abc import Iterable, Sequence

from flask_babel import gettext as _

from app.trips.labels import STATUS_LABELS
from app.trips.queries import TripLine
from app.trips.rules import trip_status
from app.web.filters import clock_time, day
from app.web.sheets import Sheet
from app.web.short import Columns


def trips_sheet(lines: Iterable[TripLine]) -> Sheet:
    """The trips, one a row."""
    return Sheet(_("Chuyến xe, tàu"), "chuyen", _header(), map(_cells, lines), Columns(2, 0, 6))


def _header() -> list[str]:
    return [
        _("Ngày"),
        _("Giờ khởi hành"),
        _("Xe, tàu"),
        _("Nơi đi"),
        _("Nơi đến"),
        _("Số ghế"),
        _("Tình trạng"),
        _("Khởi hành thực tế"),
        _("Đến nơi"),
        _("Đã khai báo"),
        _("Chưa ra"),
    ]


def _cells(line: TripLine) -> Sequence[object]:
    trip = line.trip
    return (
        day(trip.day),
        clock_time(trip.planned_at),
        trip.checkpoint.name,
        trip.route_from,
        trip.route_to,
        trip.seats or "",
        STATUS_LABELS[trip_status(trip)],
        clock_time(trip.departed_at),
        clock_time(trip.arrived_at),
        line.declared_count,
        line.aboard_count,
    )
