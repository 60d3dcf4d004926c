"""What a letter is for, and what its draft says until somebody writes better."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from app.organisations.rules import OrganisationKind
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
    DOCUMENTS = "documents"
    BODIES = "bodies"
    QUEUES = "queues"
    PUBLICITY = "publicity"
    RESULTS = "results"
    UNIT_RESULTS = "unit_results"
    LATE = "late"
    ROWS = "rows"
    UNITS = "units"
    CODES = "codes"
    SAFETY = "safety"
    SOURCES = "sources"
    REMEDIES = "remedies"
    FLAGS = "flags"
    INSPECTIONS = "inspections"
    RISKS = "risks"
    COVERAGE = "coverage"
    MISSING = "missing"
    GRADES = "grades"
    ZONES = "zones"
    TEAMS = "teams"
    ROUNDS = "rounds"
    HIGH_RISK = "high_risk"


@dataclass(frozen=True)
class Addressee:
    """A body, or a unit of the issuer's own, that the letter goes to; `is_ordered`: the issuer may require it."""

    key: str
    name: str
    is_ordered: bool = False
    is_unit: bool = False


@dataclass(frozen=True)
class Row:
    """A row of the annex and the key of whom it is about."""

    to: str
    cells: Sequence[str]


@dataclass(frozen=True)
class Listing:
    """What a letter takes from a list: who is in it, what of, and its rows as an annex; `is_cut`: it has more."""

    subject: str
    title: str
    addressees: Sequence[Addressee]
    header: Sequence[str]
    rows: Sequence[Row]
    is_cut: bool = False

    def of(self, keys: Collection[str]) -> "Listing":
        """The same for some of its addressees: who gets no letter stands in no annex."""
        chosen = [each for each in self.addressees if each.key in keys]
        return replace(self, addressees=chosen, rows=[row for row in self.rows if row.to in keys])


VERBS: Mapping[LetterKind, str] = {
    LetterKind.URGE: "đôn đốc",
    LetterKind.CRITICISE: "phê bình việc chậm thực hiện",
    LetterKind.COMMEND: "biểu dương kết quả",
}


def about_of(kind: LetterKind, subject: str) -> str:
    """What stands behind `V/v`."""
    return f"{VERBS[kind]} {subject}"


def body_of(kind: LetterKind, subject: str, *, issuer: str, letters: str, to: Sequence[Addressee]) -> str:
    """The draft's paragraphs, a line each, to these addressees."""
    noun = _noun(to)
    counted = f"{count(len(to))} {noun}"
    named = f"các {noun}" if len(to) > 1 else noun
    asks = "yêu cầu" if all(each.is_ordered for each in to) else "đề nghị"
    opening = f"Thực hiện {letters}, qua theo dõi trên Hệ thống khai báo y tế điện tử của tỉnh về việc {subject},"
    match kind:
        case LetterKind.URGE:
            lines = [
                f"{opening} đến nay còn {counted} chưa hoàn thành (danh sách kèm theo).",
                f"{issuer} {asks} người đứng đầu {named} có tên trong danh sách chỉ đạo thực hiện ngay,"
                " hoàn thành trong 02 ngày làm việc và cập nhật kết quả trên hệ thống.",
            ]
        case LetterKind.CRITICISE:
            lines = [
                f"{opening} còn {counted} chậm thực hiện (danh sách kèm theo).",
                f"{issuer} phê bình người đứng đầu {named} có tên trong danh sách;"
                f" {asks} làm rõ trách nhiệm tập thể, cá nhân, khắc phục ngay và báo cáo kết quả bằng văn bản.",
            ]
        case LetterKind.COMMEND:
            lines = [
                f"{opening} có {counted} thực hiện tốt (danh sách kèm theo).",
                f"{issuer} biểu dương tinh thần trách nhiệm của tập thể, cá nhân {named} có tên trong"
                f" danh sách; {asks} tiếp tục duy trì kết quả đã đạt được.",
            ]
    return "\n".join(lines)


def _noun(to: Sequence[Addressee]) -> str:
    kinds = {each.is_unit for each in to}
    return "cơ quan, đơn vị" if len(kinds) > 1 else "đơn vị" if True in kinds else "cơ quan"


def symbol(kind: OrganisationKind, name: str) -> str:
    """What follows the stroke of an official letter's number: `UBND-KGVX`, of a department the initials of its name."""
    if kind is OrganisationKind.PROVINCE_OFFICE:
        return f"{COMMITTEE}-{OFFICE}"
    if kind in COMMITTEES:
        return COMMITTEE
    words = name.replace("-", " ").split()
    return "".join(word[0].upper() for word in words if word not in ("và", "tỉnh"))
