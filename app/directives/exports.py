"""Lists of letters, receipts and confirmations as files."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from flask_babel import gettext as _

from app.directives.labels import GROUPS, OUTCOMES, PERIOD_STATUSES, RECEIPT_STATUSES
from app.directives.models import Directive, ImplementingDocument
from app.directives.queries import BodyPeriod, PeriodBook, Reach, Receipt
from app.web.filters import day, instant
from app.web.sheets import Sheet


def letters_sheet(letters: Sequence[Directive], reach: Mapping[int, Reach]) -> Sheet:
    """The letters, with how many of the reader's addressees acknowledged each."""
    header = [
        _("Số, ký hiệu"),
        _("Trích yếu"),
        _("Ngày ký"),
        _("Gửi qua cổng"),
        _("Đã tiếp nhận"),
        _("Số cơ quan nhận"),
    ]
    rows = [
        (
            each.number,
            each.title,
            day(each.signed_on),
            day(each.published_on),
            reach[each.id].acknowledged_count,
            reach[each.id].addressed_count,
        )
        for each in letters
    ]
    return Sheet(_("Công văn chỉ đạo"), "cong-van", header, rows)


def receipts_sheet(receipts: Sequence[Receipt], published_on: date) -> Sheet:
    """How far a letter that was published on this day came with each body."""
    header = [
        _("Cơ quan"),
        _("Nhóm"),
        _("Tình trạng"),
        _("Chuyển đến"),
        _("Mở lần đầu"),
        _("Người đứng đầu xác nhận"),
        _("Xác nhận lúc"),
        _("Chậm"),
    ]
    return Sheet(
        _("Tình hình tiếp nhận"), "tiep-nhan", header, [_receipt(each, each.due_at(published_on)) for each in receipts]
    )


def _receipt(receipt: Receipt, due_at: datetime) -> Sequence[object]:
    given = receipt.acknowledgement
    return (
        receipt.body.name,
        GROUPS[receipt.group] if receipt.group else "",
        RECEIPT_STATUSES[receipt.status][0],
        instant(receipt.delivered_at) if receipt.delivered_at else "",
        instant(receipt.opening.opened_at) if receipt.opening else "",
        f"{given.head_title} {given.head_name}" if given else "",
        instant(given.acknowledged_at) if given else "",
        _("Chậm") if given and given.acknowledged_at > due_at else "",
    )


def documents_sheet(documents: Sequence[ImplementingDocument]) -> Sheet:
    """The documents by which bodies carry a letter out."""
    header = [_("Cơ quan"), _("Số, ký hiệu"), _("Trích yếu"), _("Ngày ký"), _("Ghi nhận lúc")]
    rows = [
        (each.organisation.name, each.number, each.title, day(each.signed_on), instant(each.recorded_at))
        for each in documents
    ]
    return Sheet(_("Văn bản triển khai"), "van-ban-trien-khai", header, rows)


def confirmations_sheet(book: PeriodBook) -> Sheet:
    """The periods of the reader's own body, then how the other bodies stand with the one shown."""
    return periods_sheet([*book.own, *book.others])


def periods_sheet(periods: Sequence[BodyPeriod]) -> Sheet:
    """What heads said of periods, and when."""
    header = [
        _("Cơ quan"),
        _("Nhóm"),
        _("Công văn"),
        _("Từ ngày"),
        _("Đến ngày"),
        _("Tình trạng"),
        _("Hạn xác nhận"),
        _("Ý kiến của người đứng đầu"),
        _("Người đứng đầu"),
        _("Xác nhận lúc"),
        _("Chậm"),
    ]
    return Sheet(_("Xác nhận kết quả từng kỳ"), "xac-nhan", header, map(_period, periods))


def _period(row: BodyPeriod) -> Sequence[object]:
    given = row.confirmation
    return (
        row.body.name,
        GROUPS[row.group] if row.group else "",
        row.directive.number,
        day(row.period.first_on),
        day(row.period.last_on),
        PERIOD_STATUSES[row.status][0],
        instant(row.due_at),
        OUTCOMES[given.outcome] if given else "",
        f"{given.head_title} {given.head_name}" if given else "",
        instant(given.confirmed_at) if given else "",
        _("Chậm") if row.is_late else "",
    )
