"""What the ways of crowding and the ratings are called on screen."""

from collections.abc import Mapping

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from app.visits.rules import Crowding

CROWDING_LABELS: Mapping[Crowding, LazyString] = {
    Crowding.QUIET: _l("Đang vắng"),
    Crowding.BUSY: _l("Đang vừa"),
    Crowding.CROWDED: _l("Đang đông"),
    Crowding.FULL: _l("Đã đầy"),
}
RATING_LABELS: Mapping[int, LazyString] = {3: _l("Tốt"), 2: _l("Bình thường"), 1: _l("Chưa tốt")}
