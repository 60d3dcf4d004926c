"""One case: who it is for whom one is on duty, its days, what was reported, what was done to it; its link on paper."""

from collections.abc import Sequence
from typing import Any

from flask import abort
from werkzeug.wrappers import Response

from app.access.queries import names_of
from app.clock import local_day
from app.door import VISITOR, Permission, requires, viewer
from app.follow_ups import actions, queries
from app.follow_ups.duty import is_on_duty, may_look
from app.follow_ups.forms import (
    ChangeProtocolForm,
    ConvertForm,
    EndForm,
    ExtendForm,
    HouseholdForm,
    LookForm,
    PlanSampleForm,
    RoomForm,
    ServedForm,
    TeamForm,
    TransferForm,
)
from app.follow_ups.labels import HOUSEHOLD_NEEDS
from app.follow_ups.links import address_of
from app.follow_ups.models import DailyReport, FollowUp, FollowUpTestCorrection
from app.follow_ups.paper import is_true_of
from app.follow_ups.people import person_of, reading_of
from app.follow_ups.queries.history import EXTENDED, Act
from app.follow_ups.queries.looks import may_open
from app.follow_ups.rules.cases import PaperKind
from app.follow_ups.rules.reports import Reading
from app.follow_ups.settings import thresholds
from app.follow_ups.views.blueprint import bp
from app.follow_ups.views.listing import people_on_duty
from app.units.queries import list_communes
from app.web.forms import PortalForm
from app.web.pages import render

SHOWN_SESSIONS = 56


@bp.get("/isolation/<int:follow_up_id>")
@requires(Permission.FOLLOW_UP_READ)
def show(follow_up_id: int) -> Response:
    return case_page(queries.get_case(viewer(), follow_up_id))


@bp.get("/isolation/<int:follow_up_id>/link")
@requires(Permission.FOLLOW_UP_REPORT)
def link(follow_up_id: int) -> Response:
    """The link and its code, to hand out or print."""
    row = queries.get_open_case(viewer(), follow_up_id)
    address = address_of(row) if is_on_duty(viewer(), row) else None
    if address is None:
        abort(404)
    return render("follow_ups/link.html", row=row, person=person_of(row), address=address)


def case_page(row: FollowUp, failed: PortalForm | None = None, status: int = 200) -> Response:
    """The page of a case; `failed` is the form that was sent and is wrong."""
    on_duty = is_on_duty(viewer(), row)
    shown = on_duty or (may_look(viewer(), row) and queries.has_looked(viewer(), row))
    household = queries.list_household(viewer(), row) if on_duty else []
    corrections = queries.list_corrections(viewer(), row) if shown else []
    reports, history = (_readings(row), queries.list_history(row)) if shown else ([], [])
    return render(
        "follow_ups/show.html",
        status=status,
        row=row,
        is_on_duty=on_duty,
        may_look=may_look(viewer(), row) and not shown,
        may_open=not shown and may_look(viewer(), row) and may_open(viewer(), row),
        person=person_of(row) if shown else None,
        reports=reports,
        writers=names_of(
            {report.by_id for report, _said in reports if report.by_id} | _by_whom(corrections),
        ),
        corrections=corrections,
        papers=_papers(row, history),
        trend=trend_of(reports),
        fever=thresholds().fever_tenths,
        samples=queries.list_tests(viewer(), row),
        may_come_late=actions.may_come_late,
        needs=queries.list_needs_of(viewer(), row) if shown else [],
        need_labels=HOUSEHOLD_NEEDS,
        household=household,
        people=people_on_duty(viewer(), household),
        transfer=queries.find_transfer(row) if row.is_open else None,
        history=history,
        form=failed,
        **_forms(row, failed),
    )


def _papers(row: FollowUp, history: Sequence[Act]) -> Sequence[PaperKind]:
    """The documents that say something true of the case."""
    was_extended = any(act.name == EXTENDED for act in history)
    said = {"was_extended": was_extended, "left_positive": row.id in queries.left_positive(viewer(), [row])}
    return [kind for kind in PaperKind if is_true_of(kind, row, **said)]


def _by_whom(corrections: Sequence[FollowUpTestCorrection]) -> set[int]:
    people = {each.before_by_id for each in corrections} | {each.corrected_by_id for each in corrections}
    return {user_id for user_id in people if user_id}


def _readings(row: FollowUp) -> Sequence[tuple[DailyReport, Reading | None]]:
    return [(report, reading_of(report, row.key)) for report in queries.list_reports(viewer(), row)]


def trend_of(reports: Sequence[tuple[DailyReport, Reading | None]]) -> Sequence[tuple[DailyReport, int]]:
    """The temperatures that stand, the oldest first, of the last four weeks."""
    known = [(report, said.tenths) for report, said in reports if said and said.tenths and not report.superseded_at]
    return sorted(known, key=lambda each: (each[0].day, each[0].session.value != "morning"))[-SHOWN_SESSIONS:]


def _forms(row: FollowUp, failed: PortalForm | None) -> dict[str, Any]:
    """The forms of what may be done to the case."""
    forms: dict[str, PortalForm]
    if not row.is_open:
        forms = {"look_form": LookForm(), "served": ServedForm(row.started_on)}
        return {name: failed if type(form) is type(failed) else form for name, form in forms.items()}
    forms = {
        "extend": ExtendForm(row.planned_end_on),
        "convert": ConvertForm(),
        "team": team_form(row),
        "other_protocol": protocol_form(row),
        "joining": HouseholdForm(data={"head_number": str(row.head_id or "")}),
        "end": EndForm(is_over=local_day() >= row.planned_end_on),
        "transfer_form": transfer_form(),
        "look_form": LookForm(),
        "plan": PlanSampleForm(),
        "served": ServedForm(row.started_on),
        "place": RoomForm(data={"room": row.room, "bed": row.bed}),
    }
    return {name: failed if type(form) is type(failed) else form for name, form in forms.items()}


def team_form(row: FollowUp) -> TeamForm:
    """The teams of the place."""
    form = TeamForm()
    form.team.offer({None: queries.list_teams(viewer(), row.area)})
    if not form.is_submitted():
        form.team.choose(row.team)
    return form


def protocol_form(row: FollowUp) -> ChangeProtocolForm:
    """The protocols that the case does not follow."""
    form = ChangeProtocolForm()
    form.protocol.offer({None: [each for each in queries.list_protocols() if each.id != row.protocol_id]})
    return form


def transfer_form() -> TransferForm:
    """The sites and communes to which the viewer may send somebody: any in the province."""
    form = TransferForm()
    form.to_site.offer({None: queries.list_all_sites()})
    groups: dict[str | None, list[Any]] = {}
    for area in list_communes(VISITOR):
        groups.setdefault(area.parent.name if area.parent else None, []).append(area)
    form.to_commune.offer(groups)
    return form
