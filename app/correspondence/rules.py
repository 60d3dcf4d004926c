"""What a letter is for, and what its draft says until somebody writes better."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from app.organisations.rules import OrganisationKind, RelationGroup
from app.reports.rules import COMMITTEE, COMMITTEES
from app.reports.wording import count

OFFICE = "KGVX"


class LetterKind(StrEnum):
    URGE = "urge"  # đôn đốc
    CRITICISE = "criticise"  # phê bình
    COMMEND = "commend"  # biểu dương


class SourceKey(StrEnum):
    """From which list a letter is written."""

    CONFIRMATIONS = "confirmations"
    RECEIPTS = "receipts"
    RESULTS = "results"
    COVERAGE = "coverage"
    LATE = "late"


@dataclass(frozen=True)
class Addressee:
    """A body that the letter goes to."""

    id: int
    name: str
    group: RelationGroup | None = None


@dataclass(frozen=True)
class Listing:
    """What a letter takes from a list: who is in it, what of, and its rows as an annex."""

    subject: str
    title: str
    addressees: Sequence[Addressee]
    header: Sequence[str]
    rows: Sequence[Sequence[str]]


VERBS: Mapping[LetterKind, str] = {
    LetterKind.URGE: "đôn đốc",
    LetterKind.CRITICISE: "phê bình việc chậm thực hiện",
    LetterKind.COMMEND: "biểu dương kết quả",
}


def about_of(kind: LetterKind, subject: str) -> str:
    """What stands behind `V/v`."""
    return f"{VERBS[kind]} {subject}"


def body_of(kind: LetterKind, subject: str, *, issuer: str, letters: str, number: int, is_ordered: bool) -> str:
    """The draft's paragraphs, a line each. `is_ordered`: the issuer may require it of all who get the letter."""
    counted = f"{count(number)} cơ quan"
    asks = "yêu cầu" if is_ordered else "đề nghị"
    opening = f"Thực hiện {letters}, qua theo dõi trên Hệ thống khai báo y tế điện tử của tỉnh về việc {subject},"
    match kind:
        case LetterKind.URGE:
            lines = [
                f"{opening} đến nay còn {counted} chưa hoàn thành (danh sách kèm theo).",
                f"{issuer} {asks} người đứng đầu các cơ quan có tên trong danh sách chỉ đạo thực hiện ngay,"
                " hoàn thành trong 02 ngày làm việc và cập nhật kết quả trên hệ thống.",
            ]
        case LetterKind.CRITICISE:
            lines = [
                f"{opening} còn {counted} chậm thực hiện, đã được nhắc trên hệ thống nhưng chưa khắc phục"
                " (danh sách kèm theo).",
                f"{issuer} phê bình người đứng đầu các cơ quan có tên trong danh sách;"
                f" {asks} làm rõ trách nhiệm tập thể, cá nhân, khắc phục ngay và báo cáo kết quả bằng văn bản.",
            ]
        case LetterKind.COMMEND:
            lines = [
                f"{opening} có {counted} thực hiện tốt (danh sách kèm theo).",
                f"{issuer} biểu dương tinh thần trách nhiệm của tập thể, cá nhân các cơ quan có tên trong"
                f" danh sách; {asks} tiếp tục duy trì kết quả đã đạt được.",
            ]
    return "\n".join(lines)


def symbol(kind: OrganisationKind, name: str) -> str:
    """What follows the stroke of an official letter's number: `UBND-KGVX`, of a department the initials of its name."""
    if kind is OrganisationKind.PROVINCE_OFFICE:
        return f"{COMMITTEE}-{OFFICE}"
    if kind in COMMITTEES:
        return COMMITTEE
    words = name.replace("-", " ").split()
    return "".join(word[0].upper() for word in words if word not in ("và", "tỉnh"))
