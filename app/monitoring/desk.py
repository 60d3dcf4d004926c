"""The cards of a desk: what this viewer can do something about today, each leading to the list behind its number."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import IntEnum
from typing import Any

from flask_babel import gettext as _

from app.clock import local_day
from app.directives.measures import Figure
from app.directives.rules import MeasureKey, PeriodStatus
from app.door import Permission, Viewer
from app.flags import queries as flags
from app.flags.rules import FlagStatus
from app.follow_ups import queries as follow_ups
from app.inspections import queries as inspections
from app.monitoring.queries import desk as queries
from app.monitoring.queries.desk import OwnUnit
from app.safety.grades.queries import count_old_of
from app.safety.levels import count_pressing
from app.safety.remedies.queries import RemedyFilter, count_remedies
from app.units.queries import Need, UnitOrder
from app.units.rules import UnitStatus
from app.units.waiting import Waiting, WorkList, work_waiting
from app.web.filters import day as write_day
from app.web.filters import instant, number
from app.zones import queries as zones


class Urgency(IntEnum):
    """How soon: past its time, due today, good to know. The word stands beside the colour."""

    OVERDUE = 0
    DUE = 1
    KNOWN = 2


@dataclass(frozen=True)
class Card:
    """A number that somebody must know; `endpoint` and `args` are the list behind it."""

    title: str
    figure: str
    note: str
    urgency: Urgency
    endpoint: str
    args: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Desk:
    """What cards are made of: whose desk, on which day, and the week at the doors that he watches (else empty)."""

    viewer: Viewer
    today: date
    doors: Mapping[date, Figure]


Source = Callable[[Desk], Iterable[Card]]


def cards(desk: Desk) -> list[Card]:
    """The cards, the most urgent first."""
    found = [card for source, may in SOURCES for card in (source(desk) if may(desk.viewer) else ())]
    return sorted(found, key=lambda card: card.urgency)


def _heads(desk: Desk) -> Iterator[Card]:
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


def _work(desk: Desk) -> Iterator[Card]:
    waiting, oldest = work_waiting(desk.viewer), {"sort": UnitOrder.WAITING.value}
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


def _doors(desk: Desk) -> Iterator[Card]:
    yesterday = desk.today - timedelta(1)
    if missing := _missing(desk.doors[yesterday]):
        yield _rows_card(_("Hôm qua chưa có số liệu vào, ra"), missing, Urgency.DUE, MeasureKey.ENTRY, "yesterday")
    if missing := _missing(desk.doors[desk.today]):
        yield _rows_card(_("Hôm nay chưa có lượt vào"), missing, Urgency.KNOWN, MeasureKey.ENTRY, "today")
    if missing := queries.codes_not_displayed(desk.viewer, desk.today):
        yield _rows_card(_("Điểm chưa xác nhận dán mã QR"), missing, Urgency.DUE, MeasureKey.QR, "today")


def _missing(figure: Figure) -> int:
    return (figure.denominator or 0) - (figure.numerator or 0)


def _rows_card(title: str, count: int, urgency: Urgency, measure: MeasureKey, period: str) -> Card:
    args = {"measure": measure.value, "period": period, "show": "missing"}
    return Card(title, number(count), _("đơn vị trong phạm vi của ông/bà"), urgency, "monitoring.rows", args)


def _arrears(desk: Desk) -> Iterator[Card]:
    found = queries.arrears(desk.viewer, desk.today)
    where = {
        "measure": MeasureKey.LEAD.value,
        "from": found.period.first_on.isoformat(),
        "to": found.period.last_on.isoformat(),
        "show": "missing",
    }
    if found.confirmations:
        title = _("Cơ quan chưa xác nhận kỳ đã đến hạn")
        yield Card(title, number(found.confirmations), _("Đôn đốc"), Urgency.OVERDUE, "monitoring.rows", where)
    if found.acknowledgements:
        title = _("Cơ quan chưa xác nhận tiếp nhận công văn")
        yield Card(title, number(found.acknowledgements), _("Đôn đốc"), Urgency.OVERDUE, "monitoring.rows", where)


def _rounds(desk: Desk) -> Iterator[Card]:
    """Rounds of community teams past their cut-off that nobody of the viewer's body has taken note of."""
    if missing := zones.count_missing(desk.viewer):
        title, note = _("Lượt đi của tổ Covid còn thiếu"), _("Quá giờ chốt, chưa ai ghi nhận")
        yield Card(title, number(missing), note, Urgency.OVERDUE, "zones.missing")


def _own_rounds(desk: Desk) -> Iterator[Card]:
    for line in zones.lines_of(desk.viewer, zones.own_teams(desk.viewer), desk.today):
        note = _("%(done)s trong %(all)s hộ đã ghi", done=number(line.reported_count), all=number(line.household_count))
        urgency = Urgency.KNOWN if line.rounds or not line.is_due else Urgency.DUE
        yield Card(_("Lượt đi hôm nay"), line.team.name, note, urgency, "rounds.show", {"team_id": line.team.id})


def _flags(desk: Desk) -> Iterator[Card]:
    """What waits for the officer's finding; what nobody explained; for a manager what waits for his word."""
    found = flags.count_flags(desk.viewer)
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


def _isolation(desk: Desk) -> Iterator[Card]:
    """Alerts that nobody has taken, people without a record of this session, cases that wait to be taken over."""
    found = follow_ups.desk_counts(desk.viewer)
    if found.alerts:
        title, note = _("Cảnh báo sức khỏe chưa ai nhận"), _("%(n)s đã lên cấp trên", n=number(found.escalated))
        urgency = Urgency.OVERDUE if found.escalated else Urgency.DUE
        yield Card(title, number(found.alerts), note, urgency, "follow_ups.list_alerts")
    if found.without_session:
        title, note = _("Người được cách ly chưa cập nhật buổi này"), _("trong %(n)s người", n=number(found.followed))
        yield Card(title, number(found.without_session), note, Urgency.DUE, "follow_ups.index", {"need": "session"})
    if found.transfers:
        title, note = _("Người được cách ly chờ tiếp nhận"), _("Nơi gửi còn chịu trách nhiệm")
        yield Card(title, number(found.transfers), note, Urgency.DUE, "follow_ups.list_transfers")


def _safety(desk: Desk) -> Iterator[Card]:
    """What is late to be put right, which units are unsafe, whose level ends soon."""
    remedies, levels = count_remedies(desk.viewer, RemedyFilter()), count_pressing(desk.viewer)
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


def _grades(desk: Desk) -> Iterator[Card]:
    """The places that wait for their grade: of a district its own, of the province all."""
    if count := count_old_of(desk.viewer):
        title, note = _("Địa bàn cần đặt hoặc xác nhận lại cấp độ"), _("xã, phường, thị trấn")
        yield Card(title, number(count), note, Urgency.KNOWN, "safety.areas")


def _inspections(desk: Desk) -> Iterator[Card]:
    """Visits due, findings past their day, evidence to look at; for a manager what he has to put right."""
    found = inspections.count_standings(desk.viewer)
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


def _own_units(desk: Desk) -> Iterator[Card]:
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


def _machines(_desk: Desk) -> Iterator[Card]:
    failing = queries.failing_jobs()
    if failing:
        note = ", ".join(failing)
        yield Card(_("Việc tự động đang lỗi"), number(len(failing)), note, Urgency.OVERDUE, "admin.list_jobs")
    unsealed = queries.unsealed_since()
    if unsealed.count:
        note = _("Chờ từ %(since)s", since=instant(unsealed.since))
        title = _("Nhật ký chưa niêm phong")
        yield Card(title, number(unsealed.count), note, Urgency.OVERDUE, "admin.audit_chain")


def _days_since(since: datetime | None, today: date) -> int:
    return (today - local_day(since)).days if since else 0


def _needs(permission: Permission) -> Callable[[Viewer], bool]:
    return lambda viewer: viewer.can(permission)


def _watches_others(viewer: Viewer) -> bool:
    return viewer.can(Permission.MONITOR_READ) and viewer.sees_all


def _judges_flags(viewer: Viewer) -> bool:
    """Officers do, units explain; a head finds them in the list."""
    return viewer.can(Permission.FLAG_READ) and not viewer.can(Permission.PERIOD_CONFIRM)


def _manages_rounds(viewer: Viewer) -> bool:
    """Who has to know of a missing round and can say that he does."""
    return viewer.can(Permission.ROUND_READ) and viewer.can(Permission.ZONE_MANAGE)


def _is_in_a_team(viewer: Viewer) -> bool:
    return bool(viewer.team_ids)


def _follows_safety(viewer: Viewer) -> bool:
    """Officers who can give more time, managers who put right."""
    return viewer.can(Permission.REMEDY_EXTEND) or viewer.can(Permission.ASSESSMENT_MAKE)


def _holds_units(viewer: Viewer) -> bool:
    return bool(viewer.unit_ids)


SOURCES: tuple[tuple[Source, Callable[[Viewer], bool]], ...] = (
    (_machines, _needs(Permission.AUDIT_READ)),
    (_heads, _needs(Permission.PERIOD_CONFIRM)),
    (_arrears, _watches_others),
    (_work, _needs(Permission.UNIT_APPROVE)),
    (_doors, _needs(Permission.MONITOR_READ)),
    (_rounds, _manages_rounds),
    (_own_rounds, _is_in_a_team),
    (_flags, _judges_flags),
    (_isolation, _needs(Permission.FOLLOW_UP_REPORT)),
    (_safety, _follows_safety),
    (_grades, _needs(Permission.AREA_GRADE)),
    (_inspections, _needs(Permission.INSPECTION_READ)),
    (_own_units, _holds_units),
)
