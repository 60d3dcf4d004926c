"""Work-lists as files."""

from collections.abc import Iterable, Sequence

from flask_babel import gettext as _

from app.units.differences import Difference, differences
from app.units.models import UnitProposal, UnitTransfer
from app.units.waiting import Queue
from app.units.work_labels import OUTCOME_LABELS
from app.web.filters import instant
from app.web.sheets import Sheet
from app.web.short import Columns


def queues_sheet(by_body: Iterable[Queue], by_place: Iterable[Queue]) -> Sheet:
    """What waits, by body and then by place."""
    header = [_("Theo"), _("Tên"), _("Thuộc"), _("Chờ cán bộ duyệt"), _("Chờ lâu nhất từ"), _("Chờ đơn vị trả lời")]
    rows = [[_("Cơ quan quản lý"), *_queue(each)] for each in by_body]
    rows += [[_("Địa bàn"), *_queue(each)] for each in by_place]
    return Sheet(_("Chờ duyệt"), "cho-duyet", header, rows, Columns(1, 3, 5))


def _queue(queue: Queue) -> list[object]:
    since = instant(queue.since) if queue.since else ""
    return [queue.name, queue.above or "", queue.officer_count, since, queue.unit_count]


def proposals_sheet(proposals: Iterable[UnitProposal]) -> Sheet:
    """One line for each detail that would change."""
    header = [_("Đơn vị"), _("Cơ quan quản lý"), _("Ô"), _("Đang ghi"), _("Đề nghị"), _("Đề nghị lúc")]
    rows = [
        (each.unit.name, each.unit.organisation.name, *_change(change), instant(each.proposed_at))
        for each in proposals
        for change in differences(each)
    ]
    return Sheet(_("Thay đổi"), "thay-doi-cho-chap-nhan", header, rows, Columns(0, 2, 5))


def _change(change: Difference) -> Sequence[str]:
    return change.label, change.before, change.after


def transfers_sheet(transfers: Iterable[UnitTransfer]) -> Sheet:
    """One line for each transfer."""
    header = [_("Đơn vị"), _("Từ cơ quan"), _("Đến cơ quan"), _("Lý do"), _("Đề nghị lúc"), _("Kết quả")]
    return Sheet(_("Chuyển giao"), "chuyen-giao", header, map(_transfer, transfers), Columns(0, 1, 2))


def _transfer(each: UnitTransfer) -> Sequence[object]:
    bodies = (each.from_organisation.name, each.to_organisation.name)
    return each.unit.name, *bodies, each.reason, instant(each.proposed_at), OUTCOME_LABELS[each.outcome]
