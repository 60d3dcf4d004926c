"""What the province sets about gates: what each kind of unit does with who is held."""

from collections.abc import Mapping

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from app import settings
from app.gate.rules.acts import Handling, usual_handling
from app.settings import Setting, define
from app.units.labels import UNIT_KIND_LABELS
from app.units.rules import UnitKind

LATE_HOURS = "gate.late_hours"
_HANDLINGS: Mapping[str, LazyString] = {
    Handling.SCREEN.value: _l("Mời sang khu sàng lọc, không từ chối"),
    Handling.SEAT.value: _l("Mời ngồi riêng, không cho xuống giữa đường"),
    Handling.CALL.value: _l("Chờ bên ngoài, gọi y tế"),
}


def _key(kind: UnitKind) -> str:
    return f"gate.handling_{kind.value}"


def _handling(text: str) -> str:
    return Handling(text.strip().lower()).value


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
            _l("Người có nguy cơ tại cổng: %(kind)s", kind=UNIT_KIND_LABELS[kind]),
            _l("cách xử lý"),
            usual_handling(kind).value,
            "Mặc định khi cài đặt",
            _handling,
            _HANDLINGS,
        )
        for kind in UnitKind
    ),
)


def handling_of(kind: UnitKind) -> Handling:
    """What units of this kind do today with who is held."""
    return Handling(settings.value(_key(kind)))
