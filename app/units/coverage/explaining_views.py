"""Officers' pages on which a list is explained and mended: which column holds what, what wrong rows should say."""

from dataclasses import dataclass

from flask import flash
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.door import Permission, requires, viewer
from app.units.coverage import actions, queries
from app.units.coverage.labels import COLUMN_LABELS, WRONG_LABELS
from app.units.coverage.models import MustRegisterList
from app.units.coverage.rules import NEEDED, WRONG_COLUMNS, Column, Judged
from app.units.coverage.sheet import Sheet, sheet_of
from app.units.coverage.views import bp
from app.units.intake.forms import ColumnsForm, typed_cells, typed_ids
from app.units.labels import UNIT_KIND_LABELS
from app.units.queries import list_communes
from app.web.pages import asked, render, see_other
from app.web.pagination import Page, wished_page


@bp.get("/lists/<int:must_list_id>/columns")
@requires(Permission.COVERAGE_MANAGE)
def columns(must_list_id: int) -> Response:
    """Which column of the file holds what, as far as it is known."""
    loaded = _waiting(must_list_id)
    sheet = sheet_of(loaded.content)
    return _columns_page(loaded, sheet, _columns_form(sheet))


@bp.post("/lists/<int:must_list_id>/columns")
@requires(Permission.COVERAGE_MANAGE)
def set_columns(must_list_id: int) -> Response:
    loaded = _waiting(must_list_id)
    sheet = sheet_of(loaded.content)
    form = _columns_form(sheet)
    if not form.validate():
        return _columns_page(loaded, sheet, form, status=422)
    actions.set_columns(viewer(), loaded, form.mapping())
    return see_other("coverage.show_list", must_list_id=loaded.id)


def _columns_page(loaded: MustRegisterList, sheet: Sheet, form: ColumnsForm, *, status: int = 200) -> Response:
    page = "units/coverage/columns.html"
    return render(page, found=loaded, heading_row=sheet.heading_row, form=form, status=status)


def _columns_form(sheet: Sheet) -> ColumnsForm:
    return ColumnsForm.over(sheet.headings, sheet.columns, labels=COLUMN_LABELS, needed=NEEDED)


@dataclass(frozen=True)
class WrongRow:
    """A wrong row as the page of a grid shows it: known by its line in the file."""

    id: int
    number: int
    cells: dict[str, str]
    faults: dict[Column, list[str]]


@bp.get("/lists/<int:must_list_id>/mend")
@requires(Permission.COVERAGE_MANAGE)
def mend(must_list_id: int) -> Response:
    """The wrong rows, each beside what is wrong with it."""
    loaded, wish = _waiting(must_list_id), wished_page()
    if sheet_of(loaded.content).missing:
        return see_other("coverage.columns", must_list_id=loaded.id)
    judged = queries.list_judged(viewer(), loaded, queries.list_present(viewer()))
    wrong = [row for row in judged if row.wrong]
    first = (wish.number - 1) * wish.size
    shown = [_wrong_row(row) for row in wrong[first : first + wish.size]]
    return render(
        "units/coverage/mend.html",
        found=loaded,
        page=Page(shown, wish.number, wish.size, len(wrong)),
        communes=list_communes(viewer()),
        kinds=UNIT_KIND_LABELS,
        columns=list(Column),
        column_labels=COLUMN_LABELS,
        faults=_faults,
        address=asked() | {"must_list_id": loaded.id},
    )


@bp.post("/lists/<int:must_list_id>/mend")
@requires(Permission.COVERAGE_MANAGE)
def save_rows(must_list_id: int) -> Response:
    loaded, cells = queries.get_list(viewer(), must_list_id), typed_cells(typed_ids(), Column)
    actions.mend_rows(viewer(), loaded, cells)
    flash(_("Đã lưu %(count)s dòng và kiểm tra lại.", count=len(cells)))
    return see_other("coverage.show_list", must_list_id=loaded.id)


def _wrong_row(row: Judged) -> WrongRow:
    assert row.wrong  # noqa: S101 - only wrong rows are mended
    cells = {column.value: text for column, text in row.texts.items()}
    return WrongRow(row.line, row.line, cells, {WRONG_COLUMNS[row.wrong]: [str(WRONG_LABELS[row.wrong])]})


def _faults(row: WrongRow) -> dict[Column, list[str]]:
    return row.faults


def _waiting(must_list_id: int) -> MustRegisterList:
    """The list, as long as nobody has asked to enter it. Raises Absent, ListGone."""
    loaded = queries.get_list(viewer(), must_list_id)
    if loaded.asked_at:
        raise actions.ListGone
    return loaded
