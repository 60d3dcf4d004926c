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
    """How the bodies stand with the period that is shown, those without a confirmation first."""
    listed = sorted(book.others or book.own, key=lambda row: row.confirmation is not None)
    days = {f"{day(row.period.first_on)} – {day(row.period.last_on)}" for row in listed}
    title = _("Xác nhận kết quả kỳ %(days)s", days=days.pop()) if len(days) == 1 else _("Xác nhận kết quả từng kỳ")
    rows = [(book.name_of(row), _stands(row)) for row in listed]
    return Card(title, (_("Cơ quan"), _("Tình trạng")), rows, len(rows))


def _stands(row: BodyPeriod) -> str:
    return str(OUTCOMES[row.confirmation.outcome] if row.confirmation else PERIOD_STATUSES[row.status][0])
