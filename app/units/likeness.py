"""When two units are likely the same: how names read once spelling, abbreviations and legal forms are set aside."""

import re
from collections.abc import Mapping

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
