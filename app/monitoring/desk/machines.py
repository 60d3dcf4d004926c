"""What runs by itself and does not: for the administrator, and for the office whose reports depend on it."""

from collections.abc import Iterator

from flask_babel import gettext as _

from app.monitoring.desk.card import Card, Desk, Urgency
from app.monitoring.queries import desk as queries
from app.web.filters import instant, number


def of_jobs(_desk: Desk) -> Iterator[Card]:
    found = queries.machines()
    if found.failing:
        note = ", ".join(found.failing)
        yield Card(_("Việc tự động đang lỗi"), number(len(found.failing)), note, Urgency.OVERDUE, "admin.list_jobs")
    if found.late:
        note = _("Lần chạy cuối: %(at)s", at=instant(found.last_at))
        yield Card(_("Việc tự động không chạy"), number(len(found.late)), note, Urgency.OVERDUE, "admin.list_jobs")


def of_seals(_desk: Desk) -> Iterator[Card]:
    unsealed = queries.unsealed_since()
    if unsealed.count:
        note = _("Chờ từ %(since)s", since=instant(unsealed.since))
        title = _("Nhật ký chưa niêm phong")
        yield Card(title, number(unsealed.count), note, Urgency.OVERDUE, "admin.audit_chain")


def of_messages(_desk: Desk) -> Iterator[Card]:
    unclear = queries.count_unclear_messages()
    if unclear:
        note = _("Xem từng tin, gửi lại hoặc ghi là đã đến")
        title = _("Tin chưa rõ đã gửi")
        yield Card(title, number(unclear), note, Urgency.OVERDUE, "notices.list_messages", {"status": "unclear"})
