"""A unit's level: what holds, what was said before, how to say it anew."""

from typing import Any

from flask import flash
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.clock import local_day
from app.db import begin_write
from app.door import Permission, requires, viewer
from app.safety import actions, queries
from app.safety.fields import PHOTO_LIMIT_BYTES
from app.safety.forms import ClosedForm, NationalForm, SubmitForm
from app.safety.remedies import labels as remedy_labels
from app.safety.remedies.queries import list_open
from app.safety.settings import valid_days
from app.safety.sources.queries import find_rating, rated_level
from app.safety.views.blueprint import bp
from app.units.models import Unit
from app.units.queries import get_unit
from app.web.dispatch import takes_files, thinks_first
from app.web.pages import render, see_other


@bp.get("/units/<int:unit_id>/safety")
@requires(Permission.ASSESSMENT_READ)
def of_unit(unit_id: int) -> Response:
    """The page; for htmx the panel of the unit's page."""
    return _page(get_unit(viewer(), unit_id))


@bp.post("/units/<int:unit_id>/safety")
@requires(Permission.ASSESSMENT_MAKE)
def begin(unit_id: int) -> Response:
    """Begin to answer, or go on."""
    unit, form = get_unit(viewer(), unit_id), SubmitForm()
    if not form.validate():
        return _page(unit, form=form, status=422)
    return see_other("safety.show", assessment_id=actions.begin_assessment(viewer(), unit).id)


@bp.post("/units/<int:unit_id>/safety/national")
@requires(Permission.ASSESSMENT_MAKE)
@takes_files(PHOTO_LIMIT_BYTES + 100_000)
@thinks_first
def record_national(unit_id: int) -> Response:
    unit, form = get_unit(viewer(), unit_id), _national_form()
    if not form.validate():
        return _page(unit, national=form, form=form, status=422)
    begin_write()
    unit = get_unit(viewer(), unit_id)
    actions.record_national(viewer(), unit, **form.result())
    flash(_("Đã ghi kết quả đánh giá của %(name)s.", name=unit.name))
    return see_other("safety.of_unit", unit_id=unit.id)


@bp.post("/units/<int:unit_id>/safety/closed")
@requires(Permission.ASSESSMENT_MAKE)
def say_closed(unit_id: int) -> Response:
    unit, form = get_unit(viewer(), unit_id), ClosedForm()
    if not form.validate():
        return _page(unit, closed=form, form=form, status=422)
    actions.say_closed(viewer(), unit, **form.values())
    flash(_("Đã ghi: %(name)s tạm ngừng hoạt động.", name=unit.name))
    return see_other("safety.of_unit", unit_id=unit.id)


def _national_form() -> NationalForm:
    return NationalForm(today=local_day(), valid_days=valid_days())


def _page(
    unit: Unit,
    *,
    national: NationalForm | None = None,
    closed: ClosedForm | None = None,
    form: Any = None,
    status: int = 200,
) -> Response:
    """The page; `form` is the one of its forms that was sent with mistakes."""
    submitted, rating = queries.list_submitted(viewer(), unit), find_rating(viewer(), unit)
    return render(
        "safety/unit.html",
        fragment="safety_panel",
        status=status,
        unit=unit,
        submitted=submitted,
        remedies=list_open(viewer(), unit),
        rating=rating,
        rated=rated_level(rating),
        remedy_labels=remedy_labels,
        standing=queries.standing_of(viewer(), unit, submitted),
        draft=queries.find_draft(viewer(), unit),
        criteria_set=queries.find_set(unit.kind, on=local_day()),
        national=national or _national_form(),
        closed=closed or ClosedForm(),
        form=form,
        valid_days=valid_days(),
    )
