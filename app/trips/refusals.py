"""What is said when an act on a trip is refused."""

from collections.abc import Mapping

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from app.trips.actions import TripHasPassengers, TripKnown, TripOver
from app.trips.labels import TRIP_KNOWN

REFUSALS: Mapping[type[Exception], LazyString] = {
    TripKnown: TRIP_KNOWN,
    TripOver: _l("Chuyến này đã đến nơi hoặc đã hủy. Hãy tải lại trang."),
    TripHasPassengers: _l("Chuyến đã có hành khách khai báo nên không hủy được; hãy xác nhận đến nơi."),
}
