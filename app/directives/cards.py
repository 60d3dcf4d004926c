"""What is sent on of letters and of the lists of one: who acknowledged it, how it is carried out, who confirmed."""

from collections.abc import Mapping, Sequence

from flask_babel import gettext as _

from app.directives.labels import OUTCOMES, PERIOD_STATUSES, RECEIPT_STATUSES
from app.directives.models import Directive, ImplementingDocument
from app.directives.queries import BodyPeriod, PeriodBook, Reach, Receipt
from app.notices.cards import Card
from app.web.filters import day, number


def letters_card(letters: Sequence[Directive], reach: Mapping[int, Reach]) -> Card:
    """The letters, with how many of the reader's addressees acknowledged each."""
    rows = [(_named(each), day(each.published_on), _reached(reach[each.id])) for each in letters]
    return Card(_("Công văn chỉ đạo"), (_("Công văn"), _("Gửi qua cổng"), _("Đã tiếp nhận")), rows, len(rows))


def _named(letter: Directive) -> str:
    name = f"{letter.number} – {letter.title}"
    return _("%(name)s (đã thay thế)", name=name) if letter.closed_on else name


def _reached(reach: Reach) -> str:
    return f"{number(reach.acknowledged_count)}/{number(reach.addressed_count)}" if reach.addressed_count else "–"


def documents_card(directive: Directive, documents: Sequence[ImplementingDocument]) -> Card:
    """The documents by which bodies carry a letter out."""
    rows = [(each.organisation.name, each.number, day(each.signed_on)) for each in documents]
    title = _("Văn bản triển khai Công văn số %(number)s", number=directive.number)
    return Card(title, (_("Cơ quan"), _("Số, ký hiệu"), _("Ngày ký")), rows, len(rows))


def receipts_card(directive: Directive, receipts: Sequence[Receipt]) -> Card:
    """How far the letter came with the bodies of a list."""
    rows = [(each.body.name, str(RECEIPT_STATUSES[each.status][0])) for each in receipts]
    title = _("Tình hình tiếp nhận Công văn số %(number)s", number=directive.number)
    return Card(title, (_("Cơ quan"), _("Tình trạng")), rows, len(rows))


def confirmations_card(book: PeriodBook) -> Card:
    """How the bodies stand with the period that is shown, those without a confirmation first.

    Who sees no other body has his own periods.
    """
    if not book.others:
        return _own_card(book.own)
    listed = sorted(book.others, key=lambda row: row.confirmation is not None)
    days = {_days(row) for row in listed}
    title = _("Xác nhận kết quả kỳ %(days)s", days=days.pop()) if len(days) == 1 else _("Xác nhận kết quả từng kỳ")
    rows = [(book.name_of(row), _stands(row)) for row in listed]
    return Card(title, (_("Cơ quan"), _("Tình trạng")), rows, len(rows))


def _own_card(own: Sequence[BodyPeriod]) -> Card:
    name = own[0].body.name if own else ""
    rows = [(_days(row), row.directive.number, _stands(row)) for row in own]
    title = _("Xác nhận kết quả từng kỳ: %(name)s", name=name)
    return Card(title, (_("Kỳ"), _("Công văn"), _("Tình trạng")), rows, len(rows))


def _days(row: BodyPeriod) -> str:
    return f"{day(row.period.first_on)} – {day(row.period.last_on)}"


def _stands(row: BodyPeriod) -> str:
    return str(OUTCOMES[row.confirmation.outcome] if row.confirmation else PERIOD_STATUSES[row.status][0])
