"""Documents of a case in the form of Decree 30/2020, ready to be numbered and signed; nothing of them is kept."""

from collections.abc import Sequence
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

from flask import render_template
from flask_babel import force_locale

from app.clock import local_day
from app.declarations.labels import GENDER_LABELS
from app.documents.pdf import render_pdf
from app.documents.wording import undated
from app.follow_ups.labels import CLASS_LABELS
from app.follow_ups.models import FollowUp
from app.follow_ups.people import Person
from app.follow_ups.rules.cases import PaperKind
from app.follow_ups.rules.protocols import site_last_day
from app.organisations.queries import find_holder
from app.organisations.rules import Position

FILE_NAMES = {
    PaperKind.ORDER: "quyet-dinh-cach-ly",
    PaperKind.EXTENSION: "quyet-dinh-gia-han",
    PaperKind.CERTIFICATE: "giay-xac-nhan",
}


def paper_pdf(kind: PaperKind, row: FollowUp, person: Person) -> bytes:
    """One document of one case."""
    # An official document is Vietnamese, whatever language its reader has chosen.
    with force_locale("vi"):
        html = render_template(
            "follow_ups/paper.html",
            kind=kind,
            row=row,
            person=person,
            gender={each.value: label for each, label in GENDER_LABELS.items()}.get(person.gender, ""),
            case_class=CLASS_LABELS[row.case_class],
            site_until=site_last_day(row.started_on, row.protocol.schedule),
            head=find_holder(row.organisation_id, Position.HEAD, on=local_day()),
            place_and_date=undated(local_day().year),
        )
    return render_pdf(html)


def papers_zip(kind: PaperKind, cases: Sequence[tuple[FollowUp, Person]]) -> bytes:
    """The same document of many cases, a file each, named by the number of the case."""
    content = BytesIO()
    with ZipFile(content, "w", ZIP_DEFLATED) as archive:
        for row, person in cases:
            archive.writestr(f"{FILE_NAMES[kind]}-{row.id}.pdf", paper_pdf(kind, row, person))
    return content.getvalue()
