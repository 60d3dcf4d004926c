"""The annexes of a report as one sheet."""

from collections.abc import Iterator, Mapping
from typing import Any

from app.reports.document import HEADINGS, Annex, document_of
from app.reports.models import Report
from app.reports.wording import qr_basis

Cells = tuple[object, ...]
KINDS = ("đạt", "phải có")


def sheet(report: Report) -> tuple[str, list[str], list[Cells]]:
    """Name, header and rows: the lines of every annex, with their table and section before them."""
    header = ["Phụ lục", "Khối", "Cơ quan, địa bàn"]
    header += [f"{heading}: {kind}" for heading in HEADINGS.values() for kind in KINDS]
    header.append("Mẫu số của mã QR")
    return "Phụ lục", header, [row for annex in document_of(report).annexes for row in _rows(annex)]


def _rows(annex: Annex) -> Iterator[Cells]:
    for section in annex.sections:
        for line in section["lines"]:
            yield annex.title, section["label"], line["name"], *_counts(line["measures"]), _basis(line["measures"])


def _counts(measures: Mapping[str, Any]) -> list[object]:
    known = [measures.get(key) or {"numerator": None, "denominator": None} for key in HEADINGS]
    return [each[name] for each in known for name in ("numerator", "denominator")]


def _basis(measures: Mapping[str, Any]) -> str:
    figure = measures.get("qr")
    return qr_basis(figure) if figure and figure["denominator"] else ""
