"""State bodies and who holds their posts."""

from flask import Blueprint, flash, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.clock import local_day
from app.door import Permission, requires, viewer
from app.organisations import actions, queries
from app.organisations.exports import bodies_sheet
from app.organisations.forms import AppointForm, RelieveForm
from app.organisations.labels import GROUP_LABELS, KIND_LABELS, POSITION_LABELS
from app.organisations.models import Appointment, Organisation
from app.organisations.rules import OrganisationKind, RelationGroup
from app.web.pages import render, see_other
from app.web.pagination import Page, Wish, each_page, wished_page
from app.web.sheets import answer_sheet, file_of

KINDS = {kind.value: kind for kind in OrganisationKind}
GROUPS = {group.value: group for group in RelationGroup}
bp = Blueprint("organisations", __name__, template_folder="templates")


@bp.get("/organisations")
@requires(Permission.ORGANISATION_READ)
def index() -> Response:
    page = bodies_of(wished_page())
    return render(
        "organisations/index.html", "bodies_table", page=page, kind_labels=KIND_LABELS, group_labels=GROUP_LABELS
    )


@file_of(bp, "/organisations")
@requires(Permission.ORGANISATION_READ)
def export(suffix: str) -> Response:
    """The same bodies as a file."""
    rows = (row for page in each_page(bodies_of) for row in page.rows)
    return answer_sheet(bodies_sheet(rows), suffix)


def bodies_of(wish: Wish) -> Page:
    return queries.list_bodies(
        wish,
        on=local_day(),
        kind=KINDS.get(request.args.get("kind", "")),
        group=GROUPS.get(request.args.get("group", "")),
        search=request.args.get("q", ""),
    )


@bp.get("/organisations/<int:organisation_id>")
@requires(Permission.ORGANISATION_READ)
def show(organisation_id: int) -> Response:
    return _page(queries.get_organisation(organisation_id), AppointForm())


@bp.post("/organisations/<int:organisation_id>/appointments")
@requires(Permission.ORGANISATION_MANAGE)
def appoint(organisation_id: int) -> Response:
    body, form = queries.get_organisation(organisation_id), AppointForm()
    if not form.validate():
        return _page(body, form, status=422)
    appointment = actions.replace_holder(viewer(), body, **form.appointment())
    flash(_("Đã ghi nhận %(name)s.", name=appointment.full_name))
    return see_other("organisations.show", organisation_id=body.id)


@bp.get("/organisations/appointments/<int:appointment_id>/end")
@requires(Permission.ORGANISATION_MANAGE)
def ask_to_relieve(appointment_id: int) -> Response:
    post = queries.get_appointment(appointment_id)
    return _relieve_page(post, RelieveForm(from_on=post.from_on))


@bp.post("/organisations/appointments/<int:appointment_id>/end")
@requires(Permission.ORGANISATION_MANAGE)
def relieve(appointment_id: int) -> Response:
    post = queries.get_appointment(appointment_id)
    form = RelieveForm(from_on=post.from_on)
    if not form.validate():
        return _relieve_page(post, form, status=422)
    actions.relieve(viewer(), post, **form.values())
    flash(_("Đã ghi ngày thôi giữ chức vụ của %(name)s.", name=post.full_name))
    return see_other("organisations.show", organisation_id=post.organisation_id)


def _relieve_page(post: Appointment, form: RelieveForm, *, status: int = 200) -> Response:
    return render("organisations/relieve.html", post=post, form=form, position_labels=POSITION_LABELS, status=status)


def _page(body: Organisation, form: AppointForm, *, status: int = 200) -> Response:
    return render(
        "organisations/show.html",
        body=body,
        form=form,
        today=local_day(),
        appointments=queries.list_appointments(body.id),
        relations=queries.list_relations(body.id),
        below=queries.list_organisations(parent_id=body.id, on=local_day()),
        kind_labels=KIND_LABELS,
        group_labels=GROUP_LABELS,
        position_labels=POSITION_LABELS,
        status=status,
    )
