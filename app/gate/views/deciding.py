"""Somebody is held: what the guard reads, and what he does about it."""

from flask import Response, abort
from werkzeug.wrappers import Response as AnyResponse

from app import settings
from app.clock import now
from app.door import Permission, requires, viewer
from app.gate import actions, queries
from app.gate.declared import Found, get_of_act
from app.gate.forms import DecisionForm
from app.gate.models import GateAct
from app.gate.queries import Door
from app.gate.rules.acts import DECISIONS, ActKind
from app.gate.views.blueprint import asked_door, bp, handling_at
from app.gate.views.console import limit_guard, new_submission, submission_of
from app.posters.settings import HOTLINE
from app.web.dispatch import thinks_first
from app.web.pages import render, see_other


@bp.get("/gate/held/<int:act_id>")
@requires(Permission.GATE_WORK)
def held(act_id: int) -> Response:
    """The colour, the word, and what this kind of unit does; not why, since others can see the screen."""
    act, found = _held(act_id)
    if found is None:
        abort(404)
    return _page(asked_door(), act, found, DecisionForm(formdata=None))


@bp.post("/gate/held/<int:act_id>")
@requires(Permission.GATE_WORK)
@thinks_first
def decide(act_id: int) -> AnyResponse:
    """What the guard did."""
    door, form = asked_door(), DecisionForm()
    act, found = _held(act_id)
    limit_guard()
    if found is None:
        # Erased or too old meanwhile: he has to be asked again.
        return see_other("gate.console", at=door.checkpoint_id)
    if form.decision.data not in DECISIONS[handling_at(door)]:
        form.decision.data = None
    if not form.validate():
        return _page(door, act, found, form, status=422)
    when = actions.moment(submission_of(form.submission.data))
    done = actions.decide(viewer(), door, act, found, form.decision.data, when)
    return see_other("gate.console", at=door.checkpoint_id, act=done.id)


def _held(act_id: int) -> tuple[GateAct, Found | None]:
    act = queries.get_act(viewer(), act_id)
    return act, get_of_act(act.subject_day, act.subject_id, at=now()) if act.kind is ActKind.HELD else None


def _page(door: Door, act: GateAct, found: Found, form: DecisionForm, status: int = 200) -> Response:
    return render(
        "gate/held.html",
        status=status,
        door=door,
        act=act,
        masked_name=found.masked_name,
        handling=handling_at(door),
        place=queries.find_place(viewer(), door.unit_id),
        hotline=settings.value(HOTLINE),
        form=form,
        new_submission=new_submission,
    )
