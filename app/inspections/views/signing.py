"""The signatures: the record is read once more, signed by both sides, and frozen as a paper."""

from datetime import date
from typing import Any

from flask import flash
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.db import begin_write
from app.door import Permission, requires, viewer
from app.inspections import actions, queries
from app.inspections.actions import Signed
from app.inspections.drawing import draw_record
from app.inspections.forms import SignForm
from app.inspections.frozen import found_level, verdict_of_record
from app.inspections.models import Inspection
from app.inspections.rules import InspectionStatus, Party
from app.inspections.views.blueprint import bp
from app.web.dispatch import takes_files, thinks_first
from app.web.pages import render, see_other

# Two drawings at most; the forms of others take less.
SIGNATURES_LIMIT_BYTES = 1024 * 1024


@bp.get("/inspections/<int:inspection_id>/sign")
@requires(Permission.INSPECTION_WORK)
def ask_to_sign(inspection_id: int) -> Response:
    """What is to be signed, and what it lacks still."""
    inspection = queries.get_inspection(viewer(), inspection_id)
    if inspection.status is not InspectionStatus.UNDER_WAY:
        return see_other("inspections.show", inspection_id=inspection.id)
    # A name that is typed is a signature: nobody's is filled in but that of him who looks at the page.
    known = {"version": str(inspection.version), "team_name": viewer().full_name}
    return _page(inspection, SignForm(formdata=None, data=known))


@bp.post("/inspections/<int:inspection_id>/sign")
@requires(Permission.INSPECTION_WORK)
@takes_files(SIGNATURES_LIMIT_BYTES)
@thinks_first
def sign(inspection_id: int) -> Response:
    """Draw the paper, then freeze the record: nothing waits for the PDF while rows are held."""
    inspection, form = queries.get_inspection(viewer(), inspection_id), SignForm()
    if inspection.signed_at:
        # Signed a moment ago, and only the answer was lost.
        return see_other("inspections.show", inspection_id=inspection_id)
    if not form.validate():
        return _page(inspection, form, status=422)
    actions.refuse_unsignable(viewer(), inspection)
    drawn = _draw(inspection, form)
    begin_write()
    actions.sign_record(viewer(), queries.get_inspection(viewer(), inspection_id), drawn)
    flash(_("Đã ký biên bản. Nội dung biên bản không sửa được nữa."))
    return see_other("inspections.show", inspection_id=inspection_id)


def _draw(inspection: Inspection, form: SignForm) -> Signed:
    names = {Party.TEAM: (form.team_name.data or "", form.team_title.data or "")}
    inked = {Party(name.partition("_")[0]): png for name, png in form.drawn.items()}
    if form.refuses.data:
        inked.pop(Party.UNIT, None)
    else:
        names[Party.UNIT] = (form.unit_name.data or "", form.unit_title.data or "")
    version = form.version.data or ""
    return draw_record(
        viewer(),
        inspection,
        version=int(version) if version.isdecimal() else 0,
        number=form.number.data or "",
        names=names,
        inked=inked,
        refused_because=(form.refused_because.data or "") if form.refuses.data else "",
    )


def _page(inspection: Inspection, form: SignForm, status: int = 200) -> Response:
    shown: dict[str, Any] = {"verdict": verdict_of_record(inspection), "level": found_level(inspection)}
    return render(
        "inspections/sign.html",
        status=status,
        inspection=inspection,
        form=form,
        lacks=actions.what_lacks(viewer(), inspection),
        to_fix=[(each["text"], date.fromisoformat(each["due_on"])) for each in inspection.record.get("findings", ())],
        photos=queries.list_photos(viewer(), inspection),
        user_id=viewer().user_id,
        **shown,
    )
