"""An officer asks the unit before he decides on its registration, and the unit answers."""

from flask import flash
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.door import Permission, requires, viewer
from app.units import actions, queries, waiting
from app.units.forms import AnswerForm, QuestionForm
from app.units.models import Unit
from app.units.views.blueprint import bp
from app.web.pages import render, see_other


@bp.get("/units/<int:unit_id>/ask")
@requires(Permission.UNIT_APPROVE)
def ask(unit_id: int) -> Response:
    return render("units/ask.html", unit=queries.get_unit(viewer(), unit_id), form=QuestionForm())


@bp.post("/units/<int:unit_id>/ask")
@requires(Permission.UNIT_APPROVE)
def send_question(unit_id: int) -> Response:
    unit, form = queries.get_unit(viewer(), unit_id), QuestionForm()
    if not form.validate():
        return render("units/ask.html", unit=unit, form=form, status=422)
    actions.ask_unit(viewer(), unit, **form.values())
    flash(_("Đã gửi câu hỏi cho %(name)s.", name=unit.name))
    return see_other("units.show", unit_id=unit.id)


@bp.get("/units/<int:unit_id>/answer")
@requires(Permission.UNIT_CORRECT)
def answer(unit_id: int) -> Response:
    return _page(queries.get_unit(viewer(), unit_id), AnswerForm())


@bp.post("/units/<int:unit_id>/answer")
@requires(Permission.UNIT_CORRECT)
def send_answer(unit_id: int) -> Response:
    unit, form = queries.get_unit(viewer(), unit_id), AnswerForm()
    if not form.validate():
        return _page(unit, form, status=422)
    actions.answer_question(viewer(), unit, **form.values())
    flash(_("Đã gửi câu trả lời. Hồ sơ trở lại danh sách chờ duyệt."))
    return see_other("units.show", unit_id=unit.id)


def _page(unit: Unit, form: AnswerForm, *, status: int = 200) -> Response:
    questions = waiting.list_questions(viewer(), unit)
    return render("units/answer.html", unit=unit, form=form, questions=questions, status=status)
