"""The list of bodies as a file."""

from collections.abc import Iterable, Sequence

from flask_babel import gettext as _

from app.organisations.labels import GROUP_LABELS, KIND_LABELS
from app.organisations.queries import BodyRow
from app.text import show_phone
from app.web.sheets import Sheet
from app.web.short import Columns


def bodies_sheet(rows: Iterable[BodyRow]) -> Sheet:
    """The bodies with who heads them."""
    header = [
        _("Cơ quan"),
        _("Mã"),
        _("Loại cơ quan"),
        _("Cấp trên"),
        _("Nhóm"),
        _("Người đứng đầu"),
        _("Chức vụ"),
        _("Điện thoại"),
    ]
    return Sheet(_("Cơ quan"), "co-quan", header, map(_cells, rows), Columns(0, 3))


def _cells(row: BodyRow) -> Sequence[object]:
    body, head = row.body, row.head
    return (
        body.name,
        body.code,
        KIND_LABELS[body.kind],
        body.parent.name if body.parent else "",
        GROUP_LABELS[row.group] if row.group else "",
        head.full_name if head else "",
        head.title if head else "",
        show_phone(head.phone) if head else "",
    )
