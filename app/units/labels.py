"""What the register's kinds and states are called on screen, and the colour of each state."""

from collections.abc import Mapping

from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.units.queries import Need
from app.units.rules import CheckpointKind, Outcome, UnitKind, UnitStatus
from app.web.filters import number

UNIT_KIND_LABELS: Mapping[UnitKind, LazyString] = {
    UnitKind.OFFICE: _l("Cơ quan"),
    UnitKind.HOSPITAL: _l("Bệnh viện, cơ sở y tế"),
    UnitKind.SCHOOL: _l("Trường học"),
    UnitKind.COMPANY: _l("Công ty"),
    UnitKind.SUPERMARKET: _l("Siêu thị"),
    UnitKind.MARKET: _l("Chợ"),
    UnitKind.HOTEL: _l("Khách sạn"),
    UnitKind.LODGING: _l("Cơ sở lưu trú khác"),
    UnitKind.RESTAURANT: _l("Nhà hàng"),
    UnitKind.EATERY: _l("Quán ăn"),
    UnitKind.CAFE: _l("Quán cà phê"),
    UnitKind.SHOP: _l("Cửa hàng"),
    UnitKind.TRANSPORT: _l("Phương tiện vận chuyển công cộng"),
    UnitKind.QUARANTINE_SITE: _l("Cơ sở cách ly tập trung"),
    UnitKind.OTHER: _l("Đơn vị khác"),
}

UNIT_STATUS_LABELS: Mapping[UnitStatus, LazyString] = {
    UnitStatus.PENDING: _l("Chờ duyệt"),
    UnitStatus.ACTIVE: _l("Đang hoạt động"),
    UnitStatus.SUSPENDED: _l("Tạm ngừng"),
    UnitStatus.CLOSED: _l("Đã đóng cửa"),
    UnitStatus.REFUSED: _l("Không duyệt"),
}

UNIT_STATUS_COLOURS: Mapping[UnitStatus, str] = {
    UnitStatus.PENDING: "yellow",
    UnitStatus.ACTIVE: "green",
    UnitStatus.SUSPENDED: "orange",
    UnitStatus.CLOSED: "grey",
    UnitStatus.REFUSED: "red",
}

CHECKPOINT_KIND_LABELS: Mapping[CheckpointKind, LazyString] = {
    CheckpointKind.GATE: _l("Cổng, cửa ra vào"),
    CheckpointKind.VEHICLE: _l("Xe, tàu"),
}

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

# What the register and the poster keep until an officer accepts the change.
FIELD_LABELS: Mapping[str, LazyString] = {
    "name": _l("Tên đơn vị"),
    "kind": _l("Loại hình"),
    "address": _l("Địa chỉ"),
    "area": _l("Xã, phường, thị trấn"),
}

# Bit 0 of a unit's week is Monday.
WEEKDAY_LABELS: tuple[LazyString, ...] = (
    _l("Thứ hai"),
    _l("Thứ ba"),
    _l("Thứ tư"),
    _l("Thứ năm"),
    _l("Thứ sáu"),
    _l("Thứ bảy"),
    _l("Chủ nhật"),
)

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
