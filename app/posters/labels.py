"""What posters' languages and states are called on screen."""

from collections.abc import Mapping

from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.posters.rules import Bundle, DisplaySource, PosterLanguage, PosterSize, PosterState
from app.web.filters import number

LANGUAGE_LABELS: Mapping[PosterLanguage, LazyString] = {
    PosterLanguage.VI: _l("Tiếng Việt"),
    PosterLanguage.VI_EN: _l("Tiếng Việt – Anh"),
    PosterLanguage.VI_KM: _l("Tiếng Việt – Khmer"),
}
SIZE_LABELS: Mapping[PosterSize, LazyString] = {
    PosterSize.A4: _l("Áp phích A4"),
    PosterSize.A3: _l("Áp phích A3"),
    PosterSize.A5: _l("Áp phích A5"),
    PosterSize.TENT: _l("Thẻ gấp để bàn"),
    PosterSize.STICKER: _l("Nhãn dán xe, tàu"),
    PosterSize.COUNTER: _l("Thẻ để quầy"),
}
BUNDLE_LABELS: Mapping[Bundle, LazyString] = {
    Bundle.PDF: _l("Một tệp PDF, xếp theo xã"),
    Bundle.ZIP: _l("Tệp ZIP, mỗi xã một PDF"),
}
STATE_LABELS: Mapping[PosterState, LazyString] = {
    PosterState.TO_PRINT: _l("Chưa in"),
    PosterState.TO_REPRINT: _l("Cần in lại"),
    PosterState.TO_DISPLAY: _l("Chưa dán"),
    PosterState.DISPLAYED: _l("Đã dán"),
}
STATE_COLOURS: Mapping[PosterState, str] = {
    PosterState.TO_PRINT: "red",
    PosterState.TO_REPRINT: "orange",
    PosterState.TO_DISPLAY: "yellow",
    PosterState.DISPLAYED: "green",
}
SOURCE_LABELS: Mapping[DisplaySource, LazyString] = {
    DisplaySource.MANAGER: _l("đơn vị tự xác nhận"),
    DisplaySource.OFFICER: _l("cán bộ đã thấy"),
}


def withheld_codes(count: int) -> str:
    """What stands under a list of codes for those of units that are counted and not named."""
    return str(_("và %(count)s mã của đơn vị hạn chế công khai", count=number(count)))
