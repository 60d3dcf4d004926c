"""Isolated people, and the rounds of community teams."""

from collections.abc import Iterator

from flask_babel import gettext as _

from app.door import Viewer
from app.follow_ups import queries as follow_ups
from app.monitoring.desk.card import Card, Desk, Urgency
from app.web.filters import number
from app.zones import queries as zones


def of_rounds(_desk: Desk, unready: int, missing: int) -> Iterator[Card]:
    """Areas in which nobody goes from door to door; rounds past their cut-off of which nobody has taken note."""
    if unready:
        title, note = _("Khu vực cách ly chưa có tổ hoặc danh sách hộ"), _("Không hộ nào được hỏi thăm, báo cáo")
        yield Card(title, number(unready), note, Urgency.OVERDUE, "zones.index", {"unready": "1"})
    if missing:
        title, note = _("Lượt đi của tổ Covid còn thiếu"), _("Quá giờ chốt, chưa ai ghi nhận")
        yield Card(title, number(missing), note, Urgency.OVERDUE, "zones.missing")


def of_household_needs(_desk: Desk, needs: zones.NeedCounts) -> Iterator[Card]:
    """What households told their team that they lack, and nobody has given."""
    if needs.waiting:
        title, note = _("Nhu cầu của hộ do tổ Covid ghi"), _("%(n)s cần gấp", n=number(needs.urgent))
        urgency = Urgency.OVERDUE if needs.urgent else Urgency.DUE
        yield Card(title, number(needs.waiting), note, urgency, "zones.needs")


def of_own_rounds(desk: Desk) -> Iterator[Card]:
    late = zones.late_teams(desk.viewer)
    for line in zones.lines_of(desk.viewer, zones.own_teams(desk.viewer), desk.today):
        note = _("%(done)s trong %(all)s hộ đã ghi", done=number(line.reported_count), all=number(line.household_count))
        urgency = Urgency.KNOWN if line.rounds or not line.is_due else Urgency.DUE
        if line.team.id in late:
            note, urgency = _("Quá giờ chốt, chưa nộp; %(said)s", said=note), Urgency.OVERDUE
        yield Card(_("Lượt đi hôm nay"), line.team.name, note, urgency, "rounds.show", {"team_id": line.team.id})


def of_alerts(viewer: Viewer) -> Iterator[Card]:
    """Alerts of health that nobody has taken."""
    alerts = follow_ups.count_alerts(viewer)
    if alerts.waiting:
        title, note = _("Cảnh báo sức khỏe chưa ai nhận"), _("%(n)s đã lên cấp trên", n=number(alerts.escalated))
        urgency = Urgency.OVERDUE if alerts.escalated else Urgency.DUE
        yield Card(title, number(alerts.waiting), note, urgency, "follow_ups.list_alerts")


def of_isolation(_desk: Desk, found: follow_ups.DeskCounts) -> Iterator[Card]:
    """Needs, people without a record of this session, cases to be taken over."""
    if found.needs.waiting:
        title, note = _("Nhu cầu của người được cách ly"), _("%(n)s cần gấp", n=number(found.needs.urgent))
        urgency = Urgency.OVERDUE if found.needs.urgent else Urgency.DUE
        yield Card(title, number(found.needs.waiting), note, urgency, "follow_ups.list_needs")
    cases = found.cases
    if without := cases.of(follow_ups.CaseNeed.SESSION):
        title, note = _("Người được cách ly chưa cập nhật buổi này"), _("trong %(n)s người", n=number(cases.followed))
        urgency = Urgency.DUE
        if follow_ups.is_past_cut_off():
            note, urgency = _("Quá giờ chốt; %(said)s", said=note), Urgency.OVERDUE
        yield Card(title, number(without), note, urgency, "follow_ups.index", {"need": "session"})
    if found.transfers:
        title, note = _("Người được cách ly chờ tiếp nhận"), _("Nơi gửi còn chịu trách nhiệm")
        yield Card(title, number(found.transfers), note, Urgency.DUE, "follow_ups.list_transfers")
