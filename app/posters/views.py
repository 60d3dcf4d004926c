"""Codes on the unit's page and in a list; the poster as PDF; printed, put up, replaced."""

from flask import flash, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.clock import local_day
from app.door import Permission, requires, viewer
from app.posters import actions, exports, queries
from app.posters.blueprint import bp
from app.posters.forms import DisplayForm, PrintedForm, ReplaceForm
from app.posters.models import Poster
from app.posters.queries import PosterFilter
from app.posters.rules import PosterLanguage, PosterState
from app.posters.sheets import pdf_of, wished_sheet
from app.units.queries import get_unit
from app.web.pages import asked, render, see_other
from app.web.pagination import wished_page


@bp.get("/posters")
@requires(Permission.POSTER_PRINT)
def index() -> Response:
    wanted = _wanted()
    page = queries.list_codes(viewer(), wanted, wish=wished_page())
    withheld = queries.count_withheld(viewer(), wanted, listed=page.total)
    return render(
        "posters/index.html", fragment="poster_list", page=page, withheld=withheld, wanted=wanted, address=asked()
    )


@bp.get("/posters.<any(csv, xlsx):suffix>")
@requires(Permission.POSTER_PRINT)
def export(suffix: str) -> Response:
    """The same codes as a file."""
    codes = queries.list_all_codes(viewer(), _wanted())
    return exports.answer(codes, queries.count_withheld(viewer(), _wanted(), listed=len(codes)), suffix)


def _wanted() -> PosterFilter:
    state = request.args.get("state")
    return PosterFilter(
        search=request.args.get("q", "")[:200], state=PosterState(state) if state in tuple(PosterState) else None
    )


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
    )


@bp.get("/units/<int:unit_id>/poster.pdf")
@requires(Permission.POSTER_PRINT)
def poster_pdf(unit_id: int) -> Response:
    unit, language = get_unit(viewer(), unit_id), wished_sheet()
    posters = queries.list_posters(viewer(), unit)
    if wanted := request.args.get("checkpoint"):
        posters = [poster for poster in posters if str(poster.checkpoint_id) == wanted]
    return pdf_of(posters, language)


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
def confirm_display(poster_id: int) -> Response:
    poster = queries.get_poster(viewer(), poster_id)
    form = _display_form(poster)
    if not form.validate():
        return _page(poster, displayed=form, status=422)
    actions.confirm_display(viewer(), poster, **form.values())
    flash(_("Đã ghi: áp phích của %(name)s đã dán.", name=poster.unit.name))
    return see_other("posters.show", poster_id=poster.id)


@bp.get("/posters/<int:poster_id>/replace")
@requires(Permission.POSTER_REPLACE)
def ask_to_replace(poster_id: int) -> Response:
    return render("posters/replace.html", poster=queries.get_poster(viewer(), poster_id), form=ReplaceForm())


@bp.post("/posters/<int:poster_id>/replace")
@requires(Permission.POSTER_REPLACE)
def replace(poster_id: int) -> Response:
    poster, form = queries.get_poster(viewer(), poster_id), ReplaceForm()
    if not form.validate():
        return render("posters/replace.html", poster=poster, form=form, status=422)
    successor = actions.replace_poster(viewer(), poster, **form.values())
    flash(_("Đã thay mã. Hãy in và dán mã mới."))
    return see_other("posters.show", poster_id=successor.id)


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
        status=status,
    )
