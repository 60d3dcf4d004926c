"""A report as it reads: parts, sentences, remarks and annexes from what is frozen, for the page and for the paper."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from app.clock import local
from app.directives.labels import DEFINITIONS
from app.directives.rules import MeasureKey
from app.documents.wording import official_date, official_number, official_time, short_date, undated
from app.monitoring.rules import Section
from app.organisations.rules import OrganisationKind
from app.reports import wording
from app.reports.models import Report
from app.reports.rules import COMMITTEES, Part, capacity, issuer, place_of, symbol
from app.reports.wording import Sentence

PROVINCE = "Ủy ban nhân dân tỉnh Kiên Giang"
TITLES: Mapping[Part, str] = {
    Part.GENERAL: "I. Tình hình chung",
    Part.RESULTS: "II. Kết quả triển khai",
    Part.SHORTCOMINGS: "III. Tồn tại, hạn chế, nguyên nhân",
    Part.TASKS: "IV. Nhiệm vụ thời gian tới",
    Part.PROPOSALS: "V. Đề xuất, kiến nghị",
}
ONCE = "Bảng này tính mỗi đơn vị một lần, cho cơ quan quản lý đơn vị."
LOCATED = (
    "Bảng này tính mọi đơn vị nằm trên địa bàn, kể cả đơn vị do cơ quan khác quản lý;"
    " không cộng với bảng theo cơ quan quản lý."
)
OWN_UNITS = "Bảng này tính các đơn vị do cơ quan báo cáo quản lý, theo nơi đặt đơn vị."
BY_LIST = (
    " Mẫu số của mã QR theo số đã đăng ký; có dấu * theo danh sách gốc, có dấu ** một phần theo danh sách gốc."
    " Ba loại mẫu số không so sánh với nhau."
)
CHAIRMAN = "Chủ tịch"
NO_PROPOSAL = "Không có."
ANNEX_NUMBERS = ("I", "II", "III", "IV")
# What the columns of annexes are called; the first three always stand there, others once somebody counts them.
HEADINGS: Mapping[str, str] = {
    "qr": "Mã QR",
    "entry": "Khách đến, khách đi",
    "lead": "Quán triệt, chỉ đạo",
    "safety": "Đánh giá an toàn",
    "isolation": "Người được cách ly",
    "zones": "Khu vực cách ly, Tổ Covid",
    "publicise": "Tuyên truyền",
}
USUAL_COLUMNS = ("qr", "entry", "lead")
# More columns than these want a page on its side.
COLUMNS_UPRIGHT = 3
# Millimetres: between the margins of a page upright and on its side; two columns of a measure.
TEXT, WIDE_TEXT, ORDER = 162.0, 249.0, 11.0
PAIR, WIDE_PAIR = (22.0, 15.0), (15.6, 12.6)


@dataclass(frozen=True)
class PartText:
    """One of the five parts: sentences from the figures, numbered results (of part II), remarks of the officers."""

    part: Part
    title: str
    sentences: Sequence[Sentence]
    results: Sequence[tuple[str, Sequence[Sentence]]]
    remarks: Sequence[str]


@dataclass(frozen=True)
class Annex:
    """A table of figures. `by_place` tables count what is located somewhere, the others what a body answers for."""

    number: str
    title: str
    note: str
    by_place: bool
    sections: Sequence[Mapping[str, Any]]
    columns: Sequence[str]

    @property
    def is_wide(self) -> bool:
        return len(self.columns) > COLUMNS_UPRIGHT

    @property
    def widths(self) -> Sequence[float]:
        """Of its columns in millimetres: the order, the name, and of each measure what was done and the share."""
        text, pair = (WIDE_TEXT, WIDE_PAIR) if self.is_wide else (TEXT, PAIR)
        pairs = pair * len(self.columns)
        return [ORDER, text - ORDER - sum(pairs), *pairs]


@dataclass(frozen=True)
class Document:
    """Everything that the page and the paper show of a report."""

    superior: Sequence[str]
    issuer: Sequence[str]
    number: str
    place_and_date: str
    about: str
    days: str
    addressee: str
    opening: str
    parts: Sequence[PartText]
    closing: str
    recipients: Sequence[str]
    capacity: str
    signer: str
    annexes: Sequence[Annex]
    attached_to: str
    corrects: str


def document_of(
    report: Report, *, number: str | None = None, issued_on: date | None = None, signer: str = "", title: str = ""
) -> Document:
    """The report as it reads under a number and day; without them a draft that leaves room for both."""
    figures, kind, name = report.figures, report.organisation.kind, report.organisation.name
    written = _remarks(report.commentary)
    full_number = number or official_number(None, symbol(kind, name))
    day = official_date(issued_on) if issued_on else undated(report.last_on.year)
    return Document(
        superior=_superior(figures["body"]),
        issuer=[line for line in issuer(kind, name) if line],
        number=full_number,
        place_and_date=f"{place_of(kind, name)}, {day}",
        about="Kết quả thực hiện khai báo y tế điện tử bằng mã QR",
        days=wording.span(report.first_on.isoformat(), report.last_on.isoformat()),
        addressee=_addressee(report.commentary, figures["body"]),
        opening=wording.opening(figures),
        parts=[_part(part, figures, written) for part in TITLES],
        closing=wording.closing(figures),
        recipients=_recipients(report.commentary, figures["body"]),
        capacity=capacity(kind, name, title or (CHAIRMAN if kind in COMMITTEES else "")),
        signer=signer,
        annexes=_annexes(figures),
        attached_to=f"Kèm theo Báo cáo số {full_number} {day} của {figures['body']['full_name']}",
        corrects=_corrects(report),
    )


def _remarks(commentary: Mapping[str, str]) -> dict[str, list[str]]:
    return {part: [line.strip() for line in text.splitlines() if line.strip()] for part, text in commentary.items()}


def _part(part: Part, figures: Mapping[str, Any], written: Mapping[str, list[str]]) -> PartText:
    sentences = {Part.GENERAL: wording.general, Part.SHORTCOMINGS: wording.shortcomings, Part.TASKS: wording.tasks}
    results = wording.results(figures) if part is Part.RESULTS else []
    remarks = written.get(part.value, [])
    if part is Part.PROPOSALS and not remarks:
        remarks = [NO_PROPOSAL]
    return PartText(part, TITLES[part], sentences[part](figures) if part in sentences else [], results, remarks)


def _superior(body: Mapping[str, Any]) -> list[str]:
    """A department below the committee names it; committees, the Party's bodies and vertical ones do not."""
    below = body["kind"] == OrganisationKind.DEPARTMENT and body["section"] == Section.DIRECT
    return ["Ủy ban nhân dân", "tỉnh Kiên Giang"] if below else []


def _addressee(commentary: Mapping[str, str], body: Mapping[str, Any]) -> str:
    if typed := commentary.get(Part.ADDRESSEE, "").strip():
        return typed
    return body["above"] or "" if body["kind"] != OrganisationKind.PROVINCE_OFFICE else ""


def _recipients(commentary: Mapping[str, str], body: Mapping[str, Any]) -> list[str]:
    typed = [line.strip(" -;.") for line in commentary.get(Part.RECIPIENTS, "").splitlines() if line.strip(" -;.")]
    return typed or usual_recipients(body["kind"], has_addressee=bool(_addressee(commentary, body)))


def usual_recipients(kind: str, *, has_addressee: bool) -> list[str]:
    """Who gets a copy when nobody says otherwise; the file copy comes last."""
    above = ["Như trên"] if has_addressee else []
    if kind == OrganisationKind.PROVINCE_OFFICE:
        copies = ["CT, các PCT UBND tỉnh", "Các sở, ban, ngành cấp tỉnh", "UBND các huyện, thành phố"]
        return [*above, *copies, "Lưu: VT, KGVX"]
    return [*above, "Lưu: VT"]


def _corrects(report: Report) -> str:
    earlier = report.corrects
    if earlier is None or earlier.issued_on is None:
        return ""
    return f"Báo cáo này thay thế Báo cáo số {earlier.number} {official_date(earlier.issued_on)}."


def _annexes(figures: Mapping[str, Any]) -> list[Annex]:
    owners, places = figures["sections"], figures["places"]
    tables = [("Kết quả theo cơ quan quản lý", ONCE, False, owners)] if _says_more(owners) else []
    if figures["body"]["kind"] == OrganisationKind.PROVINCE_OFFICE:
        districts = [each for each in owners if each["section"] == Section.DISTRICTS]
        others = [each for each in owners if each["section"] != Section.DISTRICTS]
        tables = [
            ("Kết quả của các sở, ban, ngành, đoàn thể", ONCE, False, others),
            ("Kết quả của các huyện, thành phố", ONCE, False, districts),
        ]
    if _says_more(places["sections"]):
        note = LOCATED if places["covers"] == "place" or tables else OWN_UNITS
        tables.append(("Kết quả theo địa bàn", note, True, places["sections"]))
    return [
        Annex(
            ANNEX_NUMBERS[index], title, f"{note}{_bases(sections)}", by_place, sections, _columns(sections, by_place)
        )
        for index, (title, note, by_place, sections) in enumerate(each for each in tables if each[3])
    ]


def _bases(sections: Sequence[Mapping[str, Any]]) -> str:
    """What the marks behind denominators mean, where there are any."""
    pairs = (line["measures"].get("qr", {}) for section in sections for line in section["lines"])
    return BY_LIST if any(pair.get("by_list") for pair in pairs) else ""


def _says_more(sections: Sequence[Mapping[str, Any]]) -> bool:
    """Whether a table has more than the body's own line, which the text says already."""
    return any(not line["is_own"] for section in sections for line in section["lines"])


def _columns(sections: Sequence[Mapping[str, Any]], by_place: bool) -> list[str]:
    counted = {
        key
        for section in sections
        for key, figure in section["total"].items()
        if figure["denominator"] is not None and key not in USUAL_COLUMNS
    }
    usual = USUAL_COLUMNS[:2] if by_place else USUAL_COLUMNS
    return [key for key in HEADINGS if key in usual or key in counted]


def definitions(document: Document) -> Iterator[str]:
    """What is counted and what is due, of each measure that an annex shows."""
    shown: Collection[str] = {column for annex in document.annexes for column in annex.columns} or USUAL_COLUMNS
    for key in HEADINGS:
        if key in shown:
            each = DEFINITIONS[MeasureKey(key)]
            yield f"{each.name}. Đạt: {each.counted}. Phải có: {each.due}. {each.notes}"


def sources(document: Document, as_of: datetime, digest: str, audit_root: str) -> Iterator[str]:
    """The last annex: where the figures come from, as of when, and what proves that nothing was changed since."""
    moment = local(as_of)
    at = f"{official_time(moment.time())} ngày {short_date(moment.date())}"
    yield (
        f"Số liệu lấy từ Hệ thống khai báo y tế điện tử tỉnh Kiên Giang, tính đến {at}. Số liệu đã ban hành không"
        " thay đổi; nếu phải điều chỉnh, cơ quan ban hành báo cáo thay thế."
    )
    yield from definitions(document)
    if digest:
        yield f"Mã kiểm tra nội dung (SHA-256): {digest}"
        yield f"Mã gốc của nhật ký hệ thống khi ban hành: {audit_root}"
    else:
        yield "Bản dự thảo: mã kiểm tra nội dung và mã gốc của nhật ký được ghi khi ban hành."
