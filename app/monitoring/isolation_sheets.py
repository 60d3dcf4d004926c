"""Indicators of isolation, and the rows behind them, as tables to take along."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from flask_babel import gettext as _

from app.door import Viewer
from app.follow_ups.labels import ABOUT_LABELS, HOUSEHOLD_NEEDS, SESSION_LABELS
from app.follow_ups.models import FollowUp
from app.follow_ups.people import Person
from app.follow_ups.queries.indicator_rows import About, Line, MissingLine, cases_of, ids_of_lines
from app.follow_ups.queries.indicators import FirstReport
from app.follow_ups.rules.indicators import Indicators
from app.follow_ups.rules.reports import Session
from app.follow_ups.views.listing import case_label, people_on_duty
from app.monitoring.queries.isolation import IsolationLine, IsolationTable
from app.web.filters import day, instant, number
from app.web.sheets import Sheet
from app.web.short import Columns, Counted


def line_name(line: IsolationLine) -> str:
    """What a line is called: a place, a site, a team; homes without a team; sites that are not named."""
    if line.name:
        return line.name
    return str(_("Tại nhà, chưa giao tổ") if line.leaf else _("Cơ sở hạn chế công khai"))


def table_sheet(table: IsolationTable, hours: Mapping[Session, str]) -> Sheet:
    """A place's table, its sum last."""
    header = [
        _("Nơi"),
        _("Ngày cách ly có cập nhật"),
        _("Ngày cách ly phải cập nhật"),
        _("Buổi đã cập nhật"),
        _("Buổi phải cập nhật"),
        _("Chưa có lúc %(hour)s", hour=hours[Session.MORNING]),
        _("Chưa có lúc %(hour)s", hour=hours[Session.EVENING]),
        _("Giờ từ quyết định đến lần cập nhật đầu, trung vị"),
        _("Giờ lâu nhất"),
        _("Người chưa cập nhật lần nào"),
        _("Nhu cầu chưa giải quyết"),
        _("Trong đó cần gấp"),
        _("Nhu cầu đã giải quyết"),
        _("Giờ để giải quyết, trung vị"),
    ]
    rows = [[line_name(line), *_cells(line.indicators)] for line in table.lines]
    total = [[_("Cộng"), *_cells(table.total)]]
    return Sheet(_("Chỉ số cách ly"), "chi-so-cach-ly", header, [*rows, *total], Columns(0, 1, 2))


def _cells(of: Indicators) -> list[object]:
    return [
        of.days_updated,
        of.days_due,
        of.sessions_received,
        of.sessions_due,
        of.missed_mornings,
        of.missed_evenings,
        _hours(of.median_hours),
        _hours(of.longest_hours),
        len(of.waiting_hours),
        of.needs_waiting,
        of.needs_urgent,
        of.needs_answered,
        _hours(of.median_answer_hours),
    ]


def _hours(hours: float | None) -> str:
    return "" if hours is None else number(hours, 1)


def lines_sheet(viewer: Viewer, about: About, lines: Sequence[Line]) -> Sheet:
    """The rows behind an indicator; who is not on duty for somebody reads the case's number only."""
    cases = cases_of(viewer, ids_of_lines(lines))
    people = people_on_duty(viewer, cases.values())
    about_case = [_("Người được cách ly"), _("Cơ sở, địa bàn")]
    headers = {
        About.FIRST: [_("Quyết định lúc"), _("Lần cập nhật đầu tiên"), _("Số giờ")],
        About.NEEDS: [_("Nhu cầu"), _("Hỏi lúc"), _("Giải quyết lúc"), _("Người giải quyết")],
    }
    header = [*about_case, *headers.get(about, [_("Ngày"), _("Buổi"), _("Cập nhật sau đó lúc")])]
    rows = ([_name(line.follow_up_id, cases, people), *_said(line, cases)] for line in lines)
    return Sheet(str(ABOUT_LABELS[about]), f"cach-ly-{about.value}", header, rows, Counted(1, label=_("Số dòng")))


def _name(case_id: int, cases: Mapping[int, FollowUp], people: Mapping[int, Person]) -> str:
    return case_label(cases[case_id], people) if case_id in cases else str(_("Trường hợp số %(n)s", n=case_id))


def _said(line: Line, cases: Mapping[int, FollowUp]) -> list[object]:
    if isinstance(line, MissingLine):
        session = SESSION_LABELS[line.session] if line.session else ""
        return [line.place, day(line.day), session, _instant(line.said_at)]
    case = cases.get(line.follow_up_id)
    place = (case.unit.name if case.unit else case.area.name) if case else ""
    if isinstance(line, FirstReport):
        return [place, instant(line.ordered_at), _instant(line.reported_at), number(line.hours, 1)]
    answered_by = line.answered_by.full_name if line.answered_by else ""
    return [place, HOUSEHOLD_NEEDS[line.kind], instant(line.asked_at), _instant(line.answered_at), answered_by]


def _instant(at: datetime | None) -> str:
    return instant(at) if at else ""
