"""Letters and their periods: what waits for a head, what others have not done."""

from collections.abc import Iterator

from flask_babel import gettext as _

from app.directives.measures.lead import StepKind
from app.directives.rules import PeriodStatus
from app.monitoring.addresses import arrears_address
from app.monitoring.desk.card import Card, Desk, Urgency
from app.monitoring.queries import desk as queries
from app.monitoring.queries.desk import Arrears
from app.web.filters import day as write_day
from app.web.filters import instant, number


def of_heads(desk: Desk) -> Iterator[Card]:
    due = queries.answers_due(desk.viewer)
    for row in due.periods:
        late = row.status is PeriodStatus.OVERDUE
        yield Card(
            _("Kỳ chờ xác nhận kết quả"),
            f"{write_day(row.period.first_on)} – {write_day(row.period.last_on)}",
            _("Đã quá hạn %(due)s", due=instant(row.due_at)) if late else _("Hạn %(due)s", due=instant(row.due_at)),
            Urgency.OVERDUE if late else Urgency.DUE,
            "confirmations.show",
            {"directive_id": row.directive.id, "first_on": row.period.first_on.isoformat()},
        )
    for letter in due.letters:
        title, note = _("Công văn chưa xác nhận tiếp nhận"), _("Người đứng đầu xác nhận tiếp nhận, quán triệt")
        yield Card(title, letter.number, note, Urgency.DUE, "directives.show", {"directive_id": letter.id})


def of_arrears(_desk: Desk, found: Arrears) -> Iterator[Card]:
    if found.confirmations:
        title = _("Cơ quan chưa xác nhận kỳ đã đến hạn")
        tasks = arrears_address(found.period, task=StepKind.CONFIRM.value)
        yield Card(title, number(found.confirmations), _("Đôn đốc"), Urgency.OVERDUE, "monitoring.rows", tasks)
    if found.acknowledgements:
        title = _("Cơ quan chưa xác nhận tiếp nhận công văn")
        tasks = arrears_address(found.period, task=StepKind.ACKNOWLEDGE.value)
        yield Card(title, number(found.acknowledgements), _("Đôn đốc"), Urgency.OVERDUE, "monitoring.rows", tasks)
