"""Many posters in one file: ordered, watched, fetched, noted as printed."""

from dataclasses import replace

from flask import abort, flash
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.clock import local, now
from app.door import Permission, requires, viewer
from app.posters import actions, queries
from app.posters.actions.runs import KIND
from app.posters.blueprint import bp
from app.posters.forms import RunForm
from app.posters.models import PrintRun
from app.posters.paper import Wish
from app.posters.rules import MOST_IN_RUN, Bundle, Codes, PosterLanguage, PosterSize
from app.posters.views.wanted import choices, wanted_codes
from app.tasks import find_task
from app.web.filters import instant
from app.web.pages import asked, render, see_other
from app.web.pagination import Wish as PageWish
from app.web.pagination import each_page, wished_page
from app.web.sheets import Sheet, answer_file, answer_sheet, file_of
from app.web.short import Columns

# Of the points without a code of tokhaiyte.vn so many are named before an order is made.
NAMED = 20
TYPES = {Bundle.PDF: "application/pdf", Bundle.ZIP: "application/zip"}


@bp.get("/posters/runs")
@requires(Permission.POSTER_PRINT_MANY)
def runs() -> Response:
    page = queries.list_runs(viewer(), wish=wished_page())
    return render("posters/runs.html", page=page, address=asked(), is_kept=_is_kept)


@file_of(bp, "/posters/runs")
@requires(Permission.POSTER_PRINT_MANY)
def export_runs(suffix: str) -> Response:
    """The same orders as a file."""
    pages = each_page(lambda wish: queries.list_runs(viewer(), wish=wish))
    header = [_("Yêu cầu lúc"), _("Người yêu cầu"), _("Số áp phích"), _("Đã in")]
    rows = (
        [instant(run.asked_at), run.asked_by.full_name, run.poster_count, instant(run.printed_at)]
        for page in pages
        for run in page.rows
    )
    return answer_sheet(Sheet(_("Các lượt in"), "luot-in", header, rows, Columns(0, 2, 3)), suffix)


@bp.get("/posters/runs/new")
@requires(Permission.POSTER_PRINT_MANY)
def new_run() -> Response:
    usual = {"size": PosterSize.A4, "language": PosterLanguage.VI, "codes": Codes.OURS, "bundle": Bundle.PDF}
    return _order_page(RunForm(data=usual))


@bp.post("/posters/runs/new")
@requires(Permission.POSTER_PRINT_MANY)
def order_run() -> Response:
    form = RunForm()
    if not form.validate():
        return _order_page(form, status=422)
    wish = Wish(form.size.data, form.language.data, form.codes.data, logo=form.logo.data)
    run = actions.order_run(viewer(), wanted_codes(), wish, form.bundle.data)
    return see_other("posters.show_run", run_id=run.id)


@bp.get("/posters/runs/<int:run_id>")
@requires(Permission.POSTER_PRINT_MANY)
def show_run(run_id: int) -> Response:
    run = queries.get_run(viewer(), run_id)
    return render(
        "posters/run.html",
        fragment="run_state",
        run=run,
        wish=Wish.from_json(run.wish),
        bundle=Bundle(run.wish["bundle"]),
        task=find_task(KIND, run.id),
        is_kept=_is_kept(run),
    )


@bp.get("/posters/runs/<int:run_id>/file")
@requires(Permission.POSTER_PRINT_MANY)
def run_file(run_id: int) -> Response:
    """The file, until its last day."""
    run = queries.get_run(viewer(), run_id)
    if not _is_kept(run) or run.content is None:
        abort(404)
    bundle = Bundle(run.wish["bundle"])
    name = f"ap-phich-{local(run.asked_at):%Y-%m-%d}-{run.id}.{bundle}"
    return answer_file(run.content, TYPES[bundle], name)


@bp.post("/posters/runs/<int:run_id>/printed")
@requires(Permission.POSTER_PRINT_MANY)
def mark_run_printed(run_id: int) -> Response:
    run = queries.get_run(viewer(), run_id)
    actions.mark_run_printed(viewer(), run)
    flash(_("Đã ghi: %(count)s áp phích đã in.", count=run.poster_count))
    return see_other("posters.show_run", run_id=run.id)


def _order_page(form: RunForm, status: int = 200) -> Response:
    wanted = wanted_codes()
    without = queries.list_codes(viewer(), replace(wanted, has_national=False), wish=PageWish(size=NAMED))
    return render(
        "posters/new_run.html",
        form=form,
        wanted=wanted,
        count=queries.count_codes(viewer(), wanted),
        most=MOST_IN_RUN,
        without=without,
        address=asked(),
        status=status,
        **choices(),
    )


def _is_kept(run: PrintRun) -> bool:
    return run.kept_until is not None and run.kept_until > now()
