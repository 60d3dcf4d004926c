"""The list of codes as a file."""

from collections.abc import Iterable, Sequence
from itertools import chain

from flask_babel import gettext as _

from app.codes import show_code
from app.posters.labels import STATE_LABELS, withheld_codes
from app.posters.models import Poster
from app.posters.rules import poster_state
from app.web.filters import day
from app.web.sheets import Sheet
from app.web.short import Columns


def codes_sheet(posters: Iterable[Poster], withheld: int) -> Sheet:
    """The codes, one a row; those that are not named are counted in a last line."""
    last: list[Sequence[object]] = [[withheld_codes(withheld)]] if withheld else []
    return Sheet(_("Mã QR"), "ma-qr", _header(), chain(map(_cells, posters), last), Columns(0, 1, 6))


def _header() -> list[str]:
    return [
        _("Đơn vị"),
        _("Cổng, xe, tàu"),
        _("Xã, phường, thị trấn"),
        _("Huyện, thành phố"),
        _("Cơ quan quản lý"),
        _("Mã"),
        _("Tình trạng"),
        _("Đã dán từ ngày"),
    ]


def _cells(poster: Poster) -> Sequence[object]:
    unit = poster.unit
    return (
        unit.name,
        poster.checkpoint.name,
        unit.area.name,
        unit.area.parent.name if unit.area.parent else "",
        unit.organisation.name,
        show_code(poster.code),
        STATE_LABELS[poster_state(poster)],
        day(poster.displayed_on) if poster.displayed_on else "",
    )
