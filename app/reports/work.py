"""Long work: a report's figures and its paper, when somebody asked. Nothing is held in the database meanwhile."""

from app import audit
from app.db import db, transaction
from app.directives.rules import Period
from app.reports import queries
from app.reports.actions import COMPILE, ISSUE, Head, fill_report, issue_report, take_figures
from app.reports.models import Report
from app.reports.paper import final_paper
from app.reports.rules import ReportStatus, may_change
from app.tasks import Progress, Task, find_task, task


@task(COMPILE)
def compile_ordered(report_id: int, progress: Progress) -> None:
    """Compile as whoever asked; begun again it compiles anew, unless the figures are there already."""
    report, asked = queries.get_for_work(report_id), find_task(COMPILE, report_id)
    if report is None or asked is None or _is_done(report, asked):
        return
    viewer, is_new = queries.viewer_at_work(asked.asked_by_id), report.status is ReportStatus.COMPILING
    taken = take_figures(
        viewer,
        organisation_id=report.organisation_id,
        period=Period(report.first_on, report.last_on),
        as_of=report.as_of if is_new else None,
        tell=progress.tell_apart,
    )
    db.session.rollback()
    with transaction():
        # Meanwhile a draft may have been issued: what it says stays.
        if (report := queries.get_for_work(report_id)) and may_change(report.status):
            fill_report(viewer, report, taken)


@task(ISSUE)
def issue_ordered(report_id: int, progress: Progress) -> None:
    """Draw the paper and freeze the report for whoever issues it; begun again it draws anew, what is issued stays."""
    report = queries.get_for_work(report_id)
    if report is None or report.status is not ReportStatus.ISSUING:
        return
    viewer = queries.viewer_at_work(report.issued_by_id)
    drawn = final_paper(report, Head.of(report), audit_root=audit.root(), tell=progress.tell_apart)
    db.session.rollback()
    with transaction():
        if report := queries.get_for_work(report_id):
            issue_report(viewer, report, drawn)


def _is_done(report: Report, asked: Task) -> bool:
    """Whether a worker that was killed had stored the figures."""
    if not may_change(report.status):
        return True
    return report.status is not ReportStatus.COMPILING and report.compiled_at > asked.asked_at
