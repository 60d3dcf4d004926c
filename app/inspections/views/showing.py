"""One inspection: the plan, then the signed record, what was found and what became of it; its paper and pictures."""

from flask import Response as Answer
from flask import abort
from werkzeug.wrappers import Response

from app.access.queries import names_of
from app.clock import local_day
from app.door import Permission, requires, viewer
from app.inspections import queries
from app.inspections.forms import AnswerForm, ReferralForm
from app.inspections.models import Inspection
from app.inspections.views.blueprint import bp
from app.web.pages import render
from app.web.sheets import answer_file

PDF = "application/pdf"


@bp.get("/inspections/<int:inspection_id>")
@requires(Permission.INSPECTION_READ)
def show(inspection_id: int) -> Response:
    return page_of(queries.get_inspection(viewer(), inspection_id))


@bp.get("/inspections/<int:inspection_id>/record.pdf")
@requires(Permission.INSPECTION_READ)
def record_file(inspection_id: int) -> Response:
    """The signed record as it was printed."""
    inspection = queries.get_inspection(viewer(), inspection_id)
    paper = queries.get_paper(viewer(), inspection)
    return answer_file(paper.pdf, PDF, f"bien-ban-kiem-tra-{inspection.id}.pdf")


@bp.get("/inspections/<int:inspection_id>/photos/<int:photo_id>")
@requires(Permission.INSPECTION_READ)
def photo(inspection_id: int, photo_id: int) -> Response:
    """A picture of the record, shown within our page and not opened by itself."""
    inspection = queries.get_inspection(viewer(), inspection_id)
    return _picture(queries.get_photo(viewer(), inspection, photo_id).content, f"kiem-tra-{photo_id}.jpg")


@bp.get("/findings/<int:finding_id>/photo")
@requires(Permission.INSPECTION_READ)
def finding_photo(finding_id: int) -> Response:
    """What the unit shows to prove that it put a thing right."""
    kept = queries.find_finding_photo(viewer(), queries.get_finding(viewer(), finding_id))
    if kept is None:
        abort(404)
    return _picture(kept.content, f"minh-chung-{finding_id}.jpg")


def _picture(content: bytes, name: str) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Answer(content, mimetype="image/jpeg", headers=headers)


def page_of(
    inspection: Inspection,
    *,
    answering: AnswerForm | None = None,
    referral: ReferralForm | None = None,
    status: int = 200,
) -> Response:
    """The page; `answering` or `referral` is the one of its forms that was sent with mistakes."""
    people = {inspection.planned_by_id, inspection.signed_by_id, inspection.answered_by_id} - {None}
    return render(
        "inspections/show.html",
        status=status,
        inspection=inspection,
        is_ours=is_ours(inspection),
        findings=queries.list_findings(viewer(), inspection),
        photos=queries.list_photos(viewer(), inspection),
        referrals=queries.list_referrals(viewer(), inspection),
        names=names_of([person for person in people if person]),
        answering=answering or AnswerForm(formdata=None, data={"answer": inspection.answer}),
        referral=referral or ReferralForm(formdata=None, today=local_day()),
        form=answering or referral,
    )


def is_ours(inspection: Inspection) -> bool:
    """Whether the viewer writes in this record: his body inspects, or he is one of those who go."""
    is_sent = viewer().user_id in {officer.id for officer in inspection.officers}
    mine = is_sent or inspection.organisation_id == viewer().organisation_id
    return mine and viewer().can(Permission.INSPECTION_WORK)
