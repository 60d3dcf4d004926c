"""The dated list of epidemic areas."""

from flask import flash
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.clock import local_day
from app.declarations.rulebook import actions, queries
from app.declarations.rulebook.exports import epidemic_sheet
from app.declarations.rulebook.forms import EndAreaForm, EpidemicAreaForm
from app.declarations.rulebook.views.blueprint import bp
from app.door import Permission, requires, viewer
from app.tasks import find_task
from app.web.pages import render, see_other
from app.web.sheets import answer_sheet, file_of


@bp.get("/rulebook/epidemic-areas")
@requires(Permission.RULEBOOK_MANAGE)
def epidemic_areas() -> Response:
    return _areas_page(EpidemicAreaForm())


@file_of(bp, "/rulebook/epidemic-areas")
@requires(Permission.RULEBOOK_MANAGE)
def export_epidemic_areas(suffix: str) -> Response:
    """The same list as a file."""
    return answer_sheet(epidemic_sheet(queries.list_epidemic_areas()), suffix)


@bp.post("/rulebook/epidemic-areas")
@requires(Permission.RULEBOOK_MANAGE)
def add_epidemic_area() -> Response:
    form = EpidemicAreaForm()
    if not form.validate():
        return _areas_page(form, status=422)
    area = actions.add_epidemic_area(viewer(), **form.values())
    flash(_("%(name)s là vùng dịch; các tờ khai còn hiệu lực đang được phân loại lại.", name=area.name))
    return see_other("rulebook.epidemic_areas")


@bp.get("/rulebook/epidemic-areas/<int:epidemic_area_id>/end")
@requires(Permission.RULEBOOK_MANAGE)
def ask_to_end_area(epidemic_area_id: int) -> Response:
    area = queries.get_epidemic_area(epidemic_area_id)
    return render("declarations/end_area.html", area=area, form=EndAreaForm(from_on=area.from_on))


@bp.post("/rulebook/epidemic-areas/<int:epidemic_area_id>/end")
@requires(Permission.RULEBOOK_MANAGE)
def end_epidemic_area(epidemic_area_id: int) -> Response:
    area = queries.get_epidemic_area(epidemic_area_id)
    form = EndAreaForm(from_on=area.from_on)
    if not form.validate():
        return render("declarations/end_area.html", area=area, form=form, status=422)
    actions.end_epidemic_area(viewer(), area, **form.values())
    flash(_("Đã ghi ngày thôi là vùng dịch của %(name)s.", name=area.name))
    return see_other("rulebook.epidemic_areas")


def _areas_page(form: EpidemicAreaForm, status: int = 200) -> Response:
    areas = queries.list_epidemic_areas()
    task = find_task(actions.REJUDGE, areas[0].id) if areas else None
    return render(
        "declarations/epidemic_areas.html",
        fragment="rejudging",
        areas=areas,
        form=form,
        task=task,
        today=local_day(),
        status=status,
    )
