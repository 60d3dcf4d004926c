"""Officers' pages of the coverage gap: the gap, the call list, a list sent, looked at and entered."""

from collections import Counter
from typing import Any

from flask import Blueprint, flash, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.db import begin_write
from app.documents.tables_in import LARGEST_FILE_BYTES
from app.door import Absent, Permission, requires, viewer
from app.tasks import find_task
from app.text import nfc
from app.units.coverage import actions, exports, labels, queries
from app.units.coverage.forms import CallForm, LoadForm
from app.units.coverage.models import MustRegisterEntry, MustRegisterList
from app.units.coverage.queries import GapFilter
from app.units.coverage.rules import CallStatus, Verdict
from app.units.coverage.rules import plan as plan_of
from app.units.coverage.sheet import sheet_of
from app.units.forms import ConfirmForm
from app.units.labels import UNIT_KIND_LABELS
from app.units.queries import find_unit
from app.units.rules import UnitKind
from app.web.converters import row_id
from app.web.dispatch import takes_files, thinks_first
from app.web.pages import asked, render, see_other
from app.web.pagination import Page, wished_page
from app.web.sheets import file_of

bp = Blueprint("coverage", __name__, url_prefix="/units/coverage", template_folder="../templates")


@bp.context_processor
def words() -> dict[str, Any]:
    """Labels for the templates."""
    return {"coverage_labels": labels, "kind_labels": UNIT_KIND_LABELS}


@bp.get("")
@requires(Permission.COVERAGE_READ)
def index() -> Response:
    """The gap by commune and kind."""
    wanted = wanted_gaps()
    return render(
        "units/coverage/index.html",
        fragment="gap_list",
        gaps=queries.list_gaps(viewer(), wanted),
        wanted=wanted,
        districts=queries.list_districts(viewer()),
        lists=queries.list_lists(viewer()),
        address=asked(),
    )


@file_of(bp, "")
@requires(Permission.COVERAGE_READ)
def export_gaps(suffix: str) -> Response:
    """The same gap as a file."""
    return exports.gaps(queries.list_gaps(viewer(), wanted_gaps()), suffix)


@bp.get("/missing")
@requires(Permission.COVERAGE_READ)
def missing() -> Response:
    """The call list: who is on a list and not in the register."""
    wanted = wanted_gaps()
    return render(
        "units/coverage/missing.html",
        fragment="missing_list",
        page=queries.list_missing(viewer(), wanted, wish=wished_page()),
        wanted=wanted,
        districts=queries.list_districts(viewer()),
        address=asked(),
    )


@file_of(bp, "/missing")
@requires(Permission.COVERAGE_READ)
def export_missing(suffix: str) -> Response:
    """The same call list as a file."""
    return exports.missing(queries.list_all_missing(viewer(), wanted_gaps()), suffix)


@bp.get("/entries/<int:entry_id>")
@requires(Permission.COVERAGE_MANAGE)
def entry(entry_id: int) -> Response:
    """One place of a list."""
    found = queries.get_entry(viewer(), entry_id)
    return _entry_page(found, CallForm(status=found.call_status, note=found.call_note))


@bp.post("/entries/<int:entry_id>")
@requires(Permission.COVERAGE_MANAGE)
def note_call(entry_id: int) -> Response:
    found, form = queries.get_entry(viewer(), entry_id), CallForm()
    if not form.validate():
        return _entry_page(found, form, status=422)
    actions.note_call(viewer(), found, **form.values())
    flash(_("Đã ghi tình trạng của %(name)s.", name=found.name))
    return see_other("coverage.missing", area=found.area_id, kind=found.kind.value)


@bp.get("/load")
@requires(Permission.COVERAGE_MANAGE)
def load() -> Response:
    """Where a list is sent."""
    return _load_page(LoadForm())


@bp.get("/template.xlsx")
@requires(Permission.COVERAGE_MANAGE)
def template() -> Response:
    """A list to fill in."""
    return exports.template()


@bp.post("/load")
@requires(Permission.COVERAGE_MANAGE)
@takes_files(LARGEST_FILE_BYTES + 100_000)
@thinks_first
def send() -> Response:
    form = LoadForm()
    if not form.validate():
        return _load_page(form, status=422)
    begin_write()
    name, source = nfc(form.file.data.filename or ""), form.source.data or ""
    loaded = actions.load_list(viewer(), table=form.table, file_name=name, source=source)
    return see_other("coverage.show_list", must_list_id=loaded.id)


@bp.get("/lists/<int:must_list_id>")
@requires(Permission.COVERAGE_MANAGE)
def show_list(must_list_id: int) -> Response:
    """What entering the list would do; later how far entering is, and what it did."""
    loaded = queries.get_list(viewer(), must_list_id)
    if loaded.asked_at:
        task = find_task(actions.ENTER, loaded.id)
        return render("units/coverage/entered.html", fragment="entering", loaded=loaded, task=task)
    if sheet_of(loaded.content).missing:
        return see_other("coverage.columns", must_list_id=loaded.id)
    return _preview(loaded, ConfirmForm())


@file_of(bp, "/lists/<int:must_list_id>")
@requires(Permission.COVERAGE_MANAGE)
def export_rows(must_list_id: int, suffix: str) -> Response:
    """The whole list with what is wrong with each row, to be mended and sent again: a part would end the rest."""
    loaded = queries.get_list(viewer(), must_list_id)
    if loaded.asked_at or sheet_of(loaded.content).missing:
        raise Absent
    return exports.judged(queries.list_judged(viewer(), loaded, queries.list_present(viewer())), suffix)


@bp.post("/lists/<int:must_list_id>")
@requires(Permission.COVERAGE_MANAGE)
@thinks_first
def enter(must_list_id: int) -> Response:
    loaded, form = queries.get_list(viewer(), must_list_id), ConfirmForm()
    if not form.validate():
        return _preview(loaded, form, status=422)
    if loaded.asked_at:
        raise actions.ListGone
    if sheet_of(loaded.content).missing:
        return see_other("coverage.columns", must_list_id=must_list_id)
    content, judged = loaded.content, queries.list_judged(viewer(), loaded, queries.list_present(viewer()))
    entries = [row.entry for row in judged if row.entry]
    begin_write()
    actions.enter_list(viewer(), queries.get_list(viewer(), must_list_id), entries, read_from=content)
    return see_other("coverage.show_list", must_list_id=must_list_id)


def _load_page(form: LoadForm, *, status: int = 200) -> Response:
    waiting = queries.list_waiting(viewer())
    return render("units/coverage/load.html", form=form, waiting=waiting, status=status)


def _preview(loaded: MustRegisterList, form: ConfirmForm, *, status: int = 200) -> Response:
    present, wish = queries.list_present(viewer()), wished_page()
    rows = queries.list_judged(viewer(), loaded, present)
    verdict = request.args.get("verdict")
    shown = [row for row in rows if verdict not in tuple(Verdict) or row.verdict == verdict]
    first = (wish.number - 1) * wish.size
    return render(
        "units/coverage/preview.html",
        fragment="row_list",
        status=status,
        loaded=loaded,
        form=form,
        verdict=verdict,
        counts=Counter(row.verdict for row in rows),
        total=len(rows),
        plan=plan_of([row.entry for row in rows if row.entry], present),
        page=Page(shown[first : first + wish.size], wish.number, wish.size, len(shown)),
        address=asked() | {"must_list_id": loaded.id},
    )


def _entry_page(found: MustRegisterEntry, form: CallForm, *, status: int = 200) -> Response:
    unit = find_unit(viewer(), found.unit_id) if found.unit_id else None
    return render("units/coverage/entry.html", entry=found, unit=unit, form=form, status=status)


def wanted_gaps() -> GapFilter:
    """The filter that the address asks for; what cannot be read is left out."""
    kind, status = request.args.get("kind"), request.args.get("status")
    return GapFilter(
        area_id=request.args.get("area", type=row_id),
        kind=UnitKind(kind) if kind in tuple(UnitKind) else None,
        call_status=CallStatus(status) if status in tuple(CallStatus) else None,
        search=request.args.get("q", "")[:200],
    )
