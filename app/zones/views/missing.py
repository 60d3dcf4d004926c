"""Rounds that are past their cut-off: who has to know sees them, and says by name that he does."""

from flask import Response, abort, flash
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from app.access.queries import names_of
from app.clock import local_day, now
from app.door import Permission, requires, viewer
from app.web.days import read_day
from app.web.pages import render, see_other
from app.web.sheets import answer_sheet, file_of
from app.zones import actions, queries
from app.zones.exports import missing_sheet
from app.zones.forms import NoteForm
from app.zones.rules import RoundSession
from app.zones.views.areas import words
from app.zones.views.blueprint import bp


@bp.get("/missing")
@requires(Permission.ROUND_READ)
def missing() -> Response:
    return _page()


@file_of(bp, "/missing")
@requires(Permission.ROUND_READ)
def export_missing(suffix: str) -> Response:
    """The same rounds as a file."""
    return answer_sheet(missing_sheet(queries.list_missing(viewer())), suffix)


@bp.post("/teams/<int:team_id>/missing/<session_name>")
@requires(Permission.ROUND_READ, Permission.ZONE_MANAGE)
def note_missing(team_id: int, session_name: str) -> AnyResponse:
    """My body knows of it."""
    if session_name not in list(RoundSession):
        abort(404)
    team, form = queries.get_team(viewer(), team_id), NoteForm()
    if not form.validate():
        return _page(form=form, about=(team.id, session_name), status=422)
    meant, text = read_day(form.day.data or "") or local_day(), form.text.data or ""
    actions.take_note(viewer(), team, meant, RoundSession(session_name), text=text)
    flash(_("Đã ghi nhận: ông/bà đã biết và đang xử lý."))
    return see_other("zones.missing")


def _page(*, form: NoteForm | None = None, about: tuple[int, str] | None = None, status: int = 200) -> Response:
    """`form` was sent with mistakes and is `about` one of the rounds."""
    found = queries.list_missing(viewer())
    return render(
        "zones/missing.html",
        missing=found,
        names=names_of({note.by_id for each in found for note in each.notes}),
        form=form or NoteForm(formdata=None),
        about=about,
        at=now(),
        status=status,
        **words(),
    )
