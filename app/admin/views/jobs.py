"""What runs by the clock, and how it went last."""

from werkzeug.wrappers import Response

from app.admin.blueprint import bp
from app.admin.labels import HEALTH_LABELS
from app.admin.queries import list_job_reports
from app.clock import now
from app.door import Permission, requires
from app.web.pages import render


@bp.get("/admin/jobs")
@requires(Permission.SETTING_READ)
def list_jobs() -> Response:
    return render("admin/jobs.html", reports=list_job_reports(), health_labels=HEALTH_LABELS, at=now())
