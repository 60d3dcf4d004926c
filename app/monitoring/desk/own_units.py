"""What a manager's own units want of him."""

from collections.abc import Iterator

from flask_babel import gettext as _

from app.door import Permission, Viewer
from app.monitoring.desk.card import Card, Desk, Urgency
from app.monitoring.queries import desk as queries
from app.monitoring.queries.desk import OwnUnit
from app.units.rules import UnitStatus
from app.web.filters import number


def of_own_units(desk: Desk) -> Iterator[Card]:
    for own in queries.own_units(desk.viewer, desk.today):
        yield from _unit_cards(desk.viewer, own)


def _unit_cards(viewer: Viewer, own: OwnUnit) -> Iterator[Card]:
    page = {"unit_id": own.unit.id}
    if own.unit.status is UnitStatus.PENDING and own.unit.asked_at and viewer.can(Permission.UNIT_CORRECT):
        title, note = _("Cán bộ duyệt có câu hỏi"), _("Trả lời để hồ sơ được xét tiếp")
        yield Card(title, own.unit.name, note, Urgency.DUE, "units.answer", page)
    elif own.unit.status is UnitStatus.PENDING:
        title = _("Đơn vị đang chờ duyệt")
        note = _("Mã đã dùng được trong khi chờ cán bộ duyệt")
        yield Card(title, own.unit.name, note, Urgency.KNOWN, "units.show", page)
    if own.codes_to_print and viewer.can(Permission.POSTER_PRINT):
        title, note = _("Áp phích mã QR cần in"), _("In rồi dán tại cổng")
        yield Card(title, number(own.codes_to_print), note, Urgency.DUE, "units.show", page)
    if own.codes_to_display and viewer.can(Permission.POSTER_DISPLAY):
        title, note = _("Áp phích chưa xác nhận đã dán"), _("Xác nhận khi đã dán tại cổng")
        yield Card(title, number(own.codes_to_display), note, Urgency.DUE, "units.show", page)
    if viewer.can(Permission.DAY_DECLARE) and not own.entry_count and not own.is_declared_empty:
        title, note = _("Hôm nay chưa có khách"), _("Nếu không có ai đến, báo “không có khách” hoặc đóng cửa")
        yield Card(title, own.unit.name, note, Urgency.KNOWN, "tallies.show", page)
    if viewer.can(Permission.VISIT_READ):
        title, note = _("Lượt vào hôm nay"), _("%(n)s lượt ra", n=number(own.exit_count))
        yield Card(title, number(own.entry_count), note, Urgency.KNOWN, "visits.index")
