"""What trips are called on screen."""

from collections.abc import Mapping

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from app.trips.rules import TripStatus

STATUS_LABELS: Mapping[TripStatus, LazyString] = {
    TripStatus.PLANNED: _l("Chưa khởi hành"),
    TripStatus.UNDER_WAY: _l("Đang đi"),
    TripStatus.ARRIVED: _l("Đã đến"),
    TripStatus.CANCELLED: _l("Đã hủy"),
}
STATUS_COLOURS: Mapping[TripStatus, str] = {
    TripStatus.PLANNED: "yellow",
    TripStatus.UNDER_WAY: "blue",
    TripStatus.ARRIVED: "green",
    TripStatus.CANCELLED: "grey",
}
TRIP_KNOWN = _l("Xe, tàu này đã có chuyến khởi hành vào giờ đó. Hãy chọn giờ khác.")
