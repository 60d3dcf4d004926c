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
        note = _graded(now.get("graded")) if key is FigureKey.SAFETY else ""
        yield Said(key, LABELS[key], _amount(found.count, found.total), note, _change(found), found.turn)


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
    if found.change is None:
        return ""
    is_alike = found.total == found.total_before
    if not found.change:
        by = "bằng trang trước" if is_alike else "không đổi"
    else:
        by = f"{'tăng' if found.change > 0 else 'giảm'} {vietnamese_number(abs(found.change))}"
    if is_alike or found.count is None:
        return by
    return f"{by}, trang trước {_amount(found.count - found.change, found.total_before)}"


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
