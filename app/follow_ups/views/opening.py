"""A new case, of the order's words; or of one more of a household."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import abort, flash
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.areas.models import Area
from app.clock import local_day
from app.declarations.rules import Gender
from app.door import Absent, Permission, requires, viewer
from app.follow_ups import actions, queries
from app.follow_ups.actions import NewCase
from app.follow_ups.duty import is_on_duty
from app.follow_ups.forms import NewCaseForm
from app.follow_ups.labels import OPENING_PLACES
from app.follow_ups.models import FollowUp
from app.follow_ups.people import new_key, person_of
from app.follow_ups.rules.cases import Place
from app.follow_ups.views.blueprint import bp
from app.organisations.models import Organisation
from app.units.models import Unit
from app.units.queries import find_committee, list_communes, list_owners
from app.units.views.listing import row_id
from app.web.pages import render, see_other
from app.zones.models import Team


@bp.get("/isolation/new")
@requires(Permission.FOLLOW_UP_WORK)
def new() -> Response:
    return _page(_filled(_head(), _former()))


@bp.post("/isolation/new")
@requires(Permission.FOLLOW_UP_WORK)
def create() -> Response:
    head = _head()
    form = new_case_form()
    if form.validate() and form.site.row and form.place.data is Place.SITE:
        form.bed_errors(
            queries.bed_problem(viewer(), form.site.row, form.room.data, form.bed.data, but=form.submission)
        )
    if form.errors:
        return _page(form, status=422)
    row = actions.open_case(viewer(), case_of(form, head), key=form.submission)
    flash(_("Đã mở trường hợp cách ly. Hãy đưa đường dẫn hoặc mã QR cho người được cách ly."))
    return see_other("follow_ups.show", follow_up_id=row.id)


def _head() -> FollowUp | None:
    """Of whose household the new one is."""
    head_id = row_id("head")
    return queries.get_open_case(viewer(), head_id) if head_id else None


def _former() -> FollowUp | None:
    """Who has left and is followed anew."""
    former_id = row_id("again")
    if not former_id:
        return None
    row = queries.get_own_case(viewer(), former_id)
    if row.is_open:
        raise Absent(former_id)
    return row


@dataclass(frozen=True)
class Choices:
    """What may be chosen of a case; a file of a thousand asks for it once."""

    sites: Sequence[Unit]
    places: Mapping[str | None, Sequence[Area]]
    teams: Sequence[Team]
    bodies: Sequence[Organisation]

    @property
    def communes(self) -> Sequence[Area]:
        """The places without their districts."""
        return [area for areas in self.places.values() for area in areas]


def case_choices() -> Choices:
    """What the viewer may choose."""
    sites, teams = queries.list_sites(viewer()), queries.list_teams(viewer())
    return Choices(sites, _communes(), teams, list_owners(viewer()))


def new_case_form(choices: Choices | None = None, **options: Any) -> NewCaseForm:
    """The form of a case with what may be chosen."""
    choices = choices or case_choices()
    form = NewCaseForm(today=local_day(), **options)
    form.site.offer({None: choices.sites})
    form.commune.offer(choices.places, blank=_("— Chọn —"))
    form.team.offer({None: choices.teams}, blank=_("Chưa giao"))
    form.body.offer({None: choices.bodies}, blank=_("Theo nơi cách ly"))
    return form


def _filled(head: FollowUp | None, former: FollowUp | None) -> NewCaseForm:
    form = new_case_form()
    form.key.data, form.started_on.data = new_key(), local_day()
    _fill(form, head)
    _fill_anew(form, former)
    return form


def _communes() -> dict[str | None, list[Area]]:
    groups: dict[str | None, list[Area]] = {}
    for area in list_communes(viewer()):
        groups.setdefault(area.parent.name if area.parent else None, []).append(area)
    return groups


def _fill(form: NewCaseForm, head: FollowUp | None) -> None:
    """What a household shares."""
    if head is None:
        return
    person = person_of(head) if is_on_duty(viewer(), head) else None
    form.address.data, form.order_number.data = person.address if person else "", head.order_number
    form.started_on.data, form.place.data = head.started_on, head.place
    form.site.choose(head.unit)
    form.commune.choose(None if head.unit else head.area)


def _fill_anew(form: NewCaseForm, former: FollowUp | None) -> None:
    """Who it is, as his case that ended has it; the order, the reason and the day are new."""
    person = person_of(former) if former else None
    if former is None or person is None:
        return
    names = ("full_name", "phone", "id_number", "address")
    form.process(
        data={
            **{name: getattr(person, name) for name in names},
            "birth_year": str(person.birth_year or ""),
            "gender": Gender(person.gender) if person.gender else None,
            "case_class": former.case_class,
            "key": form.key.data,
            "started_on": form.started_on.data,
            "place": former.place if former.place in set(OPENING_PLACES) else None,
        }
    )
    form.site.choose(former.unit)
    form.commune.choose(None if former.unit else former.area)


def case_of(form: NewCaseForm, head: FollowUp | None) -> NewCase:
    """What a valid form says."""
    site = form.site.row if form.place.data is Place.SITE else None
    area = site.area if site else form.commune.row
    body: Organisation | None = form.body.row or (site.organisation if site else find_committee(area))
    if body is None:
        abort(404)
    return NewCase(
        person=form.person(),
        place=form.place.data,
        organisation=body,
        area=area,
        unit=site,
        room=form.room.data or "",
        bed=form.bed.data or "",
        team=None if site else form.team.row,
        head=head,
        **form.order(),
    )


def _page(form: NewCaseForm, status: int = 200) -> Response:
    return render("follow_ups/new.html", form=form, head_id=row_id("head"), status=status)
