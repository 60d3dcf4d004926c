"""When two units are likely the same: how names read once spelling, abbreviations and legal forms are set aside."""

import re
from collections.abc import Mapping
from enum import StrEnum
from typing import Protocol

from app.text import search_key

LONGEST = 200
# As people shorten them on forms and signs; folded, since compared folded.
ABBREVIATIONS: Mapping[str, str] = {
    "bv": "benh vien",
    "cp": "co phan",
    "ct": "cong ty",
    "cty": "cong ty",
    "dntn": "doanh nghiep tu nhan",
    "hkd": "ho kinh doanh",
    "htx": "hop tac xa",
    "ks": "khach san",
    "mg": "mau giao",
    "mn": "mam non",
    "mtv": "mot thanh vien",
    "nh": "nha hang",
    "pk": "phong kham",
    "st": "sieu thi",
    "thcs": "trung hoc co so",
    "thpt": "trung hoc pho thong",
    "tm": "thuong mai",
    "dv": "dich vu",
    "tnhh": "trach nhiem huu han",
    "ttyt": "trung tam y te",
    "ubnd": "uy ban nhan dan",
}
# What stands on a licence and not on the sign; longest first, so that none is cut in two.
LEGAL_FORMS = (
    "trach nhiem huu han",
    "doanh nghiep tu nhan",
    "mot thanh vien",
    "ho kinh doanh",
    "thuong mai",
    "cong ty",
    "co phan",
    "dich vu",
)
_WORD = re.compile(r"\w+")
_FORMS = re.compile(rf"\b(?:{'|'.join(LEGAL_FORMS)})\b")


def likeness_key(name: str) -> str:
    """What names of one unit have in common: "KS. Biển Xanh" and "Công ty TNHH Khách sạn BIỂN XANH" read alike.

    A name of nothing but legal forms keeps them. At most LONGEST characters.
    """
    words = _WORD.findall(search_key(name))
    full = " ".join(ABBREVIATIONS.get(word, word) for word in words)
    return (" ".join(_FORMS.sub(" ", full).split()) or full)[:LONGEST]


class Likeness(StrEnum):
    """What two units have in common, the strongest sign first."""

    TAX_CODE = "tax_code"
    NAME = "name"  # and the commune
    PHONE = "phone"


class _Unit(Protocol):
    likeness_key: str
    area_id: int
    phone: str
    manager_phone: str
    tax_code: str


def likenesses(one: _Unit, other: _Unit) -> list[Likeness]:
    """In what two units are alike; empty when nothing says that they are the same."""
    signs = {
        Likeness.TAX_CODE: bool(one.tax_code) and one.tax_code == other.tax_code,
        Likeness.NAME: (one.likeness_key, one.area_id) == (other.likeness_key, other.area_id),
        Likeness.PHONE: bool(_phones(one) & _phones(other)),
    }
    return [sign for sign, is_there in signs.items() if is_there]


def _phones(unit: _Unit) -> set[str]:
    return {unit.phone, unit.manager_phone} - {""}
