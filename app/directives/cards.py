"""What is sent on of the lists of a letter: who acknowledged it, and who confirmed a period."""

from collections.abc import Sequence

from flask_babel import gettext as _

from app.directives.labels import OUTCOMES, PERIOD_STATUSES, RECEIPT_STATUSES
from app.directives.models import Directive
from app.directives.queries import BodyPeriod, PeriodBook, Receipt
from app.notices.cards import Card
from app.web.filters import day


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
