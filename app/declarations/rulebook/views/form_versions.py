"""The questions of each form, version by version."""

from flask import flash
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.declarations.models import FormVersion
from app.declarations.rulebook import actions, queries
from app.declarations.rulebook.forms import BasisForm, QuestionsForm
from app.declarations.rulebook.views.blueprint import bp
from app.declarations.rules import FormKind
from app.door import Absent, Permission, requires, viewer
from app.web.pages import render, see_other


@bp.post("/rulebook/forms/<form>")
@requires(Permission.RULEBOOK_MANAGE)
def draft_form(form: str) -> Response:
    if form not in set(FormKind):
        raise Absent(form)
    return see_other("rulebook.show_form", version_id=actions.draft_form(viewer(), FormKind(form)).id)


@bp.get("/rulebook/form-versions/<int:version_id>")
@requires(Permission.RULEBOOK_MANAGE)
def show_form(version_id: int) -> Response:
    version = queries.get_form_version(version_id)
    return _form_page(version, _questions(version), BasisForm())


@bp.post("/rulebook/form-versions/<int:version_id>")
@requires(Permission.RULEBOOK_MANAGE)
def change_form(version_id: int) -> Response:
    version = queries.get_form_version(version_id)
    form = _questions(version)
    if not form.validate():
        return _form_page(version, form, BasisForm(formdata=None), status=422)
    kinds = [kind.value for kind in form.unit_kinds.data or ()]
    actions.change_form(viewer(), version, questions=form.asked(), unit_kinds=kinds)
    flash(_("Đã lưu bản soạn số %(number)s.", number=version.number))
    return see_other("rulebook.show_form", version_id=version_id)


@bp.post("/rulebook/form-versions/<int:version_id>/activate")
@requires(Permission.RULEBOOK_MANAGE)
def activate_form(version_id: int) -> Response:
    version, form = queries.get_form_version(version_id), BasisForm()
    if not form.validate():
        return _form_page(version, _questions(version, typed=False), form, status=422)
    actions.activate_form(viewer(), version, **form.values())
    flash(_("Bản số %(number)s đang dùng từ lúc này.", number=version.number))
    return see_other("rulebook.show_form", version_id=version_id)


@bp.post("/rulebook/form-versions/<int:version_id>/retire")
@requires(Permission.RULEBOOK_MANAGE)
def retire_form(version_id: int) -> Response:
    version = queries.get_form_version(version_id)
    actions.retire_form(viewer(), version)
    flash(_("Bản số %(number)s đã thôi dùng.", number=version.number))
    return see_other("rulebook.show_form", version_id=version_id)


def _questions(version: FormVersion, *, typed: bool = True) -> QuestionsForm:
    return QuestionsForm(version.questions, version.unit_kinds, typed=typed)


def _form_page(version: FormVersion, form: QuestionsForm, basis: BasisForm, status: int = 200) -> Response:
    return render("declarations/form_version.html", version=version, form=form, basis=basis, status=status)
