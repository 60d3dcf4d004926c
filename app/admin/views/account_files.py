"""Accounts for bodies, officers and teams from one file: template, a look at every row, opening, printed slips."""

from collections.abc import Sequence
from typing import Any

from flask import flash, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.access.policy import BODIES, LABELS
from app.admin import actions, batches
from app.admin.account_upload import AccountFileForm
from app.admin.blueprint import bp
from app.admin.judging import Judged, Verdict
from app.admin.labels import FAULT_LABELS, VERDICT_COLOURS, VERDICT_LABELS
from app.admin.opening import slips_of
from app.admin.reading import COLUMNS, TITLES
from app.db import begin_write
from app.documents import sheets
from app.documents.tables_in import LARGEST_FILE_BYTES
from app.door import Permission, requires, viewer
from app.tasks import find_task
from app.web.dispatch import takes_files, thinks_first
from app.web.pages import asked, render, see_other
from app.web.pagination import Page, Wish, wished_page
from app.web.sheets import Sheet, answer_file, answer_sheet, file_of
from app.web.short import Counted

# Room for what the browser sends around the file.
REQUEST_BYTES = LARGEST_FILE_BYTES + 256 * 1024


@bp.get("/admin/accounts/file")
@requires(Permission.ACCOUNT_MANAGE)
def account_files() -> Response:
    return render("admin/account_files.html", form=AccountFileForm(), batches=batches.list_batches(viewer()))


@bp.get("/admin/accounts/file/template.xlsx")
@requires(Permission.ACCOUNT_MANAGE)
def account_template() -> Response:
    choices = {
        COLUMNS.index("role"): [str(LABELS[role]) for role in BODIES],
        COLUMNS.index("body"): [body.shown for body in batches.list_known_bodies()],
    }
    content = sheets.template(_("Tài khoản"), TITLES, choices=choices, codes=_("Danh mục"), hints={})
    return answer_file(content, sheets.XLSX, "mau-tai-khoan.xlsx")


@bp.post("/admin/accounts/file")
@requires(Permission.ACCOUNT_MANAGE)
@takes_files(REQUEST_BYTES)
@thinks_first
def send_account_file() -> Response:
    form = AccountFileForm()
    if not form.validate():
        listed = batches.list_batches(viewer())
        return render("admin/account_files.html", form=form, batches=listed, status=422)
    begin_write()
    batch = actions.keep_batch(viewer(), form.filename, form.rows)
    return see_other("admin.account_file", batch_id=batch.id)


@bp.get("/admin/accounts/file/<int:batch_id>")
@requires(Permission.ACCOUNT_MANAGE)
def account_file(batch_id: int) -> Response:
    batch = batches.get_batch(viewer(), batch_id)
    judged = batches.judged_rows(batch)
    wanted = request.args.get("show")
    return render(
        "admin/account_file.html",
        fragment="account_batch",
        batch=batch,
        task=find_task(actions.OPEN_ACCOUNTS, batch.id),
        counts={verdict: sum(each.verdict is verdict for each in judged) for verdict in Verdict},
        page=_page([each for each in judged if wanted not in tuple(Verdict) or each.verdict == wanted], wished_page()),
        wanted=wanted,
        address=asked(),
        **_words(),
    )


@file_of(bp, "/admin/accounts/file/<int:batch_id>")
@requires(Permission.ACCOUNT_MANAGE)
def export_account_file(batch_id: int, suffix: str) -> Response:
    judged = batches.judged_rows(batches.get_batch(viewer(), batch_id))
    wanted = request.args.get("show")
    shown = [each for each in judged if wanted not in tuple(Verdict) or each.verdict == wanted]
    header = [*TITLES, _("Kết quả")]
    short = Counted(len(TITLES), label=_("Số tài khoản"))
    return answer_sheet(Sheet(_("Tài khoản"), "tai-khoan", header, map(_cells, shown), short), suffix)


@bp.post("/admin/accounts/file/<int:batch_id>/confirm")
@requires(Permission.ACCOUNT_MANAGE)
def confirm_account_file(batch_id: int) -> Response:
    batch = batches.get_batch(viewer(), batch_id)
    actions.confirm_batch(viewer(), batch)
    return see_other("admin.account_file", batch_id=batch.id)


@bp.post("/admin/accounts/file/<int:batch_id>/slips.pdf")
@requires(Permission.ACCOUNT_MANAGE)
def download_slips(batch_id: int) -> Response:
    batch = batches.get_batch(viewer(), batch_id)
    if batch.slips is None:
        flash(_("Phiếu đã hủy hoặc chưa in xong."))
        return see_other("admin.account_file", batch_id=batch.id)
    content = slips_of(batch)
    actions.note_download(viewer(), batch)
    return answer_file(content, "application/pdf", f"phieu-tai-khoan-{batch.id}.pdf")


@bp.post("/admin/accounts/file/<int:batch_id>/destroy")
@requires(Permission.ACCOUNT_MANAGE)
def destroy_slips(batch_id: int) -> Response:
    batch = batches.get_batch(viewer(), batch_id)
    actions.destroy_slips(viewer(), batch)
    flash(_("Đã hủy phiếu và mật khẩu đầu tiên trên hệ thống."))
    return see_other("admin.account_file", batch_id=batch.id)


def _page(rows: Sequence[Judged], wish: Wish) -> Page:
    start = (wish.number - 1) * wish.size
    return Page(rows[start : start + wish.size], wish.number, wish.size, len(rows))


def _cells(judged: Judged) -> list[object]:
    row, fault = judged.row, FAULT_LABELS[judged.fault] if judged.fault else ""
    said = f"{VERDICT_LABELS[judged.verdict]}: {fault}" if fault else VERDICT_LABELS[judged.verdict]
    return [row.full_name, row.username, row.role, row.body, said]


def _words() -> dict[str, Any]:
    return {
        "verdicts": VERDICT_LABELS,
        "colours": VERDICT_COLOURS,
        "faults": FAULT_LABELS,
        "role_labels": LABELS,
        "minutes_left": int(actions.AFTER_DOWNLOAD.total_seconds() // 60),
    }
