"""Codes on the unit's page and in a list; printed, put up, replaced."""

from typing import Any

from flask import abort, flash
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app import settings
from app.clock import local_day, now
from app.db import begin_write
from app.door import Permission, requires, viewer
from app.posters import actions, exports, queries
from app.posters.blueprint import bp
from app.posters.faces import has_national
from app.posters.forms import PHOTO_LIMIT_BYTES, DisplayForm, PrintedForm, ReplaceForm
from app.posters.models import Poster
from app.posters.rules import PosterLanguage
from app.posters.settings import GRACE_DAYS
from app.posters.views.wanted import choices, wanted_codes
from app.units.queries import get_unit
from app.web.dispatch import takes_files, thinks_first
from app.web.pages import asked, render, see_other
from app.web.pagination import wished_page
from app.web.sheets import answer_file, answer_sheet, file_of


@bp.get("/posters")
@requires(Permission.POSTER_PRINT)
def index() -> Response:
    wanted = wanted_codes()
    page = queries.list_codes(viewer(), wanted, wish=wished_page())
    withheld = queries.count_withheld(viewer(), wanted)
    context: dict[str, Any] = {"page": page, "withheld": withheld, "wanted": wanted, "address": asked(), **choices()}
    return render("posters/index.html", fragment="poster_list", **context)


@file_of(bp, "/posters")
@requires(Permission.POSTER_PRINT)
def export(suffix: str) -> Response:
    """The same codes as a file."""
    wanted = wanted_codes()
    withheld = queries.count_withheld(viewer(), wanted)
    return answer_sheet(exports.codes_sheet(queries.list_all_codes(viewer(), wanted), withheld), suffix)


@bp.get("/units/<int:unit_id>/posters")
@requires(Permission.UNIT_READ)
def panel(unit_id: int) -> Response:
    unit = get_unit(viewer(), unit_id)
    return render(
        "posters/panel.html",
        fragment="posters_panel",
        unit=unit,
        posters=queries.list_posters(viewer(), unit),
        replaced=queries.list_replaced_posters(viewer(), unit),
        stand_ins=queries.list_stand_ins(viewer(), unit),
    )


@bp.get("/posters/<int:poster_id>")
@requires(Permission.POSTER_PRINT)
def show(poster_id: int) -> Response:
    return _page(queries.get_poster(viewer(), poster_id))


@bp.post("/posters/<int:poster_id>/printed")
@requires(Permission.POSTER_PRINT)
def mark_printed(poster_id: int) -> Response:
    poster, form = queries.get_poster(viewer(), poster_id), PrintedForm()
    if not form.validate():
        return _page(poster, printed=form, status=422)
    actions.mark_printed(viewer(), poster, form.language.data)
    flash(_("Đã ghi: áp phích của %(name)s đã in.", name=poster.unit.name))
    return see_other("posters.show", poster_id=poster.id)


@bp.post("/posters/<int:poster_id>/displayed")
@requires(Permission.POSTER_DISPLAY)
@takes_files(PHOTO_LIMIT_BYTES)
@thinks_first
def confirm_display(poster_id: int) -> Response:
    poster = queries.get_poster(viewer(), poster_id)
    form = _display_form(poster)
    if not form.validate():
        return _page(poster, displayed=form, status=422)
    begin_write()
    poster = queries.get_poster(viewer(), poster_id)
    actions.confirm_display(viewer(), poster, photo=form.picture, **form.day())
    flash(_("Đã ghi: áp phích của %(name)s đã dán.", name=poster.unit.name))
    return see_other("posters.show", poster_id=poster.id)


@bp.get("/posters/<int:poster_id>/photo")
@requires(Permission.POSTER_INSPECT)
def photo(poster_id: int) -> Response:
    """How it hangs, as a picture that a browser shows within our page and does not open by itself."""
    kept = queries.find_photo(viewer(), queries.get_poster(viewer(), poster_id))
    if kept is None:
        abort(404)
    return answer_file(kept.content, "image/jpeg", f"ap-phich-{poster_id}.jpg")


@bp.get("/posters/<int:poster_id>/replace")
@requires(Permission.POSTER_REPLACE)
def ask_to_replace(poster_id: int) -> Response:
    return _replace_page(queries.get_poster(viewer(), poster_id), ReplaceForm())


@bp.post("/posters/<int:poster_id>/replace")
@requires(Permission.POSTER_REPLACE)
def replace(poster_id: int) -> Response:
    poster, form = queries.get_poster(viewer(), poster_id), ReplaceForm()
    if not form.validate():
        return _replace_page(poster, form, status=422)
    successor = actions.replace_poster(viewer(), poster, **form.values())
    flash(_("Đã thay mã. Hãy in và dán mã mới."))
    return see_other("posters.show", poster_id=successor.id)


def _replace_page(poster: Poster, form: ReplaceForm, status: int = 200) -> Response:
    grace_days = settings.value(GRACE_DAYS)
    return render("posters/replace.html", poster=poster, form=form, grace_days=grace_days, status=status)


def _display_form(poster: Poster) -> DisplayForm:
    return DisplayForm(earliest=local_day(poster.changed_at or poster.issued_at), today=local_day())


def _page(
    poster: Poster, *, printed: PrintedForm | None = None, displayed: DisplayForm | None = None, status: int = 200
) -> Response:
    """The page; `printed` or `displayed` is the one of its forms that was sent with mistakes."""
    return render(
        "posters/show.html",
        poster=poster,
        form=printed or displayed,
        printed=printed or PrintedForm(language=poster.printed_language or PosterLanguage.VI),
        displayed=displayed or _display_form(poster),
        photo=queries.find_photo(viewer(), poster) if viewer().can(Permission.POSTER_INSPECT) else None,
        has_national=has_national(poster),
        is_in_grace=poster.valid_until is not None and poster.valid_until > now(),
        status=status,
    )
