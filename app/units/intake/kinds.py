"""What people call the kinds of unit in their lists."""

from collections.abc import Mapping

from app.text import search_key
from app.units.intake.columns import folded
from app.units.labels import UNIT_KIND_LABELS
from app.units.rules import UnitKind

# Folded. A text that is none of these, or begins with none, is asked about once.
SYNONYMS: Mapping[UnitKind, tuple[str, ...]] = {
    UnitKind.OFFICE: ("co quan", "co quan nha nuoc", "tru so", "ubnd", "uy ban nhan dan", "don vi su nghiep"),
    UnitKind.HOSPITAL: (
        *(
            "benh vien",
            "co so y te",
            "tram y te",
            "phong kham",
            "trung tam y te",
            "nha thuoc",
            "hieu thuoc",
            "nha khoa",
        ),
        *("quay thuoc", "phong mach"),
    ),
    UnitKind.SCHOOL: (
        *(
            "truong hoc",
            "truong",
            "truong mam non",
            "truong mau giao",
            "nha tre",
            "mam non",
            "tieu hoc",
            "thcs",
            "thpt",
        ),
        *("trung tam ngoai ngu", "trung tam day nghe", "nhom tre", "giao duc"),
    ),
    UnitKind.COMPANY: (
        "cong ty",
        "doanh nghiep",
        "nha may",
        "xi nghiep",
        "co so san xuat",
        "hop tac xa",
        "xuong",
        "cty",
    ),
    UnitKind.SUPERMARKET: ("sieu thi", "sieu thi mini", "trung tam thuong mai", "bach hoa xanh", "winmart", "vinmart"),
    UnitKind.MARKET: ("cho", "cho truyen thong", "cho dem", "cho dau moi"),
    UnitKind.HOTEL: ("khach san", "resort", "khu nghi duong", "hotel"),
    UnitKind.LODGING: (
        "co so luu tru khac",
        "co so luu tru",
        "nha nghi",
        "homestay",
        "nha tro",
        "phong tro",
        "luu tru",
    ),
    UnitKind.RESTAURANT: ("nha hang", "tiec cuoi", "nha hang tiec cuoi"),
    UnitKind.EATERY: ("quan an", "quan com", "quan pho", "quan nhau", "an uong", "dich vu an uong", "com", "quan"),
    UnitKind.CAFE: ("quan ca phe", "ca phe", "cafe", "coffee", "quan cafe", "giai khat", "tra sua", "quan nuoc"),
    UnitKind.SHOP: ("cua hang", "tap hoa", "shop", "cua hang tien loi", "dai ly", "tiem", "ban le", "bach hoa"),
    UnitKind.TRANSPORT: (
        *("phuong tien van chuyen cong cong", "van tai", "xe khach", "xe buyt", "tau cao toc", "tau", "pha", "taxi"),
        *("phuong tien", "van tai hanh khach", "xe", "tau khach", "ben xe", "xe om"),
    ),
    UnitKind.QUARANTINE_SITE: ("co so cach ly tap trung", "cach ly tap trung", "khu cach ly", "co so cach ly"),
    UnitKind.OTHER: ("don vi khac", "khac", "loai khac"),
}
# One word that says the kind whatever follows: "Trường Tiểu học", not "Chợ" (cho thuê xe) or "Quán".
TELLING_WORDS = frozenset({"truong", "resort", "homestay", "taxi", "cty"})


def kind_names() -> dict[str, UnitKind]:
    """Every text that means a kind, folded: its synonyms, its label in the reader's language, its own value."""
    names = {word: kind for kind, words in SYNONYMS.items() for word in words}
    labels = {folded(str(label)): kind for kind, label in UNIT_KIND_LABELS.items()}
    return names | labels | {search_key(kind.value).replace("_", " "): kind for kind in UnitKind}


def find_kind(text: str, names: Mapping[str, UnitKind]) -> UnitKind | None:
    """The kind that a text means: as a whole, else by the longest name that it begins with."""
    words = folded(text).split()
    beginnings = [" ".join(words[:count]) for count in range(len(words), 1, -1)]
    first = [word for word in words[:1] if len(words) == 1 or word in TELLING_WORDS]
    return next((names[name] for name in (*beginnings, *first) if name in names), None)
