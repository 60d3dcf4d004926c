"""The record on a phone: begun on the spot, saved section by section, pictures taken out again."""

import secrets
from typing import Any

from flask import Response as Answer
from flask import flash, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.clock import local_day
from app.db import begin_write
from app.door import Permission, public, requires, viewer
from app.inspections import actions, queries
from app.inspections.frozen import values_of, verdict_of_record
from app.inspections.models import Inspection
from app.inspections.record_form import Asked, RecordForm, form_of
from app.inspections.rules import InspectionStatus
from app.inspections.views.blueprint import bp
from app.inspections.views.parts import SECTIONS
from app.inspections.views.showing import is_ours
from app.safety.rules import to_fix
from app.web.assets import read_asset
from app.web.dispatch import takes_files, thinks_first
from app.web.headers import CAMERA
from app.web.pages import render, see_other

# A dozen pictures as phones take them.
RECORD_LIMIT_BYTES = 48 * 1024 * 1024


@bp.post("/inspections/<int:inspection_id>/begin")
@requires(Permission.INSPECTION_WORK)
def begin(inspection_id: int) -> Response:
    """Somebody is there."""
    inspection = queries.get_inspection(viewer(), inspection_id)
    actions.begin_inspection(viewer(), inspection)
    return see_other("inspections.record", inspection_id=inspection.id)


@bp.get("/inspections/<int:inspection_id>/record")
@requires(Permission.INSPECTION_WORK)
def record(inspection_id: int) -> Response:
    inspection = queries.get_inspection(viewer(), inspection_id)
    if inspection.status is not InspectionStatus.UNDER_WAY or not is_ours(inspection):
        return see_other("inspections.show", inspection_id=inspection.id)
    return _page(inspection, _form(inspection))


@bp.post("/inspections/<int:inspection_id>/record")
@requires(Permission.INSPECTION_WORK)
@takes_files(RECORD_LIMIT_BYTES)
@thinks_first
def save(inspection_id: int) -> Response:
    """Keep what was written and go on at the next section; what was sent twice is kept once."""
    inspection = queries.get_inspection(viewer(), inspection_id)
    actions.refuse_other_body(viewer(), inspection)
    submission = _submission(request.form.get("submission"))
    if actions.is_known(inspection, submission) or inspection.status is not InspectionStatus.UNDER_WAY:
        return _onward(inspection)
    form = _form(inspection)
    if not form.validate():
        return _page(inspection, form, status=422)
    if form.version.data != str(inspection.version):
        form.form_errors.append(
            _("Biên bản vừa được lưu từ máy khác. Xem lại rồi lưu: nội dung dưới đây sẽ thay bản đó.")
        )
        return _page(inspection, form, status=409)
    begin_write()
    inspection = queries.get_inspection(viewer(), inspection_id)
    actions.save_record(
        viewer(),
        inspection,
        record=form.record(),
        submission=submission,
        version=int(form.version.data),
        photos=form.pictures,
        caption=form.photo_caption.data or "",
    )
    return _onward(inspection)


@bp.get("/inspections/worker.js")
@public
def record_worker() -> Response:
    """The service worker that opens a record without network, at an address beside the records."""
    response = Answer(read_asset("record-worker.js"), mimetype="text/javascript")
    response.headers["Cache-Control"] = "no-cache"
    return response


@bp.post("/inspections/<int:inspection_id>/photos/<int:photo_id>/remove")
@requires(Permission.INSPECTION_WORK)
def remove_photo(inspection_id: int, photo_id: int) -> Response:
    inspection = queries.get_inspection(viewer(), inspection_id)
    actions.remove_photo(viewer(), inspection, queries.get_photo(viewer(), inspection, photo_id))
    flash(_("Đã bỏ ảnh khỏi biên bản."))
    return see_other("inspections.record", inspection_id=inspection.id, _anchor="photos")


def _onward(inspection: Inspection) -> Response:
    """To the section behind the one that was saved; behind the last one are the signatures."""
    wished = request.form.get("next", "")
    if wished == "sign":
        return see_other("inspections.ask_to_sign", inspection_id=inspection.id)
    anchor = wished if wished in SECTIONS else None
    return see_other("inspections.record", inspection_id=inspection.id, _anchor=anchor)


def _submission(sent: Any) -> str:
    """The id with which the form came; of one that lost it a fresh one."""
    text = str(sent or "")
    fits = 16 <= len(text) <= 40 and text.isascii() and text.replace("-", "").replace("_", "").isalnum()
    return text if fits else secrets.token_urlsafe(16)


def _form(inspection: Inspection) -> RecordForm:
    used = inspection.criteria_set
    asked = Asked(
        doors=queries.list_doors(viewer(), inspection.unit),
        scoring=used.scoring if used else None,
        earlier=queries.list_earlier(viewer(), inspection),
        findings=0,
    )
    return form_of(
        inspection.record,
        asked,
        today=local_day(),
        version=inspection.version,
        submission=secrets.token_urlsafe(16),
    )


def _sections(asked: Asked) -> dict[str, Any]:
    """Without those for which this visit has nothing."""
    empty = {"earlier": not asked.earlier, "criteria": asked.scoring is None}
    return {key: label for key, label in SECTIONS.items() if not empty.get(key)}


def _page(inspection: Inspection, form: RecordForm, status: int = 200) -> Response:
    if status != 200:
        # What is sent again was seen: it stands on the version of now, as a submission of its own.
        form.version.data, form.submission.data = str(inspection.version), secrets.token_urlsafe(16)
    scoring = form.asked.scoring
    page = render(
        "inspections/record.html",
        status=status,
        inspection=inspection,
        form=form,
        asked=form.asked,
        verdict=verdict_of_record(inspection),
        to_fix=to_fix(scoring, values_of(inspection.record)) if scoring else (),
        photos=queries.list_photos(viewer(), inspection),
        sections=_sections(form.asked),
        lacks=actions.what_lacks(viewer(), inspection),
        user_id=viewer().user_id,
    )
    page.headers.update(CAMERA)
    return page
