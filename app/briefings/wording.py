"""The chairman's page in words: Vietnamese in every language of the screen, since it is an official paper."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.briefings.rules import CommitmentOutcome, Compared, FigureKey, Turn, compare
from app.clock import local
from app.documents.wording import official_time, short_date, vietnamese_number
from app.monitoring.rules import Section
from app.reports.wording import share

NOT_COUNTED = "chưa có số liệu"
NOTHING_DUE = "không phát sinh"
LABELS: Mapping[FigureKey, str] = {
    FigureKey.CODES: "Điểm đã có mã QR niêm yết",
    FigureKey.DOORS: "Điểm kiểm soát khách đến, khách đi hôm qua",
    FigureKey.SAFETY: "Đơn vị còn hạn đánh giá an toàn",
    FigureKey.ISOLATION: "Người được cách ly hôm nay chưa cập nhật",
    FigureKey.UNCONFIRMED: "Cơ quan chưa xác nhận kỳ đã đến hạn",
}
COLUMNS: Mapping[str, str] = {
    "qr": "Mã QR",
    "entry": "Khách đến, đi hôm qua",
    "safety": "An toàn",
    "isolation": "Cách ly",
    "zones": "Khu vực, Tổ Covid",
}
SECTIONS: Mapping[str, str] = {Section.DISTRICTS: "Huyện, thành phố", Section.DIRECT: "Sở, ban, ngành"}
URGENT: Mapping[str, str] = {
    "unacknowledged": "lượt cơ quan chưa tiếp nhận công văn đã quá hạn",
    "unconfirmed": "lượt cơ quan chưa xác nhận kỳ đã quá hạn",
    "pending": "đơn vị đăng ký đang chờ duyệt",
    "missed_reports": "báo cáo định kỳ chưa lập được",
}

OUTCOMES: Mapping[str, str] = {
    CommitmentOutcome.OPEN: "đang thực hiện",
    CommitmentOutcome.KEPT: "đã thực hiện",
    CommitmentOutcome.BROKEN: "không thực hiện",
}


OVERDUE = "chưa thực hiện, đã quá hạn"


def outcome(found: str, *, is_overdue: bool) -> str:
    """What became of a commitment; one whose day is over is no longer under way."""
    return OVERDUE if is_overdue and found == CommitmentOutcome.OPEN else OUTCOMES[found]


@dataclass(frozen=True)
class Said:
    """One of the five figures as it reads."""

    key: FigureKey
    label: str
    amount: str
    note: str
    change: str
    turn: Turn


def five(now: Mapping[str, Any], before: Mapping[str, Any] | None) -> Iterator[Said]:
    """The five figures as count / total with their change since the last page."""
    for key in FigureKey:
        found = compare(key, now["five"][key], before["five"].get(key) if before else None)
        change = _change(found) if before else ""
        note = _graded(now.get("graded")) if key is FigureKey.SAFETY else ""
        yield Said(key, LABELS[key], _amount(found.count, found.total), note, change, _turn(found))


def _graded(figure: Mapping[str, Any] | None) -> str:
    """Which places were graded stands beside the units, as a figure of its own; older pages have none."""
    if not figure or not figure["total"]:
        return ""
    return f"cấp độ: {_amount(figure['count'], figure['total'])} xã đặt hoặc xác nhận trong 7 ngày"


def pair(figure: Mapping[str, Any]) -> str:
    """`7/12 (58,3%)`."""
    count, total = figure["count"], figure["total"]
    if not total:
        return _amount(count, total)
    return f"{_amount(count, total)} ({share(count, total)})"


def _amount(count: int | None, total: int | None) -> str:
    if count is None or total is None:
        return NOT_COUNTED
    return f"{vietnamese_number(count)}/{vietnamese_number(total)}" if total else NOTHING_DUE


def _change(found: Compared) -> str:
    """How the count went since the last page; of another total the share besides: that is what is better or worse."""
    before = _amount(found.count_before, found.total_before)
    if found.change is None or not found.total or not found.total_before:
        return f"trang trước {before}"
    if found.total == found.total_before:
        return _by(found.change) if found.change else "bằng trang trước"
    return f"{_by(found.change) if found.change else 'số lượng không đổi'}, trang trước {before}; {_share_went(found)}"


def _by(change: int) -> str:
    return f"{'tăng' if change > 0 else 'giảm'} {vietnamese_number(abs(change))}"


def _share_went(found: Compared) -> str:
    now, before = _shares(found)
    if now == before:
        return f"tỷ lệ vẫn {now}"
    return f"tỷ lệ tăng từ {before} lên {now}" if found.share_rose else f"tỷ lệ giảm từ {before} xuống {now}"


def _turn(found: Compared) -> Turn:
    """Better or worse only where a reader sees it: not where both shares are printed alike."""
    if found.turn is Turn.UNKNOWN or found.total == found.total_before:
        return found.turn
    now, before = _shares(found)
    return Turn.SAME if now == before else found.turn


def _shares(found: Compared) -> tuple[str, str]:
    return share(found.count or 0, found.total or 1), share(found.count_before or 0, found.total_before or 1)


def reason(line: Mapping[str, Any]) -> str:
    """Why a body is among the weakest: what its head gave as reason, else what is missing."""
    parts = [
        f"{vietnamese_number(line['silent_days'])} ngày không có số liệu" if line["silent_days"] else "",
        f"{vietnamese_number(line['without_code'])} điểm chưa niêm yết mã" if line["without_code"] else "",
    ]
    counted = "; ".join(part for part in parts if part)
    return f"{counted}. Cơ quan nêu: {line['stated']}" if line["stated"] else counted


def moment(at: datetime) -> str:
    """`16 giờ 00 ngày 07/5/2021`."""
    there = local(at)
    return f"{official_time(there.time())} ngày {short_date(there.date())}"


def columns(rows: Sequence[Mapping[str, Any]]) -> list[str]:
    """The measures of the table of places: those that somebody counts, and what the letter asks of such places."""
    return [key for key in COLUMNS if any(key in row["measures"] for row in rows)]
