"""Who is inside as a file: names masked as on screen."""

from collections.abc import Iterable

from flask_babel import gettext as _

from app.gate.queries import Inside
from app.web.filters import instant
from app.web.sheets import Sheet
from app.web.short import Counted


def inside_sheet(people: Iterable[Inside]) -> Sheet:
    """Who has not left, longest inside first."""
    header = [_("Vào"), _("Họ tên"), _("Ghi chú")]
    rows = ((instant(p.checked_in_at), p.masked_name or _("đã xóa"), _("quá giờ") if p.is_late else "") for p in people)
    return Sheet(_("Người ở trong"), "nguoi-o-trong", header, rows, Counted(2, label=_("Số người")))
