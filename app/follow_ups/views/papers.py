"""Documents of one case or of all that are due to end, and who was handed one when."""

from collections.abc import Sequence

from flask import Response as File
from flask import flash
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.clock import local_day
from app.door import Absent, Permission, requires, viewer
from app.follow_ups import actions, queries
from app.follow_ups.duty import is_on_duty
from app.follow_ups.forms import ServedForm
from app.follow_ups.models import FollowUp
from app.follow_ups.paper import FILE_NAMES, Case, is_true_of, paper_pdf, papers_pdf, papers_zip
from app.follow_ups.people import person_of
from app.follow_ups.queries import CaseFilter, CaseNeed
from app.follow_ups.rules.cases import PaperKind, SampleResult
from app.follow_ups.views.blueprint import bp
from app.follow_ups.views.listing import wanted_cases
from app.follow_ups.views.showing import case_page
from app.web.pages import see_other
from app.web.pagination import Wish, wished_page
from app.web.sheets import answer_file

AT_ONCE = 50


@bp.get("/isolation/<int:follow_up_id>/<any(order, extension, certificate, service):paper_kind>.pdf")
@requires(Permission.FOLLOW_UP_WORK)
def paper(follow_up_id: int, paper_kind: str) -> File:
    row, kind = queries.get_own_case(viewer(), follow_up_id), PaperKind(paper_kind)
    cases = _cases(kind, [row])
    if not cases:
        raise Absent(follow_up_id)
    return answer_file(paper_pdf(kind, cases[0]), "application/pdf", f"{FILE_NAMES[kind]}-{row.id}.pdf")


@bp.get("/isolation/<any(order, certificate, service):paper_kind>-of-page.pdf")
@requires(Permission.FOLLOW_UP_WORK)
def papers(paper_kind: str) -> File:
    """The same document of all on a page of the list of whom it is true, one after the other, to print at once."""
    page = queries.list_cases(viewer(), wanted_cases(), wished_page(), options=queries.WHOLE)
    kind = PaperKind(paper_kind)
    cases = _cases(kind, page.rows)
    if not cases:
        raise Absent(paper_kind)
    return answer_file(papers_pdf(kind, cases), "application/pdf", f"{FILE_NAMES[kind]}.pdf")


@bp.get("/isolation/certificates.zip")
@requires(Permission.FOLLOW_UP_WORK)
def certificates() -> File:
    """The certificates of those whose planned end has come, up to fifty, a file each."""
    wanted = CaseFilter(need=CaseNeed.ENDING)
    rows = queries.list_cases(viewer(), wanted, Wish(1, AT_ONCE), options=queries.WHOLE).rows
    kind = PaperKind.CERTIFICATE
    return answer_file(papers_zip(kind, _cases(kind, rows)), "application/zip", f"{FILE_NAMES[kind]}.zip")


def _cases(kind: PaperKind, rows: Sequence[FollowUp]) -> list[Case]:
    """Those for whom the viewer is on duty and of whom the document says something true, with who they are."""
    mine = [row for row in written_of(kind, rows) if is_on_duty(viewer(), row)]
    named = [(row, person) for row in mine if (person := person_of(row))]
    with_samples = kind is PaperKind.CERTIFICATE
    ordered = queries.as_ordered([row for row, _person in named])
    return [Case(row, person, ordered[row.id], with_samples and _is_sampled(row)) for row, person in named]


def _is_sampled(row: FollowUp) -> bool:
    due = [test.result for test in queries.list_tests(viewer(), row) if test.due_on <= (row.ended_on or local_day())]
    return bool(due) and set(due) == {SampleResult.NEGATIVE}


def written_of(kind: PaperKind, rows: Sequence[FollowUp]) -> Sequence[FollowUp]:
    """Those of whom the document says something true."""
    extended = queries.were_extended(rows) if kind is PaperKind.EXTENSION else frozenset()
    infected = queries.left_positive(viewer(), rows) if kind is PaperKind.CERTIFICATE else frozenset()
    return [
        row for row in rows if is_true_of(kind, row, was_extended=row.id in extended, left_positive=row.id in infected)
    ]


@bp.post("/isolation/<int:follow_up_id>/served")
@requires(Permission.FOLLOW_UP_REPORT)
def serve(follow_up_id: int) -> Response:
    """Note that a document was handed over."""
    row = queries.get_own_case(viewer(), follow_up_id)
    form = ServedForm(row.started_on)
    if not form.validate():
        return case_page(row, form, status=422)
    actions.note_served(viewer(), row, **form.values())
    flash(_("Đã ghi việc giao văn bản."))
    return see_other("follow_ups.show", follow_up_id=row.id)
