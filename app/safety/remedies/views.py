"""What is to be put right: the list, and each with what can be done about it."""

from flask import Response as Answer
from flask import flash, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.clock import now
from app.db import begin_write
from app.door import Permission, requires, viewer
from app.safety.fields import PHOTO_LIMIT_BYTES
from app.safety.remedies import actions, labels, queries
from app.safety.remedies.exports import remedies_sheet
from app.safety.remedies.forms import CloseForm, ExtendForm, ResponsibleForm
from app.safety.remedies.models import Remedy
from app.safety.remedies.queries import RemedyFilter
from app.safety.remedies.rules import RemedySource, RemedyStatus
from app.safety.views.blueprint import bp
from app.units.labels import UNIT_KIND_LABELS
from app.units.rules import UnitKind
from app.units.views.listing import choices, chosen_member, row_id
from app.web.dispatch import takes_files, thinks_first
from app.web.pages import asked, render, see_other
from app.web.pagination import wished_page
from app.web.sheets import answer_sheet, file_of


@bp.get("/assessments/actions")
@requires(Permission.ASSESSMENT_READ)
def remedies() -> Response:
    wanted = wanted_remedies()
    page, counts = queries.list_remedies(viewer(), wanted, wished_page())
    return render(
        "safety/remedies.html",
        fragment="remedy_list",
        page=page,
        counts=counts,
        wanted=wanted,
        remedy_labels=labels,
        kind_labels=UNIT_KIND_LABELS,
        updated_at=now(),
        address=asked(),
        **choices(),
    )


@file_of(bp, "/assessments/actions")
@requires(Permission.ASSESSMENT_READ)
def export_remedies(suffix: str) -> Response:
    """The same list as a file."""
    return answer_sheet(remedies_sheet(queries.list_all_remedies(viewer(), wanted_remedies())), suffix)


@bp.get("/assessments/actions/<int:remedy_id>")
@requires(Permission.ASSESSMENT_READ)
def remedy(remedy_id: int) -> Response:
    return _page(queries.get_remedy(viewer(), remedy_id))


@bp.post("/assessments/actions/<int:remedy_id>/close")
@requires(Permission.ASSESSMENT_MAKE)
@takes_files(PHOTO_LIMIT_BYTES + 100_000)
@thinks_first
def close_remedy(remedy_id: int) -> Response:
    """It was put right; this shows it."""
    row, form = queries.get_remedy(viewer(), remedy_id), CloseForm()
    if not form.validate():
        return _page(row, close=form, form=form, status=422)
    begin_write()
    row = queries.get_remedy(viewer(), remedy_id)
    actions.close_remedy(viewer(), row, form.evidence())
    flash(_("Đã ghi: %(subject)s đã khắc phục.", subject=f"“{row.subject.rstrip('.')}”"))
    return see_other("safety.of_unit", unit_id=row.unit_id)


@bp.post("/assessments/actions/<int:remedy_id>/responsible")
@requires(Permission.ASSESSMENT_MAKE)
def name_responsible(remedy_id: int) -> Response:
    row, form = queries.get_remedy(viewer(), remedy_id), ResponsibleForm()
    if not form.validate():
        return _page(row, responsible=form, form=form, status=422)
    actions.name_responsible(viewer(), row, **form.values())
    flash(_("Đã ghi người thực hiện: %(name)s.", name=row.responsible))
    return see_other("safety.remedy", remedy_id=row.id)


@bp.post("/assessments/actions/<int:remedy_id>/extend")
@requires(Permission.REMEDY_EXTEND)
def extend_remedy(remedy_id: int) -> Response:
    """The unit has longer, for a reason."""
    row = queries.get_remedy(viewer(), remedy_id)
    form = ExtendForm(after=row.due_on)
    if not form.validate():
        return _page(row, extend=form, form=form, status=422)
    actions.extend_remedy(viewer(), row, **form.values())
    flash(_("Đã gia hạn việc khắc phục."))
    return see_other("safety.remedy", remedy_id=row.id)


@bp.get("/assessments/actions/<int:remedy_id>/photo")
@requires(Permission.ASSESSMENT_READ)
def remedy_photo(remedy_id: int) -> Answer:
    """How it looks now, as a picture that a browser shows within our page and does not open by itself."""
    headers = {"Content-Disposition": f'attachment; filename="khac-phuc-{remedy_id}.jpg"'}
    return Answer(queries.get_photo(viewer(), remedy_id).content, mimetype="image/jpeg", headers=headers)


def _page(
    row: Remedy,
    *,
    close: CloseForm | None = None,
    responsible: ResponsibleForm | None = None,
    extend: ExtendForm | None = None,
    form: CloseForm | ResponsibleForm | ExtendForm | None = None,
    status: int = 200,
) -> Response:
    """The page; `form` is the one of its forms that was sent with mistakes."""
    return render(
        "safety/remedy.html",
        status=status,
        remedy=row,
        remedy_labels=labels,
        close=close or CloseForm(formdata=None),
        responsible=responsible or ResponsibleForm(formdata=None, data={"responsible": row.responsible}),
        extend=extend or ExtendForm(formdata=None, after=row.due_on),
        form=form,
    )


def wanted_remedies() -> RemedyFilter:
    """The filter that the address asks for; what cannot be read is left out."""
    return RemedyFilter(
        search=request.args.get("q", "")[:200],
        status=chosen_member(RemedyStatus, "status"),
        source=chosen_member(RemedySource, "source"),
        kind=chosen_member(UnitKind, "kind"),
        area_id=row_id("area"),
        owner_id=row_id("owner"),
    )
