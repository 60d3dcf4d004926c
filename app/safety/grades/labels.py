"""What the colours of grades are called on screen."""

from collections.abc import Mapping

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from app.safety.grades.rules import Colour

COLOUR_LABELS: Mapping[Colour, LazyString] = {
    Colour.GREEN: _l("xanh"),
    Colour.YELLOW: _l("vàng"),
    Colour.ORANGE: _l("cam"),
    Colour.RED: _l("đỏ"),
    Colour.GREY: _l("xám"),
}
