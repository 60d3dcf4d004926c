"""After the signatures: the unit's answer and evidence, the officer's check, requests for a fine."""

from flask import Response as Answer
from flask import flash
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.clock import local_day
from app.db import begin_write
from app.door import Permission, requires, viewer
from app.inspections import actions, queries
from app.inspections.forms import PHOTO_LIMIT_BYTES, AnswerForm, CheckForm, EvidenceForm, ReferralForm
from app.inspections.models import Finding
from app.inspections.views.blueprint import bp
from app.inspections.views.showing import is_ours, page_of
from app.web.dispatch import takes_files, thinks_first
from app.web.pages import render, see_other


@bp.post("/inspections/<int:inspection_id>/answer")
@requires(Permission.INSPECTION_ANSWER)
def answer(inspection_id: int) -> Response:
    """The unit's word on the record."""
    inspection, form = queries.get_inspection(viewer(), inspection_id), AnswerForm()
    if not form.validate():
        return page_of(inspection, answering=form, status=422)
    actions.answer_record(viewer(), inspection, **form.values())
    flash(_("Đã gửi ý kiến của đơn vị."))
    return see_other("inspections.show", inspection_id=inspection.id)


@bp.get("/findings/<int:finding_id>")
@requires(Permission.INSPECTION_READ)
def finding(finding_id: int) -> Answer:
    """One thing to put right: what the unit shows, what the officer saw."""
    return _finding_page(queries.get_finding(viewer(), finding_id))


@bp.post("/findings/<int:finding_id>/evidence")
@requires(Permission.INSPECTION_ANSWER)
@takes_files(PHOTO_LIMIT_BYTES + 100_000)
@thinks_first
def show_evidence(finding_id: int) -> Response:
    """What the unit put right."""
    found = queries.get_finding(viewer(), finding_id)
    form = EvidenceForm()
    if not form.validate():
        return _finding_page(found, evidence=form, status=422)
    begin_write()
    found = queries.get_finding(viewer(), finding_id)
    actions.show_evidence(viewer(), found, evidence=form.evidence.data or "", photo=form.picture)
    flash(_("Đã gửi minh chứng khắc phục. Cơ quan kiểm tra sẽ xem."))
    return see_other("inspections.show", inspection_id=found.inspection_id)


@bp.post("/findings/<int:finding_id>/check")
@requires(Permission.INSPECTION_WORK)
def check(finding_id: int) -> Response:
    """What the officer saw."""
    found = queries.get_finding(viewer(), finding_id)
    form = CheckForm()
    if not form.validate():
        return _finding_page(found, checking=form, status=422)
    actions.check_finding(viewer(), found, **form.values())
    flash(_("Đã ghi kết quả khắc phục."))
    return see_other("inspections.show", inspection_id=found.inspection_id)


@bp.post("/inspections/<int:inspection_id>/referrals")
@requires(Permission.INSPECTION_WORK)
def refer(inspection_id: int) -> Response:
    """A fine was asked for; what becomes of it is not decided here."""
    inspection, form = queries.get_inspection(viewer(), inspection_id), ReferralForm(today=local_day())
    if not form.validate():
        return page_of(inspection, referral=form, status=422)
    actions.record_referral(viewer(), inspection, **form.values())
    flash(_("Đã ghi văn bản đề nghị xử phạt."))
    return see_other("inspections.show", inspection_id=inspection.id)


def _finding_page(
    found: Finding, *, evidence: EvidenceForm | None = None, checking: CheckForm | None = None, status: int = 200
) -> Answer:
    """The page; `evidence` or `checking` is the one of its forms that was sent with mistakes."""
    return render(
        "inspections/finding.html",
        status=status,
        finding=found,
        is_ours=is_ours(found.inspection),
        evidence=evidence or EvidenceForm(formdata=None, data={"evidence": found.evidence}),
        checking=checking or CheckForm(formdata=None),
        form=evidence or checking,
    )
