"""What each kind of unit does with who may bring the disease, and the words for it: edited by the health department."""

from flask import flash
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.declarations.catalogue import catalogue
from app.declarations.rulebook import actions, queries
from app.declarations.rulebook.views.blueprint import bp
from app.declarations.rulebook.wording_form import HANDLING_LABELS, WordingForm
from app.declarations.rules import possible_handlings
from app.door import Absent, Permission, requires, viewer
from app.units.labels import UNIT_KIND_LABELS
from app.units.rules import UnitKind
from app.web.pages import render, see_other


@bp.get("/rulebook/wordings")
@requires(Permission.RULEBOOK_MANAGE)
def wordings() -> Response:
    """All kinds of unit: what they do, and which words are the department's own."""
    return render(
        "declarations/wordings.html",
        wordings={kind: catalogue().wording(kind) for kind in UnitKind},
        rows=queries.wordings_by_kind(),
        kind_labels=UNIT_KIND_LABELS,
        handling_labels=HANDLING_LABELS,
    )


@bp.get("/rulebook/wordings/<unit_kind>")
@requires(Permission.RULEBOOK_MANAGE)
def show_wording(unit_kind: str) -> Response:
    kind = _kind(unit_kind)
    return _page(kind, WordingForm.of(kind, catalogue().wording(kind), queries.wordings_by_kind().get(kind)))


@bp.post("/rulebook/wordings/<unit_kind>")
@requires(Permission.RULEBOOK_MANAGE)
def change_wording(unit_kind: str) -> Response:
    kind = _kind(unit_kind)
    form = WordingForm(kind)
    if not form.validate():
        return _page(kind, form, status=422)
    actions.change_wording(viewer(), kind, handling=form.handling.data, words=form.words(), basis=str(form.basis.data))
    flash(_("Đã lưu lời trên màn hình của loại hình: %(kind)s.", kind=UNIT_KIND_LABELS[kind]))
    return see_other("rulebook.wordings")


def _kind(text: str) -> UnitKind:
    if text not in set(UnitKind):
        raise Absent(text)
    return UnitKind(text)


def _page(kind: UnitKind, form: WordingForm, status: int = 200) -> Response:
    is_fixed = len(possible_handlings(kind)) == 1
    return render(
        "declarations/wording.html",
        kind=kind,
        kind_label=UNIT_KIND_LABELS[kind],
        form=form,
        is_fixed=is_fixed,
        status=status,
    )
