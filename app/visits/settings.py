"""What the province sets about stays: after how many hours one is late, and when it is taken to be over."""

from flask_babel import lazy_gettext as _l

from app import settings
from app.settings import Setting, define
from app.units.labels import UNIT_KIND_LABELS
from app.units.rules import UnitKind
from app.visits.rules import STAY_HOURS

LATE_HOURS = "gate.late_hours"


def _key(kind: UnitKind) -> str:
    return f"visits.stay_hours_{kind.value}"


define(
    Setting(
        LATE_HOURS,
        label=_l("Danh sách chưa ra: nhắc sau khi vào"),
        unit=_l("giờ"),
        default=4,
        basis="Mặc định khi cài đặt",
    ),
    *(
        Setting(
            _key(kind),
            label=_l("Tự kết thúc lượt vào không ghi lượt ra: %(kind)s", kind=UNIT_KIND_LABELS[kind]),
            unit=_l("giờ"),
            default=hours,
            basis="Mặc định khi cài đặt",
        )
        for kind, hours in STAY_HOURS.items()
    ),
)


def stay_hours(kind: UnitKind) -> int:
    """After how many hours a stay at a unit of this kind is taken to be over."""
    return int(settings.value(_key(kind)))
