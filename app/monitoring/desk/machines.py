"""What the administrator must mend."""

from collections.abc import Iterator

from flask_babel import gettext as _

from app.monitoring.desk.card import Card, Desk, Urgency
from app.monitoring.queries import desk as queries
from app.web.filters import instant, number


def of_machines(_desk: Desk) -> Iterator[Card]:
    failing = queries.failing_jobs()
    if failing:
        note = ", ".join(failing)
        yield Card(_("Việc tự động đang lỗi"), number(len(failing)), note, Urgency.OVERDUE, "admin.list_jobs")
    unsealed = queries.unsealed_since()
    if unsealed.count:
        note = _("Chờ từ %(since)s", since=instant(unsealed.since))
        title = _("Nhật ký chưa niêm phong")
        yield Card(title, number(unsealed.count), note, Urgency.OVERDUE, "admin.audit_chain")
    unclear = queries.count_unclear_messages()
    if unclear:
        note = _("Xem từng tin, gửi lại hoặc ghi là đã đến")
        title = _("Tin chưa rõ đã gửi")
        yield Card(title, number(unclear), note, Urgency.OVERDUE, "notices.list_messages", {"status": "unclear"})
