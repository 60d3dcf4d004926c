"""Officers' pages on which a file is explained: which column holds what, what its texts mean."""

from collections.abc import Mapping
from typing import Any

from flask import flash, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.door import Permission, requires, viewer
from app.units.choices import by_district
from app.units.intake import actions, queries
from app.units.intake.forms import ColumnsForm
from app.units.intake.labels import COLUMN_LABELS
from app.units.intake.models import UnitImport
from app.units.intake.rules import Column
from app.units.labels import UNIT_KIND_LABELS
from app.units.queries import list_communes, list_owners
from app.units.views.blueprint import bp
from app.web.pages import render, see_other


@bp.get("/units/import/<int:import_id>/columns")
@requires(Permission.UNIT_REGISTER)
def import_columns(import_id: int) -> Response:
    found = queries.get_import(viewer(), import_id)
    return _columns_page(found, ColumnsForm.over(found.headings, found.mapping))


@bp.post("/units/import/<int:import_id>/columns")
@requires(Permission.UNIT_REGISTER)
def set_import_columns(import_id: int) -> Response:
    found = queries.get_import(viewer(), import_id)
    form = ColumnsForm.over(found.headings, found.mapping)
    if not form.validate():
        return _columns_page(found, form, status=422)
    actions.set_columns(viewer(), found, form.mapping())
    return see_other("units.show_import", import_id=found.id)


def _columns_page(found: UnitImport, form: ColumnsForm, *, status: int = 200) -> Response:
    return render("units/import_columns.html", found=found, heading_row=found.header_row, form=form, status=status)


@bp.get("/units/import/<int:import_id>/questions")
@requires(Permission.UNIT_REGISTER)
def import_questions(import_id: int) -> Response:
    found = queries.get_import(viewer(), import_id)
    return render("units/import_questions.html", found=found, offers=_offers(found), column_labels=COLUMN_LABELS)


@bp.post("/units/import/<int:import_id>/questions")
@requires(Permission.UNIT_REGISTER)
def answer_import_questions(import_id: int) -> Response:
    found = queries.get_import(viewer(), import_id)
    answers = _typed_answers(found)
    actions.answer_questions(viewer(), found, answers)
    flash(_("Đã ghi nhận %(count)s câu trả lời và đang kiểm tra lại.", count=len(answers)))
    return see_other("units.show_import", import_id=found.id)


def _offers(found: UnitImport) -> list[tuple[Mapping[str, Any], dict[str, dict[str, str]]]]:
    """Each question with what can be answered: value and text, under headings; candidates before all others."""
    kinds = {"": {kind.value: str(label) for kind, label in UNIT_KIND_LABELS.items()}}
    places = {
        heading or "": {str(area.id): area.name for area in areas}
        for heading, areas in by_district(list_communes(viewer())).items()
    }
    bodies = {"": {str(body.id): body.name for body in list_owners(viewer())}}
    offers = {Column.KIND: kinds, Column.COMMUNE: places, Column.ORGANISATION: bodies}
    return [(question, _narrowed(question, offers[Column(question["column"])])) for question in found.questions]


def _narrowed(question: Mapping[str, Any], offered: dict[str, dict[str, str]]) -> dict[str, dict[str, str]]:
    """Of places of the same name only these are offered."""
    wanted = {str(candidate) for candidate in question["candidates"]}
    if not wanted:
        return offered
    return {
        heading: kept
        for heading, choices in offered.items()
        if (kept := {value: text for value, text in choices.items() if value in wanted})
    }


def _typed_answers(found: UnitImport) -> dict[str, str]:
    answers = {}
    for number, (question, offered) in enumerate(_offers(found)):
        answer = request.form.get(f"answer-{number}", "")
        if any(answer in choices for choices in offered.values()) and _is_of(question, number):
            answers[f"{question['column']}:{question['key']}"] = answer
    return answers


def _is_of(question: Mapping[str, Any], number: int) -> bool:
    """Whether the page asked this question under this number: meanwhile others may have been answered."""
    return bool(request.form.get(f"asked-{number}") == question["key"])
