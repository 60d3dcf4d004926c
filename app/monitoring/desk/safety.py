"""How safe units and places are, and what inspections found."""

from collections.abc import Iterator

from flask_babel import gettext as _

from app.door import Permission
from app.inspections import queries as inspections
from app.monitoring.desk.card import Card, Desk, Urgency
from app.safety.levels import Pressing
from app.safety.remedies.queries import RemedyCounts
from app.web.filters import day as write_day
from app.web.filters import number


def of_safety(desk: Desk, remedies: RemedyCounts, levels: Pressing) -> Iterator[Card]:
    """What is late to be put right, which units are unsafe, whose level ends soon."""
    if remedies.overdue:
        title, note = _("Việc khắc phục quá hạn"), _("trong %(n)s việc chưa khắc phục", n=number(remedies.open))
        yield Card(title, number(remedies.overdue), note, Urgency.OVERDUE, "safety.remedies", {"status": "overdue"})
    elif remedies.open and desk.viewer.can(Permission.ASSESSMENT_MAKE):
        title, note = _("Việc cần khắc phục"), _("Ghi đã khắc phục kèm ghi chú hoặc ảnh")
        yield Card(title, number(remedies.open), note, Urgency.DUE, "safety.remedies")
    if levels.unsafe:
        title, note = _("Đơn vị không an toàn"), _("theo kiểm tra hoặc tự đánh giá")
        yield Card(title, number(levels.unsafe), note, Urgency.DUE, "safety.index", {"level": "unsafe"})
    if levels.expiring:
        title, note = _("Mức độ an toàn sắp hết hiệu lực"), _("Đánh giá lại trước khi hết hiệu lực")
        yield Card(title, number(levels.expiring), note, Urgency.KNOWN, "safety.index", {"need": "expiring"})


def of_grades(_desk: Desk, count: int) -> Iterator[Card]:
    """The places that wait for their grade: of a district its own, of the province all."""
    if count:
        title, note = _("Địa bàn cần đặt hoặc xác nhận lại cấp độ"), _("xã, phường, thị trấn")
        yield Card(title, number(count), note, Urgency.KNOWN, "safety.areas", {"need": "old"})


def of_inspections(desk: Desk, found: inspections.Standings) -> Iterator[Card]:
    """Visits due, findings past their day, evidence to look at; for a manager what he has to put right."""
    works, answers = (desk.viewer.can(each) for each in (Permission.INSPECTION_WORK, Permission.INSPECTION_ANSWER))
    if found.overdue:
        note, title = _("Quá hạn khắc phục, chưa có minh chứng"), _("Cuộc kiểm tra có kiến nghị quá hạn")
        yield _inspections_card(title, found.overdue, note, Urgency.OVERDUE, inspections.Need.OVERDUE)
    if found.due and works:
        title, note = _("Kiểm tra đến ngày"), _("Đến kiểm tra, ghi biên bản")
        yield _inspections_card(title, found.due, note, Urgency.DUE, inspections.Need.TODAY, ours="1")
    if found.to_check and works:
        title, note = _("Minh chứng khắc phục chờ xem"), _("Đơn vị đã gửi, chờ ghi kết quả")
        yield _inspections_card(title, found.to_check, note, Urgency.DUE, inspections.Need.TO_CHECK, ours="1")
    if found.to_fix and found.next_due_on and answers:
        title, note = (
            _("Biên bản có kiến nghị phải khắc phục"),
            _("Hạn gần nhất %(day)s", day=write_day(found.next_due_on)),
        )
        yield _inspections_card(title, found.to_fix, note, Urgency.DUE, inspections.Need.TO_FIX)


def _inspections_card(title: str, count: int, note: str, urgency: Urgency, need: inspections.Need, **more: str) -> Card:
    return Card(title, number(count), note, urgency, "inspections.index", {"need": need.value, **more})
