"""Units that wait for an officer, and their doors."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta

from flask_babel import gettext as _

from app.clock import local_day
from app.directives.measures import Figure
from app.directives.rules import MeasureKey
from app.door import Permission
from app.flags.queries import Standings
from app.flags.rules import FlagStatus
from app.monitoring.desk.card import Card, Desk, Urgency
from app.monitoring.queries import desk as queries
from app.units.queries import Need, UnitOrder
from app.units.work import Waiting, WorkList
from app.web.filters import day as write_day
from app.web.filters import number


def of_work(desk: Desk, waiting: Mapping[WorkList, Waiting]) -> Iterator[Card]:
    oldest = {"sort": UnitOrder.WAITING.value}
    approvals, owners = {"need": Need.OFFICER.value, **oldest}, {"need": Need.OWNER.value, **oldest}
    yield from _waiting_card(desk, _("Đơn vị chờ duyệt"), waiting[WorkList.REGISTRATIONS], "units.index", approvals)
    title = _("Thay đổi của đơn vị chờ chấp nhận")
    yield from _waiting_card(desk, title, waiting[WorkList.PROPOSALS], "units.proposals", {})
    title = _("Đơn vị được đề nghị tiếp nhận")
    yield from _waiting_card(desk, title, waiting[WorkList.TRANSFERS], "units.transfers", {})
    if desk.viewer.can(Permission.UNIT_ASSIGN):
        title = _("Đơn vị chưa rõ cơ quan quản lý")
        yield from _waiting_card(desk, title, waiting[WorkList.OWNERS], "units.index", owners)
    if (pairs := waiting.get(WorkList.DOUBLES)) and pairs.count:
        title, note = _("Đơn vị có thể trùng"), _("Cặp giống nhau: so sánh, rồi gộp hoặc ghi là không phải trùng")
        yield Card(title, number(pairs.count), note, Urgency.KNOWN, "units.doubles")


def _waiting_card(desk: Desk, title: str, waiting: Waiting, endpoint: str, args: Mapping[str, str]) -> Iterator[Card]:
    if waiting.count:
        note = _("Chờ lâu nhất: %(days)s ngày", days=number(_days_since(waiting.since, desk.today)))
        yield Card(title, number(waiting.count), note, Urgency.DUE, endpoint, args)


def of_doors(desk: Desk) -> Iterator[Card]:
    yesterday = desk.today - timedelta(1)
    if missing := _missing(desk.doors[yesterday]):
        yield _rows_card(_("Hôm qua chưa có số liệu vào, ra"), missing, Urgency.DUE, MeasureKey.ENTRY, "yesterday")
    if missing := _missing(desk.doors[desk.today]):
        yield _rows_card(_("Hôm nay chưa có lượt vào"), missing, Urgency.KNOWN, MeasureKey.ENTRY, "today")
    if missing := queries.codes_not_displayed(desk.viewer, desk.today, desk.fresh):
        yield _rows_card(_("Điểm chưa xác nhận dán mã QR"), missing, Urgency.DUE, MeasureKey.QR, "today")


def _missing(figure: Figure) -> int:
    return (figure.denominator or 0) - (figure.numerator or 0)


def _rows_card(title: str, count: int, urgency: Urgency, measure: MeasureKey, period: str) -> Card:
    args = {"measure": measure.value, "period": period, "show": "missing"}
    return Card(title, number(count), _("đơn vị trong phạm vi của ông/bà"), urgency, "monitoring.rows", args)


def of_flags(desk: Desk, found: Standings) -> Iterator[Card]:
    """What waits for the officer's finding; what nobody explained; for a manager what waits for his word."""
    if found.waiting and desk.viewer.can(Permission.FLAG_EXPLAIN):
        note = _("Giải trình trước hết ngày %(day)s", day=write_day(found.first_due))
        yield _flags_card(_("Số liệu chờ đơn vị giải trình"), found.waiting, note, Urgency.DUE, FlagStatus.WAITING)
    if found.explained and desk.viewer.can(Permission.FLAG_CLOSE):
        note = _("Đơn vị đã giải trình, chờ kết luận")
        yield _flags_card(_("Số liệu cần kiểm tra"), found.explained, note, Urgency.DUE, FlagStatus.EXPLAINED)
    if found.unexplained and desk.viewer.can(Permission.MONITOR_READ):
        note, title = _("Quá hạn, đơn vị chưa giải trình"), _("Số liệu chưa được giải trình")
        yield _flags_card(title, found.unexplained, note, Urgency.OVERDUE, FlagStatus.UNEXPLAINED)


def _flags_card(title: str, count: int, note: str, urgency: Urgency, status: FlagStatus) -> Card:
    return Card(title, number(count), note, urgency, "flags.index", {"status": status.value})


def _days_since(since: datetime | None, today: date) -> int:
    return (today - local_day(since)).days if since else 0
