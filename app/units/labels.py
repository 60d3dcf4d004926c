"""What the register's kinds and states are called on screen, and the colour of each state."""

from collections.abc import Mapping

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from app.units.rules import CheckedInPerson, CheckpointKind, UnitKind, UnitStatus, VehicleKind

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
    UnitStatus.MERGED: _l("Đã gộp"),
}

UNIT_STATUS_COLOURS: Mapping[UnitStatus, str] = {
    UnitStatus.PENDING: "yellow",
    UnitStatus.ACTIVE: "green",
    UnitStatus.SUSPENDED: "orange",
    UnitStatus.CLOSED: "grey",
    UnitStatus.REFUSED: "red",
    UnitStatus.MERGED: "grey",
}

CHECKPOINT_KIND_LABELS: Mapping[CheckpointKind, LazyString] = {
    CheckpointKind.GATE: _l("Cổng, cửa ra vào"),
    CheckpointKind.VEHICLE: _l("Xe, tàu"),
}

CHECKED_LABELS: Mapping[CheckedInPerson, LazyString] = {
    CheckedInPerson.IDENTITY: _l("Căn cước công dân hoặc chứng minh nhân dân"),
    CheckedInPerson.LICENCE: _l("Giấy đăng ký kinh doanh hoặc quyết định thành lập"),
    CheckedInPerson.LETTER: _l("Giấy giới thiệu của đơn vị"),
    CheckedInPerson.VISIT: _l("Đã đến tận nơi, gặp người đứng đầu đơn vị"),
}

VEHICLE_KIND_LABELS: Mapping[VehicleKind, LazyString] = {
    VehicleKind.COACH: _l("Xe khách"),
    VehicleKind.BUS: _l("Xe buýt"),
    VehicleKind.FERRY: _l("Tàu, phà, đò"),
    VehicleKind.TAXI: _l("Taxi"),
    VehicleKind.MOTORBIKE_TAXI: _l("Xe ôm"),
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
