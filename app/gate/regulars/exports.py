"""The days of the people who come every day, as a file."""

from collections.abc import Sequence

from flask_babel import gettext as _

from app.gate.regulars.queries import Turnout
from app.web.filters import day
from app.web.sheets import Sheet
from app.web.short import Columns


def turnouts_sheet(turnouts: Sequence[Turnout]) -> Sheet:
    """A day a row, the latest first."""
    header = [_("Ngày"), _("Số nhóm"), _("Số người"), _("Có mặt"), _("Vắng"), _("Có biểu hiện bệnh")]
    rows = ((day(each.day), each.groups, each.people, each.present, each.absent, each.ill) for each in turnouts)
    return Sheet(_("Người thường xuyên"), "nguoi-thuong-xuyen", header, rows, Columns(0, 3, 4))
