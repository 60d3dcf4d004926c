"""The signatures: the record is read once more, signed by both sides, and frozen as a paper."""

import base64
import hashlib
from typing import Any

from flask import flash
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.db import begin_write
from app.door import Permission, requires, viewer
from app.inspections import actions, paper, queries
from app.inspections.actions import Signed
from app.inspections.forms import SignForm
from app.inspections.frozen import Signatures, content_of, digest_of, found_level, verdict_of_record
from app.inspections.models import Inspection
from app.inspections.rules import InspectionStatus
from app.inspections.views.blueprint import bp
from app.web.dispatch import takes_files, thinks_first
from app.web.pages import render, see_other

# Two drawings at most; the forms of others take less.
SIGNATURES_LIMIT_BYTES = 1024 * 1024
UNIT = "unit_drawn"


@bp.get("/inspections/<int:inspection_id>/sign")
@requires(Permission.INSPECTION_WORK)
def ask_to_sign(inspection_id: int) -> Response:
    """What is to be signed, and what it lacks still."""
    inspection = queries.get_inspection(viewer(), inspection_id)
    if inspection.status is not InspectionStatus.UNDER_WAY:
        return see_other("inspections.show", inspection_id=inspection.id)
    known = {
        "version": str(inspection.version),
        "team_name": viewer().full_name,
        "unit_name": "".join(inspection.record["unit_side"].splitlines()[:1])[:120],
    }
    return _page(inspection, SignForm(formdata=None, data=known))


@bp.post("/inspections/<int:inspection_id>/sign")
@requires(Permission.INSPECTION_WORK)
@takes_files(SIGNATURES_LIMIT_BYTES)
@thinks_first
def sign(inspection_id: int) -> Response:
    """Draw the paper, then freeze the record: nothing waits for the PDF while rows are held."""
    inspection, form = queries.get_inspection(viewer(), inspection_id), SignForm()
    if not form.validate():
        return _page(inspection, form, status=422)
    actions.refuse_unsignable(viewer(), inspection)
    drawn = _draw(inspection, form)
    begin_write()
    actions.sign_record(viewer(), queries.get_inspection(viewer(), inspection_id), drawn)
    flash(_("Đã ký biên bản. Nội dung biên bản không sửa được nữa."))
    return see_other("inspections.show", inspection_id=inspection_id)


def _draw(inspection: Inspection, form: SignForm) -> Signed:
    photos = queries.list_photos(viewer(), inspection, with_content=True)
    content = content_of(
        inspection,
        queries.list_doors(viewer(), inspection.unit),
        queries.list_earlier(viewer(), inspection),
        photos,
        _signatures(form),
        form.number.data or "",
    )
    digest = digest_of(content)
    inked = {
        name.partition("_")[0]: png for name, png in form.drawn.items() if not (form.refuses.data and name == UNIT)
    }
    drawn = {party: base64.b64encode(png).decode() for party, png in inked.items()}
    addresses = {party: paper.address_of(png, "png") for party, png in inked.items()}
    pictures = [photo.content for photo in photos]
    pdf = paper.record_pdf(content, inspection.organisation, digest=digest, photos=pictures, drawn=addresses)
    version = form.version.data or "0"
    return Signed(int(version) if version.isdecimal() else 0, form.number.data or "", content, digest, pdf, drawn)


def _signatures(form: SignForm) -> Signatures:
    refuses = form.refuses.data
    return Signatures(
        team_name=form.team_name.data or "",
        team_title=form.team_title.data or "",
        team_digest=_digest(form, "team_drawn"),
        unit_name="" if refuses else form.unit_name.data or "",
        unit_title="" if refuses else form.unit_title.data or "",
        unit_digest="" if refuses else _digest(form, UNIT),
        refused_because=(form.refused_because.data or "") if refuses else "",
    )


def _digest(form: SignForm, name: str) -> str:
    return hashlib.sha256(form.drawn[name]).hexdigest() if name in form.drawn else ""


def _page(inspection: Inspection, form: SignForm, status: int = 200) -> Response:
    shown: dict[str, Any] = {"verdict": verdict_of_record(inspection), "level": found_level(inspection)}
    return render(
        "inspections/sign.html",
        status=status,
        inspection=inspection,
        form=form,
        lacks=actions.what_lacks(viewer(), inspection),
        photos=queries.list_photos(viewer(), inspection),
        **shown,
    )
