"""What runs by the clock, and how it went last."""

from werkzeug.wrappers import Response

from app.admin.blueprint import bp
from app.admin.exports import jobs_sheet
from app.admin.labels import HEALTH_LABELS
from app.admin.queries import list_job_reports
from app.clock import now
from app.door import Permission, requires
from app.web.pages import render
from app.web.sheets import answer_sheet, file_of


@bp.get("/admin/jobs")
@requires(Permission.SETTING_READ)
def list_jobs() -> Response:
    return render("admin/jobs.html", reports=list_job_reports(), health_labels=HEALTH_LABELS, at=now())


@file_of(bp, "/admin/jobs")
@requires(Permission.SETTING_READ)
def export_jobs(suffix: str) -> Response:
    """The same jobs as a file."""
    return answer_sheet(jobs_sheet(list_job_reports()), suffix)
