"""The grades of places: map and list, a place with its history, the list of grades itself."""

from collections.abc import Sequence

from flask import flash, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response
from wtforms import Field

from app.areas.models import Area
from app.areas.rules import AreaLevel
from app.clock import local_day, now
from app.door import Permission, requires, viewer
from app.safety.exports import grades_sheet
from app.safety.grades import actions, labels, queries
from app.safety.grades.forms import MOST_GRADES, GradesForm, GradingForm
from app.safety.grades.rules import Place, may_grade
from app.safety.refusals import REFUSALS
from app.safety.settings import area_days
from app.safety.views.blueprint import bp
from app.web.pages import asked, render, see_other
from app.web.sheets import answer_sheet, file_of

# Places whose grade was never set, or is to be confirmed.
WAITING = "old"


@bp.get("/assessments/areas")
@requires(Permission.ASSESSMENT_READ)
def areas() -> Response:
    """The districts, the communes of one, or those of the viewer's that wait for their grade."""
    district = wanted_district()
    return render(
        "safety/areas.html",
        lines=_wanted_lines(),
        district=district,
        waiting=_wants_waiting(),
        drawing=queries.province_drawing(),
        grades=queries.list_grades(local_day()),
        confirmed=queries.count_confirmed(days=area_days()),
        days=area_days(),
        address=asked(),
        updated_at=now(),
    )


@file_of(bp, "/assessments/areas")
@requires(Permission.ASSESSMENT_READ)
def export_areas(suffix: str) -> Response:
    """The same list as a file."""
    return answer_sheet(grades_sheet(_wanted_lines()), suffix)


@bp.get("/assessments/areas/<int:area_id>")
@requires(Permission.ASSESSMENT_READ)
def area(area_id: int) -> Response:
    return _page(queries.get_place(area_id))


@bp.post("/assessments/areas/<int:area_id>")
@requires(Permission.AREA_GRADE)
def grade_area(area_id: int) -> Response:
    """Set or confirm the grade of a place or one of its hamlets."""
    place, form = queries.get_place(area_id), _form()
    if not form.validate():
        return _page(place, form, status=422)
    try:
        row = actions.grade_area(viewer(), place, **form.values())
    except actions.HamletsAlone:
        whole = _("Cấp độ của cả xã, phường, thị trấn do UBND cấp huyện đặt. Hãy ghi tên ấp, khu phố.")
        return _refused(place, form, form.hamlet, whole)
    except actions.Overruled as refusal:
        return _refused(place, form, form.grade, str(REFUSALS[type(refusal)]))
    flash(_("Đã ghi cấp độ của %(name)s.", name=row.hamlet or place.name))
    return see_other("safety.area", area_id=place.id)


@bp.get("/assessments/grades")
@requires(Permission.ASSESSMENT_READ)
def grades() -> Response:
    """Names and colours, those of today and those before."""
    return _grades_page(GradesForm(today=local_day()))


@bp.post("/assessments/grades")
@requires(Permission.RULEBOOK_MANAGE)
def replace_grades() -> Response:
    form = GradesForm(today=local_day())
    if not form.validate():
        return _grades_page(form, status=422)
    actions.replace_grades(viewer(), form.lines(), **form.since())
    flash(_("Đã ghi bảng cấp độ mới."))
    return see_other("safety.grades")


def _form() -> GradingForm:
    return GradingForm(actions.offered_grades(), today=local_day())


def wanted_district() -> Area | None:
    wished = request.args.get("district", type=int)
    found = queries.get_place(wished) if wished and 0 < wished < 2**31 else None
    return found if found and found.level is AreaLevel.DISTRICT else None


def _wants_waiting() -> bool:
    return request.args.get("need") == WAITING


def _wanted_lines() -> Sequence[queries.GradeLine]:
    return queries.list_old_lines(viewer()) if _wants_waiting() else queries.list_lines(district=wanted_district())


def _refused(place: Area, form: GradingForm, field: Field, why: str) -> Response:
    """The form again with what was typed, and the reason beside the field."""
    field.errors = [why]
    return _page(place, form, status=422)


def _page(place: Area, form: GradingForm | None = None, status: int = 200) -> Response:
    body = queries.body_of(viewer())
    may = viewer().can(Permission.AREA_OVERRULE) or (
        body is not None
        and any(may_grade(body.kind, body.area_id, Place(place.id, place.parent_id, part)) for part in ("", "x"))
    )
    return render(
        "safety/area.html",
        status=status,
        area=place,
        is_commune=place.level is AreaLevel.COMMUNE,
        current=queries.find_current(place.id, "", on=local_day()),
        hamlets=queries.list_hamlets(place),
        history=queries.list_history(place),
        form=form or _form(),
        may=may and viewer().can(Permission.AREA_GRADE),
        days=area_days(),
    )


def _grades_page(form: GradesForm, status: int = 200) -> Response:
    return render(
        "safety/grades.html",
        status=status,
        grades=queries.list_all_grades(),
        grade_labels=labels,
        form=form,
        numbers=range(1, MOST_GRADES + 1),
        today=local_day(),
    )
