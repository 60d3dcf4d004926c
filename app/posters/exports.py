"""The list of codes as a file."""

from collections.abc import Iterable, Sequence

from flask import Response
from flask_babel import gettext as _

from app.clock import local_day
from app.codes import show_code
from app.documents import sheets
from app.posters.labels import STATE_LABELS, withheld_codes
from app.posters.models import Poster
from app.posters.rules import poster_state
from app.web.filters import day


def answer(posters: Iterable[Poster], withheld: int, suffix: str) -> Response:
    """The codes as a file, `csv` or `xlsx`; those that are not named are counted in a last line."""
    rows = [_cells(poster) for poster in posters] + ([[withheld_codes(withheld)]] if withheld else [])
    if suffix == "csv":
        content, kind = sheets.csv_file(_header(), rows), sheets.CSV
    else:
        content, kind = sheets.xlsx(_("Mã QR"), _header(), rows), sheets.XLSX
    name = f"ma-qr-{local_day():%Y-%m-%d}.{suffix}"
    return Response(content, mimetype=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})


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
