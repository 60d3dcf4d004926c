"""Documents of a case in the form of Decree 30/2020, ready to be numbered and signed; nothing of them is kept."""

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

from flask import render_template
from flask_babel import force_locale

from app.clock import local_day
from app.declarations.labels import GENDER_LABELS
from app.documents.pdf import render_pdf
from app.documents.stamping import joined
from app.documents.wording import official_number, undated
from app.follow_ups.labels import CLASS_LABELS
from app.follow_ups.models import FollowUp
from app.follow_ups.people import Person
from app.follow_ups.queries import Ordered
from app.follow_ups.rules.cases import PaperKind, may_be_written
from app.follow_ups.rules.protocols import site_last_day
from app.organisations.queries import find_holder
from app.organisations.rules import Position
from app.posters.kit import is_committee, issuer_of, seat_of
from app.posters.wording import COMMITTEE, PROVINCE_COMMITTEE
from app.text import begun_small

FILE_NAMES = {
    PaperKind.ORDER: "quyet-dinh-cach-ly",
    PaperKind.EXTENSION: "quyet-dinh-gia-han",
    PaperKind.CERTIFICATE: "giay-xac-nhan",
    PaperKind.SERVICE: "bien-ban-giao-van-ban",
}


@dataclass(frozen=True)
class Case:
    """Whom a document is about; `is_sampled`: every sample due by now was taken and is negative.

    `ordered` is what the order said; an order that is printed once more says it again, whatever was decided since.
    """

    row: FollowUp
    person: Person
    ordered: Ordered
    is_sampled: bool = False


def is_true_of(kind: PaperKind, row: FollowUp, *, was_extended: bool = False, left_positive: bool = False) -> bool:
    """Whether the document would say something true of the case today."""
    return may_be_written(
        kind,
        end=row.end,
        planned_end_on=row.planned_end_on,
        today=local_day(),
        was_extended=was_extended,
        left_positive=left_positive,
    )


def paper_pdf(kind: PaperKind, case: Case) -> bytes:
    """One document of one case."""
    row, person = case.row, case.person
    body, committee = row.organisation, COMMITTEE if is_committee(row.organisation) else ""
    head = find_holder(row.organisation_id, Position.HEAD, on=local_day())
    # An official document is Vietnamese, whatever language its reader has chosen.
    with force_locale("vi"):
        html = render_template(
            "follow_ups/paper.html",
            kind=kind,
            row=row,
            person=person,
            is_sampled=case.is_sampled,
            gender={each.value: label for each, label in GENDER_LABELS.items()}.get(person.gender, ""),
            reason=begun_small(person.reason).rstrip(". "),
            case_class=CLASS_LABELS[case.ordered.case_class if kind is PaperKind.ORDER else row.case_class],
            ordered_until=case.ordered.until_on,
            place=row.area.name + (f", {row.area.parent.name}" if row.area.parent else ""),
            site_until=site_last_day(row.started_on, row.protocol.schedule),
            superior=() if committee else PROVINCE_COMMITTEE,
            committee=committee,
            issuer=issuer_of(body),
            number=official_number(None, ""),
            head=head,
            place_and_date=f"{seat_of(body)}, {undated(local_day().year)}",
        )
    return render_pdf(html)


def papers_pdf(kind: PaperKind, cases: Sequence[Case]) -> bytes:
    """The same document of many cases in one file, to print at once."""
    return joined([paper_pdf(kind, case) for case in cases])


def papers_zip(kind: PaperKind, cases: Sequence[Case]) -> bytes:
    """The same document of many cases, a file each, named by the number of the case."""
    content = BytesIO()
    with ZipFile(content, "w", ZIP_DEFLATED) as archive:
        for case in cases:
            archive.writestr(f"{FILE_NAMES[kind]}-{case.row.id}.pdf", paper_pdf(kind, case))
    return content.getvalue()
