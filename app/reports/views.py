"""Reports: the list, a new one, its page, remarks, paper, issue and correction."""

from datetime import timedelta
from functools import partial
from typing import Any

from flask import Blueprint, Response, flash, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from app.clock import local_day, now
from app.directives.rules import Period
from app.documents.word import DOCX
from app.documents.wording import official_number
from app.door import Permission, requires, viewer
from app.reports import actions, annex, paper, queries, schedule
from app.reports.actions import COMPILE, ISSUE, Head
from app.reports.addresses import list_address, rows_address
from app.reports.document import HEADINGS, document_of
from app.reports.exports import reports_sheet
from app.reports.forms import CommentaryForm, IssueForm, NewReportForm
from app.reports.labels import SCHEDULE_LABELS, STATUS_LABELS
from app.reports.models import Report
from app.reports.rules import ReportStatus, full_name, may_check, symbol
from app.reports.wording import share
from app.tasks import Task, find_task
from app.web.pages import is_fragment, render, see_other
from app.web.pagination import each_page, wished_page
from app.web.sheets import Sheet, answer_file, answer_sheet, file_of, show_file

bp = Blueprint("reports", __name__, url_prefix="/reports", template_folder="templates")
# Whoever waits longer is told that the worker may be down.
LONG_WAIT = timedelta(minutes=2)


@bp.get("")
@requires(Permission.REPORT_READ)
def index() -> Response:
    """The viewer's reports, newest first."""
    wanted = _wished_status()
    return render(
        "reports/index.html",
        page=queries.list_reports(viewer(), wished_page(), status=wanted),
        wanted=wanted,
        statuses=STATUS_LABELS,
        ReportStatus=ReportStatus,
        missed=schedule.missed(viewer()),
        SCHEDULE_LABELS=SCHEDULE_LABELS,
    )


@file_of(bp, "")
@requires(Permission.REPORT_READ)
def export(suffix: str) -> Response:
    """The same list as a file."""
    reader, status = viewer(), _wished_status()
    pages = each_page(lambda wish: queries.list_reports(reader, wish, status=status))
    return answer_sheet(reports_sheet(report for page in pages for report in page.rows), suffix)


@bp.get("/new")
@requires(Permission.REPORT_COMPILE)
def new() -> Response:
    """Which body and which days; the last complete week is proposed."""
    period = queries.usual_period()
    form = _new_form(first_on=period.first_on, last_on=period.last_on, organisation_id=viewer().organisation_id)
    return render("reports/new.html", form=form)


@bp.post("/new")
@requires(Permission.REPORT_COMPILE)
def compile_draft() -> AnyResponse:
    """Ask the worker for a draft; its page tells when the figures are there."""
    form = _new_form()
    if not form.validate():
        return render("reports/new.html", form=form, status=422)
    asked = form.values()
    period = Period(asked["first_on"], asked["last_on"])
    report = actions.order_report(viewer(), asked["organisation_id"], period, as_of=form.as_of)
    return see_other("reports.show", report_id=report.id)


@bp.get("/<int:report_id>")
@requires(Permission.REPORT_READ)
def show(report_id: int) -> AnyResponse:
    """The report as it reads, each figure leading to its rows; while the worker is at its figures, how that goes."""
    report = queries.get_report(viewer(), report_id)
    is_issuing = report.status is ReportStatus.ISSUING
    task = find_task(ISSUE if is_issuing else COMPILE, report_id)
    if is_issuing or report.status is ReportStatus.COMPILING or (task and not task.is_over):
        return _progress(report, task)
    if is_fragment():
        # Who waited for the figures gets the whole page.
        return see_other("reports.show", report_id=report_id)
    return render(
        "reports/show.html",
        report=report,
        document=_document(report),
        headings=HEADINGS,
        is_issued=report.status is ReportStatus.ISSUED,
        may_check=report.status is ReportStatus.DRAFT and may_check(report.compiled_by_id, viewer().user_id),
        editions=queries.list_editions(viewer(), report),
        status_label=STATUS_LABELS[report.status],
        ReportStatus=ReportStatus,
        task=task,
        rows_address=rows_address(report),
        list_address=list_address(report),
        share=share,
    )


@bp.get("/<int:report_id>/report.pdf")
@requires(Permission.REPORT_READ)
def pdf(report_id: int) -> Response:
    """The stored paper of an issued report; of a draft as it stands now."""
    stored = queries.issued_pdf(viewer(), report_id)
    content = stored or paper.draft_pdf(_with_figures(report_id))
    name = f"bao-cao-{report_id}{'' if stored else '-du-thao'}.pdf"
    return show_file(content, "application/pdf", name)


@bp.get("/<int:report_id>/report.docx")
@requires(Permission.REPORT_READ)
def docx(report_id: int) -> Response:
    """The same for Word."""
    stored = queries.issued_docx(viewer(), report_id)
    content = stored or paper.draft_docx(_with_figures(report_id))
    return answer_file(content, DOCX, f"bao-cao-{report_id}{'' if stored else '-du-thao'}.docx")


@bp.get("/<int:report_id>/annex.xlsx")
@requires(Permission.REPORT_READ)
def annex_file(report_id: int) -> Response:
    """The lines of every annex, for Excel."""
    name, header, rows = annex.sheet(_with_figures(report_id))
    return answer_sheet(Sheet(name, f"phu-luc-bao-cao-{report_id}", header, rows), "xlsx")


@bp.post("/<int:report_id>/check")
@requires(Permission.REPORT_CHECK)
def check(report_id: int) -> AnyResponse:
    """Vouch for the draft as it was read."""
    version = request.form.get("version", 0, type=int)
    actions.check_report(viewer(), queries.get_report(viewer(), report_id), version=version)
    flash(_("Đã kiểm tra báo cáo. Báo cáo chờ ban hành."))
    return see_other("reports.show", report_id=report_id)


@bp.post("/<int:report_id>/recompile")
@requires(Permission.REPORT_COMPILE)
def recompile(report_id: int) -> AnyResponse:
    """Ask the worker for the draft's figures as of now."""
    actions.order_again(viewer(), queries.get_report(viewer(), report_id))
    return see_other("reports.show", report_id=report_id)


@bp.get("/<int:report_id>/commentary")
@requires(Permission.REPORT_COMPILE)
def commentary(report_id: int) -> Response:
    """The remarks as they stand."""
    report = _with_figures(report_id)
    return render("reports/commentary.html", report=report, form=CommentaryForm(formdata=None, data=report.commentary))


@bp.post("/<int:report_id>/commentary")
@requires(Permission.REPORT_COMPILE)
def write_commentary(report_id: int) -> AnyResponse:
    """Keep the remarks."""
    report, form = queries.get_report(viewer(), report_id), CommentaryForm()
    if not form.validate():
        return render("reports/commentary.html", report=report, form=form, status=422)
    actions.write_commentary(viewer(), report, form.commentary())
    flash(_("Đã lưu nội dung báo cáo."))
    return see_other("reports.show", report_id=report_id)


@bp.get("/<int:report_id>/issue")
@requires(Permission.REPORT_ISSUE)
def ask_to_issue(report_id: int) -> Response:
    """What issuing asks for, filled with the body's head and today."""
    report = queries.get_report(viewer(), report_id)
    actions.refuse_unchecked(report)
    head = queries.find_signer(report.organisation)
    proposed = _given(report) or {
        "symbol": symbol(report.organisation.kind, report.organisation.name),
        "issued_on": local_day(),
        "signer_name": head.full_name if head else "",
        "signer_title": head.title if head else "",
    }
    return render("reports/issue.html", report=report, form=IssueForm(formdata=None, data=proposed))


@bp.post("/<int:report_id>/issue")
@requires(Permission.REPORT_ISSUE)
def issue(report_id: int) -> AnyResponse:
    """Ask the worker to draw the paper and to freeze the report; its page tells when it is issued."""
    report, form = queries.get_report(viewer(), report_id), IssueForm()
    if report.status is not ReportStatus.ISSUING:
        actions.refuse_unchecked(report)
    form.know(not_before=local_day(report.as_of), is_taken=partial(queries.is_number_taken, viewer(), report))
    if not form.validate():
        return render("reports/issue.html", report=report, form=form, status=422)
    actions.order_issue(viewer(), report, _head(form.values()))
    return see_other("reports.show", report_id=report_id)


@bp.post("/<int:report_id>/correct")
@requires(Permission.REPORT_COMPILE)
def correct(report_id: int) -> AnyResponse:
    """Ask the worker for a draft that will take the issued report's place."""
    report = actions.order_correction(viewer(), queries.get_report(viewer(), report_id))
    return see_other("reports.show", report_id=report.id)


def _with_figures(report_id: int) -> Report:
    """A report that can be read. Raises Absent, ReportCompiling."""
    report = queries.get_report(viewer(), report_id)
    actions.refuse_compiling(report)
    return report


def _progress(report: Report, task: Task | None) -> Response:
    """How far the worker is; the page asks again by itself."""
    is_late = bool(task and not task.is_over and now() - task.asked_at > LONG_WAIT)
    is_issuing = report.status is ReportStatus.ISSUING
    return render(
        "reports/compiling.html",
        fragment="compiling",
        report=report,
        task=task,
        is_late=is_late,
        is_issuing=is_issuing,
        doing=_("Đang ban hành") if is_issuing else _("Đang tính số liệu"),
    )


def _wished_status() -> ReportStatus | None:
    asked = request.args.get("status", "")
    return ReportStatus(asked) if asked in list(ReportStatus) else None


def _new_form(**proposed: Any) -> NewReportForm:
    form = NewReportForm(formdata=None, data=proposed) if proposed else NewReportForm()
    form.offer([(body.id, full_name(body.kind, body.name)) for body in queries.list_bodies(viewer())])
    return form


def _given(report: Report) -> dict[str, Any]:
    """What was given when the report could not be issued."""
    if report.status is not ReportStatus.ISSUING:
        return {}
    head = Head.of(report)
    number, _stroke, its_symbol = head.number.partition("/")
    return {**head.as_json(), "number": int(number), "symbol": its_symbol, "issued_on": head.issued_on}


def _head(asked: dict[str, Any]) -> Head:
    number = official_number(asked["number"], asked["symbol"])
    return Head(number, asked["issued_on"], asked["signer_name"], asked["signer_title"])


def _document(report: Report) -> Any:
    return document_of(
        report,
        number=report.number,
        issued_on=report.issued_on,
        signer=report.signer_name,
        title=report.signer_title,
    )
