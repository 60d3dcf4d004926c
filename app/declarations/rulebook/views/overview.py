"""Which forms and which table hold now; the form read aloud."""

from flask import flash
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.declarations.rulebook import actions, queries
from app.declarations.rulebook.forms import LANGUAGE_NAMES, SOUND_LIMIT_BYTES, RecordingForm
from app.declarations.rulebook.views.blueprint import bp
from app.door import Absent, Permission, requires, viewer
from app.web.dispatch import takes_files
from app.web.pages import render, see_other

# A file of the largest size, and the rest of its form.
UPLOAD_LIMIT_BYTES = SOUND_LIMIT_BYTES + 100_000


@bp.get("/rulebook")
@requires(Permission.RULEBOOK_MANAGE)
def index() -> Response:
    """Which forms and which table hold now, and the drafts of the next."""
    return _overview(RecordingForm())


@bp.post("/rulebook/recordings/<language>")
@requires(Permission.RULEBOOK_MANAGE)
@takes_files(UPLOAD_LIMIT_BYTES)
def store_recording(language: str) -> Response:
    if language not in LANGUAGE_NAMES:
        raise Absent(language)
    form = RecordingForm()
    if not form.validate():
        return _overview(form, status=422)
    actions.store_recording(viewer(), language, content=form.content, media_type=form.media_type)
    flash(_("Tờ khai có bản đọc bằng %(language)s.", language=LANGUAGE_NAMES[language]))
    return see_other("rulebook.index")


@bp.post("/rulebook/recordings/<language>/remove")
@requires(Permission.RULEBOOK_MANAGE)
def remove_recording(language: str) -> Response:
    recording = queries.find_recording(language)
    if recording is None:
        raise Absent(language)
    actions.remove_recording(viewer(), recording)
    flash(_("Đã bỏ bản đọc bằng %(language)s.", language=LANGUAGE_NAMES[language]))
    return see_other("rulebook.index")


def _overview(form: RecordingForm, status: int = 200) -> Response:
    return render(
        "declarations/rulebook.html",
        form_versions=queries.list_form_versions(),
        tables=queries.list_triage_versions(),
        recordings={each.language: each for each in queries.list_recordings()},
        form=form,
        status=status,
    )
