"""Places of the demo: how many people live where, and where the letter is followed badly."""

from collections.abc import Mapping

# Thousands of people as counted in 2019, rounded: how many units and visits a district has.
PEOPLE: Mapping[str, int] = {
    "899": 227,  # Rạch Giá
    "900": 48,  # Hà Tiên
    "902": 75,  # Kiên Lương
    "903": 157,  # Hòn Đất
    "904": 126,  # Tân Hiệp
    "905": 160,  # Châu Thành
    "906": 225,  # Giồng Riềng
    "907": 132,  # Gò Quao
    "908": 115,  # An Biên
    "909": 115,  # An Minh
    "910": 80,  # Vĩnh Thuận
    "911": 179,  # Phú Quốc
    "912": 18,  # Kiên Hải
    "913": 63,  # U Minh Thượng
    "914": 29,  # Giang Thành
}
PHU_QUOC = "911"
RACH_GIA = "899"
# Here fewer doors are controlled and fewer posters hang; invented, as everything in the demo.
WEAK = frozenset({"903", "909", "914"})
STRONG = frozenset({"911", "900"})
