"""Areas, teams and lists as files."""

from collections.abc import Iterable, Mapping, Sequence

from flask_babel import gettext as _

from app.access.queries import names_of
from app.clock import local_day, now
from app.documents import sheets
from app.door import Viewer
from app.web.filters import clock_time, day, instant, number
from app.web.sheets import Sheet
from app.web.short import Columns, Counted
from app.zones.duty import is_on_duty
from app.zones.labels import KINDS, LEVELS, NEEDS, SESSIONS, STATUSES
from app.zones.models import HouseholdNeed, Zone
from app.zones.queries import MissingRound, TeamLine
from app.zones.rules import RoundSession, zone_status
from app.zones.sealing import details_of
from app.zones.sheet_in import column_names
from app.zones.written import NOBODY


def zones_sheet(zones: Iterable[Zone]) -> Sheet:
    """An area a row, with both decisions."""
    header = [
        _("Khu vực"),
        _("Phạm vi"),
        _("Xã, phường, thị trấn"),
        _("Huyện, thành phố"),
        _("Tình trạng"),
        _("Từ ngày"),
        _("Dỡ bỏ từ"),
        _("Quyết định"),
        _("Ngày quyết định"),
        _("Người ký"),
        _("Cấp ra quyết định"),
        _("Quyết định dỡ bỏ"),
    ]
    return Sheet(_("Khu vực cách ly"), "khu-vuc-cach-ly", header, map(_zone, zones), Columns(0, 2, 4))


def _zone(zone: Zone) -> Sequence[object]:
    return (
        zone.name,
        KINDS[zone.kind],
        zone.area.name,
        zone.area.parent.name if zone.area.parent else "",
        STATUSES[zone_status(zone.from_on, zone.until_on, today=local_day())][0],
        day(zone.from_on),
        day(zone.until_on),
        zone.decision_number,
        day(zone.decision_on),
        zone.decision_signer,
        LEVELS[zone.decision_level],
        zone.lifting_number,
    )


def teams_sheet(lines: Iterable[TeamLine]) -> Sheet:
    """A team a row, with its rounds of the day; nobody of its households is named."""
    header = [
        _("Tổ"),
        _("Xã, phường, thị trấn"),
        _("Huyện, thành phố"),
        _("Thành viên"),
        _("Hộ trong danh sách"),
        _("Hộ đã ghi hôm nay"),
        _("Người có biểu hiện"),
        _("Hộ có nhu cầu"),
        *(str(SESSIONS[session]) for session in RoundSession),
        _("Phải đi hôm nay"),
    ]
    return Sheet(_("Tổ Covid cộng đồng"), "to-covid-cong-dong", header, map(_team, lines), Columns(0, 1, 5))


def _team(line: TeamLine) -> Sequence[object]:
    filed = [line.rounds.get(session) for session in RoundSession]
    return (
        line.team.name,
        line.team.area.name,
        line.team.area.parent.name if line.team.area.parent else "",
        line.member_count,
        line.household_count,
        line.reported_count,
        line.symptom_count,
        line.need_count,
        *(clock_time(each.filed_at) if each else "" for each in filed),
        _("Có") if line.is_due else _("Không"),
    )


def needs_sheet(viewer: Viewer, needs: Iterable[HouseholdNeed]) -> Sheet:
    """A need a row; heads of households are named to whose daily work they are."""
    header = [
        _("Hộ"),
        _("Chủ hộ"),
        _("Điện thoại"),
        _("Địa chỉ"),
        _("Tổ"),
        _("Xã, phường, thị trấn"),
        _("Nhu cầu"),
        _("Hỏi lúc"),
        _("Giải quyết lúc"),
        _("Người giải quyết"),
        _("Số giờ"),
    ]
    listed = list(needs)
    names = names_of({need.answered_by_id for need in listed if need.answered_by_id})
    rows = (_need(viewer, each, names) for each in listed)
    return Sheet(_("Nhu cầu của hộ"), "nhu-cau-cua-ho", header, rows, Counted(6, label=_("Số nhu cầu")))


def _need(viewer: Viewer, need: HouseholdNeed, names: Mapping[int, str]) -> Sequence[object]:
    household, team = need.household, need.household.team
    details = details_of(household, team) if is_on_duty(viewer, team) else NOBODY
    hours = ((need.answered_at or now()) - need.asked_at).total_seconds() / 3600
    given = (instant(need.answered_at), names.get(need.answered_by_id or 0, "")) if need.answered_at else ("", "")
    whose = (household.number, details.head_name, details.phone, details.address, team.name, team.area.name)
    return (*whose, NEEDS[need.kind], instant(need.asked_at), *given, number(hours, 1))


def template_file() -> bytes:
    """A workbook to fill in with households."""
    hints = {1: _("Để trống nếu hộ không có điện thoại."), 3: _("Số người đang ở trong hộ.")}
    return sheets.template(_("Danh sách hộ"), column_names(), choices={}, codes=_("Danh mục"), hints=hints)


def missing_sheet(rounds: Iterable[MissingRound]) -> Sheet:
    """Rounds past their cut-off; what officers noted stands on the page."""
    header = [_("Tổ"), _("Xã, phường, thị trấn"), _("Huyện, thành phố"), _("Ngày"), _("Buổi"), _("Hạn")]
    rows = (
        (
            each.team.name,
            each.team.area.name,
            each.team.area.parent.name if each.team.area.parent else "",
            day(each.day),
            str(SESSIONS[each.session]),
            instant(each.due_at),
        )
        for each in rounds
    )
    return Sheet(_("Lượt đi còn thiếu"), "luot-di-con-thieu", header, rows, Columns(0, 1, 4))
