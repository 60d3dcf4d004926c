"""How doubles and the history of a unit are told to officers."""

from collections.abc import Mapping

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from app.text import show_phone
from app.units.labels import UNIT_KIND_LABELS, WEEKDAY_LABELS
from app.units.likeness import Likeness
from app.units.rules import UnitKind

LIKENESS_LABELS: Mapping[Likeness, LazyString] = {
    Likeness.TAX_CODE: _l("cùng mã số thuế"),
    Likeness.NAME: _l("tên tương tự, cùng xã, phường"),
    Likeness.PHONE: _l("cùng số điện thoại"),
}

# The details of a unit as its history tells of them.
FIELD_LABELS: Mapping[str, LazyString] = {
    "name": _l("Tên đơn vị"),
    "kind": _l("Loại hình"),
    "area": _l("Xã, phường, thị trấn"),
    "address": _l("Địa chỉ"),
    "organisation": _l("Cơ quan quản lý"),
    "manager_name": _l("Người đứng đầu đơn vị"),
    "manager_phone": _l("Điện thoại người đứng đầu"),
    "phone": _l("Điện thoại của đơn vị"),
    "tax_code": _l("Mã số thuế"),
    "is_household": _l("Hộ kinh doanh"),
    "open_weekdays": _l("Ngày mở cửa trong tuần"),
}


def week_words(open_weekdays: int) -> str:
    """The days of a unit's week in words."""
    days = [str(label) for number, label in enumerate(WEEKDAY_LABELS) if open_weekdays >> number & 1]
    return str(_l("tất cả các ngày")) if len(days) == len(WEEKDAY_LABELS) else ", ".join(days)


def yes_or_no(is_so: bool) -> str:
    """A yes or no of a table of details."""
    return str(_l("có") if is_so else _l("không"))


def show_value(field: str, text: str) -> str:
    """What a history kept of a value, in words."""
    if not text:
        return "–"
    match field:
        case "kind":
            return str(UNIT_KIND_LABELS[UnitKind(text)])
        case "phone" | "manager_phone":
            return show_phone(text)
        case "is_household":
            return yes_or_no(text == str(True))
        case "open_weekdays":
            return week_words(int(text))
        case _:
            return text
