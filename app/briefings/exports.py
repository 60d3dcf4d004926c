"""The list of chairman's pages as a file."""

from collections.abc import Iterable, Sequence

from flask_babel import gettext as _

from app.briefings.models import Briefing
from app.briefings.rules import FigureKey
from app.briefings.wording import LABELS, pair
from app.web.filters import instant
from app.web.sheets import Sheet
from app.web.short import Columns


def briefings_sheet(briefings: Iterable[Briefing]) -> Sheet:
    """Pages with their five figures."""
    header = [_("Số liệu lúc"), _("Trình lúc"), *(LABELS[key] for key in FigureKey)]
    return Sheet(_("Trang Chủ tịch"), "trang-chu-tich", header, map(_cells, briefings), Columns(0, 1))


def _cells(briefing: Briefing) -> Sequence[object]:
    five = briefing.figures["five"]
    presented = instant(briefing.presented_at) if briefing.presented_at else ""
    return instant(briefing.as_of), presented, *(pair(five[key]) for key in FigureKey)
