"""How many people live where: what the density of registered units is held against."""

import re

from flask_babel import lazy_gettext as _l

from app.settings import Setting, define

RESIDENTS = "units.residents"
_PAIR = re.compile(r"(\d{2,5})\s*:\s*(\d[\d.]*)", re.ASCII)


def read_residents(text: str) -> dict[str, int]:
    """Residents by a place's official code, from "91: 1.723.000, 911: 179.480". Raises ValueError."""
    pairs = [_PAIR.fullmatch(part.strip()) for part in text.split(",") if part.strip()]
    if not all(pairs):
        raise ValueError(text)
    return {pair[1]: int(pair[2].replace(".", "")) for pair in pairs if pair}


def _residents(text: str) -> str:
    read_residents(text)
    return text


define(
    Setting(
        RESIDENTS,
        label=_l("Dân số theo địa bàn, để tính số đơn vị đã đăng ký trên 1.000 dân"),
        unit=_l("mã địa bàn: số người, cách nhau bằng dấu phẩy"),
        default="91: 1.720.000",
        basis="Số làm tròn khi cài đặt, tỉnh cập nhật theo niên giám thống kê",
        parse=_residents,
    ),
)
