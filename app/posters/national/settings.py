"""Which sites count as the national system."""

import re

from flask_babel import lazy_gettext as _l

from app.settings import Setting, define

NATIONAL_HOSTS = "posters.national_hosts"
_HOST = re.compile(r"[a-z0-9-]+(\.[a-z0-9-]+)+", re.ASCII)


def _hosts(text: str) -> str:
    """Names of sites, separated by commas. Raises ValueError."""
    names = [name.strip().lower() for name in text.split(",")]
    if not all(_HOST.fullmatch(name) for name in names):
        raise ValueError(text)
    return ", ".join(names)


define(
    Setting(
        NATIONAL_HOSTS,
        label=_l("Trang của hệ thống quốc gia mà mã QR của đơn vị được công nhận"),
        unit=_l("tên miền, cách nhau bằng dấu phẩy"),
        default="tokhaiyte.vn",
        basis="568/UBND-KGVX, điểm 2",
        parse=_hosts,
    ),
)
