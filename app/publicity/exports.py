"""Plans and logs as files: what is handed out can be filled in and sent back."""

from collections.abc import Iterable, Sequence
from datetime import date

from flask_babel import gettext as _

from app.documents import sheets
from app.publicity.labels import CHANNELS, LANGUAGES, STATUSES
from app.publicity.models import PublicityAction
from app.publicity.queries import Reached
from app.publicity.rules import status_of
from app.publicity.sheet_in import column_names
from app.web.filters import day
from app.web.sheets import Sheet


def actions_sheet(actions: Iterable[PublicityAction], *, today: date) -> Sheet:
    """The lines, each with its body and how it stands."""
    header = [_("Cơ quan"), *column_names(), _("Tình trạng")]
    return Sheet(_("Truyền thông"), "truyen-thong", header, (_line(each, today) for each in actions))


def _line(action: PublicityAction, today: date) -> Sequence[object]:
    status = status_of(action.planned_on, action.done_on, has_evidence=action.has_evidence, today=today)
    return (
        action.organisation.name,
        day(action.planned_on),
        CHANNELS[action.channel],
        LANGUAGES[action.language],
        action.subject,
        action.place,
        day(action.done_on),
        "" if action.reach_count is None else action.reach_count,
        action.link,
        STATUSES[status][0],
    )


def template_file() -> bytes:
    """A workbook to fill in, with the ways and languages to choose from."""
    header = column_names()
    choices = {1: [str(label) for label in CHANNELS.values()], 2: [str(label) for label in LANGUAGES.values()]}
    hints = {0: _("Ngày theo mẫu 31/12/2021."), 5: _("Để trống nếu chưa làm.")}
    return sheets.template(_("Truyền thông"), header, choices=choices, codes=_("Danh mục"), hints=hints)


def reached_sheet(rows: Sequence[Reached]) -> Sheet:
    """How many were reached where."""
    header = [
        _("Địa bàn"),
        _("Dân số"),
        _("Nguồn"),
        _("Đã kiểm chứng"),
        _("Lượt khai báo tại cổng"),
        _("Lượt dùng ứng dụng quốc gia"),
        _("Lượt trên 1.000 dân"),
    ]
    return Sheet(_("Số người được tiếp cận"), "tiep-can", header, [_place(each) for each in rows])


def _place(row: Reached) -> Sequence[object]:
    known = row.population
    return (
        row.area.name,
        known.resident_count if known else "",
        known.source if known else "",
        (_("Có") if known.is_verified else _("Chưa")) if known else "",
        row.entry_count,
        row.app_count,
        "" if row.per_thousand is None else f"{row.per_thousand:.1f}".replace(".", ","),
    )
