"""The outbox as a file: who was told what when, and how it went; without the texts."""

from collections.abc import Iterable, Sequence

from flask_babel import gettext as _

from app.notices.kinds import defined
from app.notices.labels import CHANNELS, FAULTS, STATUSES
from app.notices.models import Message
from app.web.filters import instant
from app.web.pagination import Page
from app.web.sheets import Sheet
from app.web.short import Columns, Counted


def messages_sheet(pages: Iterable[Page]) -> Sheet:
    """The messages of a list."""
    header = [
        _("Ghi lúc"),
        _("Loại tin"),
        _("Gửi bằng"),
        _("Cơ quan nhận"),
        _("Địa chỉ"),
        _("Tình trạng"),
        _("Gửi lúc"),
        _("Số lần thử"),
        _("Lý do"),
        _("Số phần SMS"),
        _("Chi phí (đồng)"),
    ]
    labels = {kind.key: str(kind.label) for kind in defined()}
    rows = (_row(each, labels) for page in pages for each in page.rows)
    return Sheet(_("Tin đã gửi"), "tin-da-gui", header, rows, Counted(1, label=_("Số tin")))


def _row(message: Message, labels: dict[str, str]) -> Sequence[object]:
    return (
        instant(message.created_at),
        labels.get(message.kind, message.kind),
        CHANNELS[message.channel],
        message.organisation.name if message.organisation else "",
        message.address or (message.user.username if message.user else ""),
        STATUSES[message.status][0],
        instant(message.sent_at),
        message.attempt_count,
        FAULTS[message.fault] if message.fault else "",
        message.segment_count or "",
        message.cost_dong or "",
    )


def letters_sheet(pages: Iterable[Page]) -> Sheet:
    """What somebody was told in the portal."""
    header = [_("Nhận lúc"), _("Tiêu đề"), _("Nội dung"), _("Tình trạng")]
    rows = ((instant(each.created_at), each.subject, each.body, _read(each)) for page in pages for each in page.rows)
    return Sheet(_("Hộp thư"), "hop-thu", header, rows, Columns(1, 0, 3))


def _read(letter: Message) -> str:
    return str(_("Đã đọc") if letter.read_at else _("Chưa đọc"))


def reminders_sheet(pages: Iterable[Page]) -> Sheet:
    """What bodies are being reminded of."""
    labels = {kind.key: str(kind.label) for kind in defined()}
    header = [_("Cơ quan"), _("Việc"), _("Hạn"), _("Nhắc tiếp lúc")]
    rows = (
        (each.organisation.name, labels.get(f"{each.kind}.due", each.kind), instant(each.due_at), instant(each.next_at))
        for page in pages
        for each in page.rows
    )
    return Sheet(_("Việc đang nhắc"), "viec-dang-nhac", header, rows, Columns(0, 1, 2))
