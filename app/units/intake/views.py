"""Officers' pages of imports: send a file, see what is said of its rows, explain, mend, enter, take back."""

from typing import Any

from flask import flash, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from app.clock import local_day
from app.db import begin_write
from app.documents import sheets
from app.documents.tables_in import LARGEST_FILE_BYTES
from app.door import Permission, requires, viewer
from app.tasks import find_task
from app.units.intake import actions, files, queries, undoing
from app.units.intake.forms import CHOICES, ApplyForm, FileForm, ReturnedFileForm, typed_cells, typed_choices, typed_ids
from app.units.intake.labels import (
    COLUMN_LABELS,
    DUPLICATE_LABELS,
    STATUS_COLOURS,
    STATUS_LABELS,
    VERDICT_COLOURS,
    VERDICT_LABELS,
)
from app.units.intake.models import UnitImport
from app.units.intake.rules import Choice, Column, ImportStatus, Verdict
from app.units.intake.wording import explain, faults
from app.units.labels import UNIT_KIND_LABELS
from app.units.queries import list_communes, list_owners
from app.units.views.blueprint import bp
from app.web.dispatch import takes_files, thinks_first
from app.web.filters import instant
from app.web.pages import asked, render, see_other
from app.web.pagination import each_page, wished_page
from app.web.sheets import Sheet, answer_file, answer_sheet, file_of
from app.web.short import Columns, Counted

# The form around the file needs some room too.
FILE_LIMIT_BYTES = LARGEST_FILE_BYTES + 100_000


@bp.get("/units/import")
@requires(Permission.UNIT_REGISTER)
def imports() -> AnyResponse:
    return _list(FileForm())


@file_of(bp, "/units/import")
@requires(Permission.UNIT_REGISTER)
def export_imports(suffix: str) -> AnyResponse:
    """The files that were sent, as a file."""
    pages = each_page(lambda wish: queries.list_imports(viewer(), wish=wish))
    header = [_("Tệp"), _("Gửi lúc"), _("Tình trạng"), _("Số dòng"), _("Người gửi")]
    rows = (
        [
            found.file_name,
            instant(found.made_at),
            STATUS_LABELS[found.status],
            found.row_count,
            found.by.full_name if found.by else "",
        ]
        for page in pages
        for found in page.rows
    )
    return answer_sheet(Sheet(_("Các tệp đã gửi"), "tep-don-vi", header, rows, Columns(0, 2, 3)), suffix)


@bp.post("/units/import")
@requires(Permission.UNIT_REGISTER)
@takes_files(FILE_LIMIT_BYTES)
@thinks_first
def begin_import() -> AnyResponse:
    form = FileForm()
    if not form.validate():
        return _list(form, status=422)
    sent = form.file
    begin_write()
    found = actions.begin_import(viewer(), table=sent.table, content=sent.content, file_name=sent.file_name)
    page = "units.show_import" if found.status is ImportStatus.CHECKING else "units.import_columns"
    return see_other(page, import_id=found.id)


def _list(form: FileForm, *, status: int = 200) -> AnyResponse:
    page = queries.list_imports(viewer(), wish=wished_page())
    return render("units/imports.html", page=page, form=form, status=status, address=asked(), **_words())


@bp.get("/units/import/template.xlsx")
@requires(Permission.UNIT_REGISTER)
def import_template() -> AnyResponse:
    return answer_file(files.template(viewer()), sheets.XLSX, "mau-danh-sach-don-vi.xlsx")


@bp.get("/units/import/<int:import_id>")
@requires(Permission.UNIT_REGISTER)
def show_import(import_id: int) -> AnyResponse:
    return _show(queries.get_import(viewer(), import_id))


def _show(
    found: UnitImport,
    *,
    apply_form: ApplyForm | None = None,
    returned: ReturnedFileForm | None = None,
    status: int = 200,
) -> AnyResponse:
    verdict = _wanted_verdict()
    page = queries.list_rows(viewer(), found, verdict=verdict, wish=wished_page())
    return render(
        "units/import.html",
        fragment="import_state",
        status=status,
        found=found,
        task=find_task(actions.APPLY if found.status is ImportStatus.APPLYING else actions.CHECK, found.id),
        page=page,
        unit_ids=queries.unit_ids_of(viewer(), found, page.rows),
        verdict=verdict,
        apply_form=apply_form or ApplyForm(duplicates=Choice.SKIP, changes=Choice.UPDATE),
        returned=returned or ReturnedFileForm(),
        form=apply_form or returned,
        address=asked(),
        **_words(),
    )


def _wanted_verdict() -> Verdict | None:
    value = request.args.get("verdict")
    return Verdict(value) if value in tuple(Verdict) else None


@file_of(bp, "/units/import/<int:import_id>")
@requires(Permission.UNIT_REGISTER)
def export_import_rows(import_id: int, suffix: str) -> AnyResponse:
    found = queries.get_import(viewer(), import_id)
    header, rows = files.listing(queries.list_all_rows(viewer(), found, verdict=_wanted_verdict()))
    # What is wrong with a row may quote its cells.
    told = Counted(1, label=_("Số dòng"))
    return answer_sheet(Sheet(_("Đơn vị"), "ket-qua-kiem-tra", header, rows, told), suffix)


@bp.get("/units/import/<int:import_id>/wrong.xlsx")
@requires(Permission.UNIT_REGISTER)
def wrong_rows(import_id: int) -> AnyResponse:
    """The rows to mend, in the form of the template, each with its line and what is wrong with it."""
    found = queries.get_import(viewer(), import_id)
    rows = queries.list_all_rows(viewer(), found, verdict=Verdict.WRONG)
    return answer_file(files.template(viewer(), rows), sheets.XLSX, f"dong-sai-{local_day():%Y-%m-%d}.xlsx")


@bp.post("/units/import/<int:import_id>/resend")
@requires(Permission.UNIT_REGISTER)
@takes_files(FILE_LIMIT_BYTES)
@thinks_first
def resend_rows(import_id: int) -> AnyResponse:
    form = ReturnedFileForm()
    if not form.validate():
        return _show(queries.get_import(viewer(), import_id), returned=form, status=422)
    said = files.returned_cells(form.file.table)
    begin_write()
    found = queries.get_import(viewer(), import_id)
    rows = queries.list_rows_by_number(viewer(), found, said)
    actions.mend_rows(viewer(), found, {row: said[row.number] for row in rows})
    flash(_("Đã nhận %(count)s dòng sửa lại.", count=len(rows)))
    return see_other("units.show_import", import_id=found.id)


@bp.get("/units/import/<int:import_id>/mend")
@requires(Permission.UNIT_REGISTER)
def mend_import_rows(import_id: int) -> AnyResponse:
    found = queries.get_import(viewer(), import_id)
    return render(
        "units/import_mend.html",
        found=found,
        page=queries.list_rows(viewer(), found, verdict=Verdict.WRONG, wish=wished_page()),
        communes=list_communes(viewer()),
        owners=list_owners(viewer()),
        kinds=UNIT_KIND_LABELS,
        address=asked() | {"import_id": found.id},
        **_words(),
    )


@bp.post("/units/import/<int:import_id>/mend")
@requires(Permission.UNIT_REGISTER)
def save_import_rows(import_id: int) -> AnyResponse:
    found = queries.get_import(viewer(), import_id)
    rows = queries.list_rows_by_id(viewer(), found, typed_ids())
    cells = typed_cells(row.id for row in rows)
    actions.mend_rows(viewer(), found, {row: cells[row.id] for row in rows})
    flash(_("Đã lưu %(count)s dòng và đang kiểm tra lại.", count=len(rows)))
    return see_other("units.show_import", import_id=found.id)


@bp.post("/units/import/<int:import_id>/choices")
@requires(Permission.UNIT_REGISTER)
def choose_for_import_rows(import_id: int) -> AnyResponse:
    found = queries.get_import(viewer(), import_id)
    chosen = typed_choices("choice-", ("", *CHOICES))
    rows = queries.list_rows_by_id(viewer(), found, chosen)
    choices = {row: Choice(chosen[row.id]) if chosen[row.id] else None for row in rows}
    actions.choose_for_rows(viewer(), found, choices)
    flash(_("Đã lưu lựa chọn cho %(count)s dòng.", count=len(rows)))
    return see_other("units.show_import", import_id=found.id, verdict=Verdict.DUPLICATE.value)


@bp.post("/units/import/<int:import_id>/apply")
@requires(Permission.UNIT_REGISTER)
def apply_import(import_id: int) -> AnyResponse:
    found, form = queries.get_import(viewer(), import_id), ApplyForm()
    if not form.validate():
        return _show(found, apply_form=form, status=422)
    actions.apply_import(viewer(), found, **form.values())
    return see_other("units.show_import", import_id=found.id)


@bp.post("/units/import/<int:import_id>/retry")
@requires(Permission.UNIT_REGISTER)
def retry_import(import_id: int) -> AnyResponse:
    found = queries.get_import(viewer(), import_id)
    actions.try_again(viewer(), found)
    return see_other("units.show_import", import_id=found.id)


@bp.get("/units/import/<int:import_id>/undo")
@requires(Permission.UNIT_REGISTER)
def ask_to_undo_import(import_id: int) -> AnyResponse:
    found = queries.get_import(viewer(), import_id)
    return render("units/import_undo.html", found=found, holds=undoing.list_holds(found), **_words())


@bp.post("/units/import/<int:import_id>/undo")
@requires(Permission.UNIT_REGISTER)
def undo_import(import_id: int) -> AnyResponse:
    found = queries.get_import(viewer(), import_id)
    count = undoing.undo_import(viewer(), found)
    flash(_("Đã hủy nhập: %(count)s đơn vị đã được đưa ra khỏi danh sách.", count=count))
    return see_other("units.show_import", import_id=found.id)


def _words() -> dict[str, Any]:
    return {
        "import_status_labels": STATUS_LABELS,
        "import_status_colours": STATUS_COLOURS,
        "verdict_labels": VERDICT_LABELS,
        "verdict_colours": VERDICT_COLOURS,
        "column_labels": COLUMN_LABELS,
        "choice_labels": DUPLICATE_LABELS,
        "columns": list(Column),
        "explain": explain,
        "faults": faults,
    }
