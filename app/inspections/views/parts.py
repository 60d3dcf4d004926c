"""The sections of a record, in order."""

from collections.abc import Mapping

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

SECTIONS: Mapping[str, LazyString] = {
    "present": _l("Thành phần, thời gian"),
    "posters": _l("Áp phích mã QR"),
    "entry": _l("Kiểm soát khách vào, ra"),
    "earlier": _l("Kiến nghị lần trước"),
    "criteria": _l("Chấm lại tiêu chí an toàn"),
    "photos": _l("Ảnh"),
    "findings": _l("Kiến nghị và hạn khắc phục"),
    "opinion": _l("Ý kiến của đơn vị"),
}
