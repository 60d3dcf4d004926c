"""Lists about isolated people as tables to take along; who is not on duty for somebody reads the case's number only."""

from collections.abc import Iterable, Mapping, Sequence

from flask_babel import gettext as _

from app.clock import now
from app.door import Viewer
from app.follow_ups.labels import ALERT_LABELS, HOUSEHOLD_NEEDS, PURPOSE_LABELS, RESULT_LABELS, SESSION_LABELS
from app.follow_ups.models import FollowUp, FollowUpLook, FollowUpNeed, FollowUpTest
from app.follow_ups.people import Person
from app.follow_ups.queries.alerts import AlertLine
from app.follow_ups.queries.sites import RoomLine, SiteLine
from app.follow_ups.rules.indicators import hours_between
from app.follow_ups.views.listing import case_label, people_on_duty
from app.web.filters import day, instant, number
from app.web.sheets import Sheet
from app.web.short import Columns, Counted


def alerts_sheet(who: Viewer, lines: Iterable[AlertLine]) -> Sheet:
    """What must be looked at, and who does."""
    header = [*_about(), _("Cảnh báo"), _("Buổi"), _("Ngày"), _("Từ lúc"), _("Người nhận"), _("Nhận lúc")]
    rows = (_alert(who, line) for line in lines)
    return Sheet(_("Cảnh báo sức khỏe"), "canh-bao-suc-khoe", header, rows, Counted(1, label=_("Số cảnh báo")))


def _alert(who: Viewer, line: AlertLine) -> list[object]:
    alert = line.alert
    taken_by = alert.acknowledged_by.full_name if alert.acknowledged_by else ""
    taken_at = instant(alert.acknowledged_at) if alert.acknowledged_at else ""
    said = (ALERT_LABELS[alert.kind], SESSION_LABELS[alert.session], day(alert.day), instant(alert.raised_at))
    return [*_case(who, alert.follow_up), *said, taken_by, taken_at]


def tests_sheet(who: Viewer, tests: Iterable[FollowUpTest]) -> Sheet:
    """Samples that are due or wait for a result."""
    header = [*_about(), _("Ngày phải lấy mẫu"), _("Kết quả")]
    rows = ([*_case(who, each.follow_up), day(each.due_on), RESULT_LABELS[each.result]] for each in tests)
    return Sheet(_("Lấy mẫu xét nghiệm"), "lay-mau-xet-nghiem", header, rows, Counted(1, label=_("Số mẫu")))


def needs_sheet(who: Viewer, needs: Iterable[FollowUpNeed]) -> Sheet:
    """What families wait for."""
    header = [*_about(), _("Nhu cầu"), _("Hỏi lúc"), _("Giải quyết lúc"), _("Người giải quyết"), _("Số giờ")]
    rows = (_need(who, each) for each in needs)
    return Sheet(_("Nhu cầu của gia đình"), "nhu-cau-cua-gia-dinh", header, rows, Counted(1, label=_("Số nhu cầu")))


def _need(who: Viewer, need: FollowUpNeed) -> list[object]:
    """What was asked, and how long it took or has taken."""
    answered_at = instant(need.answered_at) if need.answered_at else ""
    answered_by = need.answered_by.full_name if need.answered_by else ""
    hours = number(hours_between(need.asked_at, need.answered_at or now()), 1)
    said = (HOUSEHOLD_NEEDS[need.kind], instant(need.asked_at), answered_at, answered_by, hours)
    return [*_case(who, need.follow_up), *said]


def sites_sheet(lines: Iterable[SiteLine]) -> Sheet:
    """The sites with their beds."""
    header = [_("Cơ sở"), _("Xã, phường, thị trấn"), _("Giường"), _("Đang ở"), _("Còn trống")]
    rows = (
        (line.unit.name, line.unit.area.name, line.beds or "", line.people, line.free if line.beds else "")
        for line in lines
    )
    return Sheet(_("Cơ sở cách ly, giường trống"), "co-so-cach-ly", header, rows, Columns(0, 3, 4))


def rooms_sheet(who: Viewer, rooms: Sequence[RoomLine]) -> Sheet:
    """The rooms of a site with who is in each, as its page has them."""
    people = people_on_duty(who, [row for room in rooms for row in room.people.named])
    header = [_("Phòng"), _("Giường"), _("Số người"), _("Còn trống"), _("Người được cách ly")]
    return Sheet(_("Phòng"), "phong-cach-ly", header, (_room(room, people) for room in rooms), Columns(0, 1, 2))


def _room(room: RoomLine, people: Mapping[int, Person]) -> list[object]:
    count, names = room.people.count, [case_label(row, people) for row in room.people.named]
    if room.people.others:
        names.append(_("và %(n)s người khác", n=number(room.people.others)))
    beds, free = (room.beds, max(0, room.beds - count)) if room.beds else ("", "")
    return [room.name or _("Chưa xếp phòng"), beds, count, free, ", ".join(names)]


def looks_sheet(looks: Iterable[FollowUpLook]) -> Sheet:
    """Who opened which case outside his duty; cases by their numbers."""
    header = [_("Lúc"), _("Người mở"), _("Trường hợp số"), _("Mục đích"), _("Lý do mở xem")]
    rows = (
        [instant(each.at), each.user.full_name, each.follow_up_id, PURPOSE_LABELS[each.purpose], each.reason]
        for each in looks
    )
    return Sheet(_("Mở xem ngoài nhiệm vụ"), "mo-xem-ngoai-nhiem-vu", header, rows, Counted(3, label=_("Số lần")))


def _about() -> list[str]:
    return [_("Người được cách ly"), _("Cơ sở, địa bàn")]


def _case(who: Viewer, row: FollowUp) -> list[object]:
    return [case_label(row, people_on_duty(who, [row])), row.unit.name if row.unit else row.area.name]
