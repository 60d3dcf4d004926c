"""Names of units that do not exist, with the addresses of streets and hamlets that could be anywhere."""

from collections.abc import Mapping
from random import Random

from app.units.rules import UnitKind

POETIC = (
    *("Biển Ngọc", "Sao Mai", "Hoa Sen", "Hương Biển", "Phù Sa", "Cánh Buồm", "Nắng Vàng", "Sông Xanh", "Đồng Xanh"),
    *("Hải Âu", "Bình Minh", "Ánh Dương", "Hoàng Hôn", "Mỹ Phúc", "Tân Phát", "Minh Long", "Kim Ngân", "Phước Lộc"),
    *("Thanh Bình", "Hòa Thuận", "Gió Biển", "Sóng Biển", "Hướng Dương", "Ngọc Trai", "San Hô", "Rừng Tràm"),
    *("Cầu Ván", "Bến Xưa", "Quê Hương", "Đất Mũi Xanh", "Vạn An", "Phú Thịnh", "Trường Xuân", "Đại Lợi", "Thiên Ân"),
)
PATTERNS: Mapping[UnitKind, tuple[str, ...]] = {
    UnitKind.OFFICE: ("Trụ sở UBND {place}", "Chi nhánh Bưu chính {name}", "Văn phòng Hợp tác xã {name}"),
    UnitKind.HOSPITAL: ("Trạm Y tế {place}", "Phòng khám Đa khoa {name}", "Phòng khám {name}"),
    UnitKind.SCHOOL: (
        "Trường Tiểu học {name}",
        "Trường THCS {name}",
        "Trường THPT {name}",
        "Trường Mầm non {name}",
        "Trung tâm Ngoại ngữ {name}",
    ),
    UnitKind.COMPANY: ("Công ty TNHH {name}", "Công ty Cổ phần Thủy sản {name}", "Nhà máy Xay xát {name}"),
    UnitKind.SUPERMARKET: ("Siêu thị {name}", "Siêu thị Điện máy {name}"),
    UnitKind.MARKET: ("Chợ {name}", "Chợ {place}"),
    UnitKind.HOTEL: ("Khách sạn {name}", "Khu nghỉ dưỡng {name}"),
    UnitKind.LODGING: ("Nhà nghỉ {name}", "Nhà trọ {name}", "Homestay {name}"),
    UnitKind.RESTAURANT: ("Nhà hàng {name}", "Nhà hàng Hải sản {name}", "Nhà hàng Tiệc cưới {name}"),
    UnitKind.EATERY: ("Quán cơm {name}", "Quán bún cá {name}", "Quán ăn {name}", "Quán hủ tiếu {name}"),
    UnitKind.CAFE: ("Quán cà phê {name}", "Cà phê sân vườn {name}"),
    UnitKind.SHOP: ("Cửa hàng tạp hóa {name}", "Nhà thuốc {name}", "Cửa hàng vật tư {name}"),
    UnitKind.TRANSPORT: ("Tàu cao tốc {name} {number}", "Xe khách {name} {number}", "Xe buýt {name} {number}"),
    UnitKind.QUARANTINE_SITE: ("Cơ sở cách ly tập trung {name}",),
    UnitKind.OTHER: ("Nhà văn hóa {name}", "Cơ sở thờ tự {name}", "Trung tâm Thể thao {name}"),
}
STREETS = ("Hoa Mai", "Hoa Phượng", "Bờ Kè", "Cầu Dừa", "Bến Tàu", "Ven Biển", "Kênh Mới", "Vườn Dừa")


def invent_unit_name(rng: Random, kind: UnitKind, place: str, taken: set[str]) -> str:
    """A name for a unit in `place` that no other has; every fifth name carries a number to stay apart."""
    name = ""
    while not name or name in taken:
        pattern = rng.choice(PATTERNS[kind])
        name = pattern.format(name=rng.choice(POETIC), place=_lower(place), number=rng.randrange(1, 99))
        if name in taken:
            name = f"{name} {rng.randrange(2, 60)}"
    taken.add(name)
    return name


def invent_address(rng: Random, place: str) -> str:
    """House and street in a ward or town, group and hamlet in a village; pages add the place's own name."""
    if place.startswith("Xã"):
        return f"Tổ {rng.randrange(1, 15)}, ấp {rng.choice(POETIC)}"
    return f"Số {rng.randrange(1, 320)}, đường {rng.choice(STREETS)}"


def _lower(place: str) -> str:
    return f"{place[:1].lower()}{place[1:]}"
