"""People who do not exist: names as they are heard in Kiên Giang, numbers that no exchange has given out."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from random import Random

FAMILIES = (
    *("Nguyễn",) * 9,
    *("Trần",) * 4,
    *("Lê",) * 4,
    *("Phạm", "Huỳnh", "Võ") * 2,
    *("Phan", "Trương", "Bùi", "Đặng", "Đỗ", "Ngô", "Hồ", "Dương", "Lý", "Lâm", "Mai", "Đoàn", "Châu", "Tô", "Quách"),
)
MIDDLES_M = ("Văn", "Văn", "Hữu", "Minh", "Quốc", "Thanh", "Hoàng", "Đức", "Công", "Trung", "Ngọc", "Tấn", "Chí")
MIDDLES_F = ("Thị", "Thị", "Thị", "Ngọc", "Thị Mỹ", "Thị Kim", "Thanh", "Thị Hồng", "Bích", "Thu", "Như", "Thị Cẩm")
GIVEN_M = (
    *("An", "Bảo", "Bình", "Cường", "Dũng", "Đạt", "Giang", "Hải", "Hiếu", "Hòa", "Hùng", "Khánh", "Khoa", "Kiệt"),
    *("Lâm", "Lộc", "Long", "Minh", "Nam", "Nghĩa", "Nhân", "Phát", "Phong", "Phúc", "Quân", "Sang", "Sơn", "Tài"),
    *("Tâm", "Thành", "Thắng", "Thiện", "Tiến", "Toàn", "Trí", "Trung", "Tuấn", "Út", "Việt", "Vinh", "Vũ"),
)
GIVEN_F = (
    *("Anh", "Ánh", "Bích", "Châu", "Chi", "Diễm", "Dung", "Duyên", "Đào", "Giang", "Hà", "Hạnh", "Hằng", "Hiền"),
    *("Hoa", "Hồng", "Hương", "Lan", "Liên", "Linh", "Loan", "Mai", "My", "Nga", "Ngân", "Ngọc", "Nhi", "Nhung"),
    *("Oanh", "Phượng", "Quyên", "Tâm", "Thảo", "Thu", "Thủy", "Tiên", "Trang", "Trâm", "Trinh", "Tuyết", "Vân", "Yến"),
)
# One in eight people of the province is Khmer; these families and given names are theirs.
KHMER_M = ("Danh Út", "Danh Sà Rươl", "Danh Thol", "Danh Sóc Kha", "Danh Hoàng Nam", "Thạch Sa Vươne", "Danh Minh Hiền")
KHMER_F = ("Thị Sà Rưm", "Thị Phol", "Danh Thị Ngọc Hân", "Thị Chane Đa", "Danh Thị Sa Mên", "Thạch Thị Sô Phia")
KHMER_SHARE = 0.12

# Mobile prefix that the numbering plan knows and no operator uses; card prefix of no province.
PHONE_PREFIX = "051"
ID_PREFIX = "099"


class Gender(StrEnum):
    """As the declaration form has them."""

    MALE = "male"
    FEMALE = "female"


@dataclass(frozen=True)
class Invented:
    """Somebody who lives in the demo only."""

    full_name: str
    gender: Gender
    birth_year: int
    phone: str
    id_number: str


def invent_name(rng: Random, gender: Gender) -> str:
    """A full name, family first."""
    male = gender is Gender.MALE
    if rng.random() < KHMER_SHARE:
        return rng.choice(KHMER_M if male else KHMER_F)
    middle, given = rng.choice(MIDDLES_M if male else MIDDLES_F), rng.choice(GIVEN_M if male else GIVEN_F)
    return f"{rng.choice(FAMILIES)} {middle} {given}"


def invent_phone(rng: Random) -> str:
    """A mobile number in stored form that nobody has."""
    return f"{PHONE_PREFIX}{rng.randrange(10**7):07}"


def invent_person(rng: Random, *, on: date) -> Invented:
    """Somebody between 6 and 80 years old on a day."""
    gender = rng.choice(tuple(Gender))
    age = int(rng.triangular(6, 80, 34))
    return Invented(
        full_name=invent_name(rng, gender),
        gender=gender,
        birth_year=on.year - age,
        phone=invent_phone(rng),
        id_number=f"{ID_PREFIX}{rng.randrange(10**9):09}" if age >= 14 else "",
    )
