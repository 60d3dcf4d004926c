"""The report as DOCX, for offices that go on writing in Word; it says what the paper says."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from app.documents import word
from app.documents.word import Foot, Head
from app.documents.word_tables import Cell, Row
from app.documents.wording import vietnamese_number
from app.reports.document import ANNEX_NUMBERS, HEADINGS, Annex, Document, sources
from app.reports.models import Report
from app.reports.wording import Sentence, share

# Where a line may end within large figures.
BREAK = "\u200b"


def report_docx(report: Report, document: Document, *, digest: str = "", audit_root: str = "") -> bytes:
    """A draft, or with a digest and audit root what is issued; both are printed as on its paper."""
    written = word.Official(f"Báo cáo {document.about} {document.days}", _head(document, is_draft=not digest))
    _write_text(written, document)
    written.foot(Foot(document.recipients, document.capacity.splitlines(), document.signer))
    for annex in document.annexes:
        written.annex(annex.number, annex.title, document.attached_to, is_wide=annex.is_wide)
        written.table(_heads(annex), _rows(annex), widths=annex.widths)
        written.note(annex.note)
    written.annex(ANNEX_NUMBERS[len(document.annexes)], "Nguồn và cách tính số liệu", document.attached_to)
    for line in sources(document, report.as_of, digest, audit_root):
        written.paragraph(line)
    return written.content()


def _head(document: Document, *, is_draft: bool) -> Head:
    return Head(
        superior=document.superior,
        issuer=document.issuer,
        number=document.number,
        place_and_date=document.place_and_date,
        kind="Báo cáo",
        about=[document.about, f"({document.days})"],
        addressees=[document.addressee] if document.addressee else [],
        is_draft=is_draft,
    )


def _write_text(written: word.Official, document: Document) -> None:
    for line in filter(None, (document.opening, document.corrects)):
        written.paragraph(line)
    for part in document.parts:
        written.heading(part.title)
        _write_sentences(written, part.sentences)
        for number, (title, sentences) in enumerate(part.results, start=1):
            written.subheading(f"{number}. {title}")
            _write_sentences(written, sentences)
        for remark in part.remarks:
            written.paragraph(remark)
    written.paragraph(document.closing)


def _write_sentences(written: word.Official, sentences: Sequence[Sentence]) -> None:
    for sentence in sentences:
        written.paragraph("".join(piece.text for piece in sentence))


def _heads(annex: Annex) -> list[Row]:
    above = [Cell("STT"), Cell("Địa bàn" if annex.by_place else "Cơ quan")]
    pairs = [Cell(text) for _column in annex.columns for text in ("Đạt/phải có", "Tỷ lệ")]
    return [[*above, *(Cell(HEADINGS[column], columns=2) for column in annex.columns)], [Cell(""), Cell(""), *pairs]]


def _rows(annex: Annex) -> Iterator[tuple[bool, Row]]:
    for section in annex.sections:
        if len(annex.sections) > 1:
            yield True, [Cell(section["label"], columns=2 + 2 * len(annex.columns))]
        for number, line in enumerate(section["lines"], start=1):
            name = f"{line['name']}{' (trực tiếp quản lý)' if line['is_own'] else ''}"
            yield False, [Cell(str(number)), Cell(name), *_pairs(annex.columns, line["measures"])]
        if len(section["lines"]) > 1:
            yield True, [Cell(""), Cell("Cộng"), *_pairs(annex.columns, section["total"])]


def _pairs(columns: Sequence[str], measures: Mapping[str, Any]) -> Iterator[Cell]:
    for column in columns:
        figure = measures.get(column)
        if figure is None or figure["denominator"] is None:
            yield Cell("chưa có số liệu", columns=2, is_figure=True)
        elif not figure["denominator"]:
            yield Cell("không phát sinh", columns=2, is_figure=True)
        else:
            done, due, by_list = figure["numerator"], figure["denominator"], figure.get("by_list")
            mark = ("*" if by_list == due else "**") if by_list else ""
            yield Cell(f"{vietnamese_number(done)}/{BREAK}{vietnamese_number(due)}{mark}", is_figure=True)
            yield Cell(share(done, due), is_figure=True)
