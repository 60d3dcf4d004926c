"""The list of letters as a file."""

from collections.abc import Iterable, Sequence

from flask_babel import gettext as _

from app.correspondence.labels import KIND_LABELS, SOURCE_LABELS
from app.correspondence.models import OutgoingLetter
from app.web.filters import day, instant
from app.web.sheets import Sheet
from app.web.short import Columns


def letters_sheet(letters: Iterable[OutgoingLetter]) -> Sheet:
    """Letters with number and day where they went out."""
    header = [_("Loại"), _("V/v"), _("Nơi gửi"), _("Từ danh sách"), _("Soạn lúc"), _("Số, ký hiệu"), _("Ngày")]
    return Sheet(_("Công văn"), "cong-van", header, map(_cells, letters), Columns(1, 5, 6))


def _cells(letter: OutgoingLetter) -> Sequence[object]:
    return (
        KIND_LABELS[letter.kind],
        letter.about,
        "; ".join(letter.addressees),
        SOURCE_LABELS[letter.source],
        instant(letter.drafted_at),
        letter.number,
        day(letter.dated_on),
    )
