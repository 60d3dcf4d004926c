"""The rule table: drafted, tried against sample cases, switched on."""

from flask import flash
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.declarations.catalogue import rules_of
from app.declarations.models import TriageVersion
from app.declarations.rulebook import actions, queries
from app.declarations.rulebook.forms import BasisForm, SampleForm, TableForm
from app.declarations.rulebook.views.blueprint import bp, conditions
from app.door import Permission, requires, viewer
from app.web.pages import render, see_other


@bp.post("/rulebook/triage")
@requires(Permission.RULEBOOK_MANAGE)
def draft_table() -> Response:
    return see_other("rulebook.show_table", table_id=actions.draft_table(viewer()).id)


@bp.get("/rulebook/triage/<int:table_id>")
@requires(Permission.RULEBOOK_MANAGE)
def show_table(table_id: int) -> Response:
    version = queries.get_triage_version(table_id)
    return _table_page(version, _table(version))


@bp.post("/rulebook/triage/<int:table_id>")
@requires(Permission.RULEBOOK_MANAGE)
def change_table(table_id: int) -> Response:
    version = queries.get_triage_version(table_id)
    form = _table(version)
    if not form.validate():
        return _table_page(version, form, status=422)
    actions.change_table(viewer(), version, form.table())
    flash(_("Đã lưu bảng số %(number)s; hãy thử trước khi dùng.", number=version.number))
    return see_other("rulebook.show_table", table_id=table_id)


@bp.post("/rulebook/triage/<int:table_id>/try")
@requires(Permission.RULEBOOK_MANAGE)
def try_table(table_id: int) -> Response:
    version = queries.get_triage_version(table_id)
    if actions.mark_tried(viewer(), version):
        flash(_("Mọi trường hợp mẫu đều ra đúng mức; có thể bắt đầu dùng bảng số %(number)s.", number=version.number))
    return see_other("rulebook.show_table", table_id=table_id, _anchor="trials")


@bp.post("/rulebook/triage/<int:table_id>/activate")
@requires(Permission.RULEBOOK_MANAGE)
def activate_table(table_id: int) -> Response:
    version, form = queries.get_triage_version(table_id), BasisForm()
    if not form.validate():
        return _table_page(version, _table(version, typed=False), basis=form, status=422)
    actions.activate_table(viewer(), version, **form.values())
    flash(_("Tờ khai được phân loại theo bảng số %(number)s từ lúc này.", number=version.number))
    return see_other("rulebook.show_table", table_id=table_id)


@bp.post("/rulebook/triage/<int:table_id>/samples")
@requires(Permission.RULEBOOK_MANAGE)
def add_sample(table_id: int) -> Response:
    version, form = queries.get_triage_version(table_id), SampleForm(conditions())
    if not form.validate():
        return _table_page(version, _table(version, typed=False), sample=form, status=422)
    actions.add_sample(viewer(), **form.values())
    return see_other("rulebook.show_table", table_id=table_id, _anchor="trials")


@bp.post("/rulebook/triage/<int:table_id>/samples/<int:sample_id>/remove")
@requires(Permission.RULEBOOK_MANAGE)
def remove_sample(table_id: int, sample_id: int) -> Response:
    actions.remove_sample(viewer(), queries.get_sample(sample_id))
    return see_other("rulebook.show_table", table_id=table_id, _anchor="trials")


def _table(version: TriageVersion, *, typed: bool = True) -> TableForm:
    return TableForm(rules_of(version.rules), conditions(), typed=typed)


def _table_page(
    version: TriageVersion,
    form: TableForm,
    *,
    basis: BasisForm | None = None,
    sample: SampleForm | None = None,
    status: int = 200,
) -> Response:
    return render(
        "declarations/table.html",
        version=version,
        form=form,
        basis=basis or BasisForm(formdata=None),
        sample=sample or SampleForm(conditions(), typed=False),
        trials=queries.try_table(version),
        status=status,
    )
