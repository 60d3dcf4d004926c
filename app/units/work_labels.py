"""What officers read on their work-lists; what citizens read too stands in labels.py."""

from collections.abc import Mapping

from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.units.queries import Need
from app.units.rules import Outcome
from app.web.filters import number

# What somebody proposed and somebody else decides.
OUTCOME_LABELS: Mapping[Outcome, LazyString] = {
    Outcome.OPEN: _l("Chờ quyết định"),
    Outcome.ACCEPTED: _l("Đã chấp nhận"),
    Outcome.REFUSED: _l("Không chấp nhận"),
    Outcome.WITHDRAWN: _l("Đã rút lại"),
}
OUTCOME_COLOURS: Mapping[Outcome, str] = {
    Outcome.OPEN: "yellow",
    Outcome.ACCEPTED: "green",
    Outcome.REFUSED: "red",
    Outcome.WITHDRAWN: "grey",
}

# What lists of units can be narrowed to besides their status.
NEED_LABELS: Mapping[Need, LazyString] = {
    Need.OFFICER: _l("Chờ cán bộ duyệt"),
    Need.UNIT: _l("Chờ đơn vị trả lời"),
    Need.OWNER: _l("Chưa rõ cơ quan quản lý"),
    Need.DISCRETION: _l("Hạn chế công khai"),
}


def withheld_words(count: int) -> str:
    """What stands under a list for the units that it counts and does not name."""
    return str(_("và %(count)s đơn vị hạn chế công khai", count=number(count)))
