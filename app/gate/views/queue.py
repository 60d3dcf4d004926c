"""What a machine noted without network, one thing at a time; and what it needs to send it."""

from datetime import UTC, datetime, timedelta

from flask import Response, jsonify, request
from flask_wtf.csrf import generate_csrf

from app import settings
from app.clock import now
from app.declarations.settings import WINDOW_DAYS
from app.door import Permission, requires, viewer
from app.gate import actions, queries
from app.gate.declared import find_declared, find_of_stay, get_of_act
from app.gate.forms import HandForm, app_of
from app.gate.models import GateAct
from app.gate.queries import Door
from app.gate.queue_keys import keys_for, name_for
from app.gate.rules.acts import DECISIONS, ActKind, Decision, happened_at
from app.gate.rules.scans import Card, Pass, Phone
from app.gate.views.blueprint import asked_door, bp, handling_at, refused, widened
from app.gate.views.console import (
    APPS,
    asked_by_hand,
    blank_hand,
    limit_guard,
    list_inside_of,
    register,
    scanned,
    submission_of,
)
from app.gate.views.regulars import confirm_noted
from app.visits.stays import find_open_at, find_stay
from app.web.dispatch import thinks_first
from app.web.pages import render

# Until the year 5138: further on no clock goes.
MOST_DIGITS = 14
# More enrolments than any machine goes through with people still waiting on it.
MOST_KEYS = 20


@bp.get("/gate/offline")
@requires(Permission.GATE_WORK)
def offline() -> Response:
    """The page that the worker keeps and shows without network: no person is on it."""
    door = asked_door()
    response = render(
        "gate/offline.html",
        door=door,
        hand=blank_hand(door),
        window_days=settings.value(WINDOW_DAYS),
        apps=APPS,
        is_offline=True,
        place=queries.find_place(viewer(), door.unit_id),
    )
    return widened(response)


@bp.get("/gate/token")
@requires(Permission.GATE_WORK)
def token() -> Response:
    """A fresh token for sending, and what time it is."""
    return jsonify(csrf=generate_csrf(), now=int(now().timestamp() * 1000))


@bp.get("/gate/key")
@requires(Permission.GATE_WORK)
def queue_key() -> Response:
    """The key under which this machine seals its queue; and those of earlier enrolments, where something waits."""
    user_id = viewer().user_id or 0
    wanted = request.args.getlist("for")[:MOST_KEYS]
    return jsonify(name=name_for(user_id), keys=keys_for(viewer(), user_id, wanted))


@bp.post("/gate/queue")
@requires(Permission.GATE_WORK)
@thinks_first
def queue() -> Response:
    """One thing that was noted without network; sent twice it is done once."""
    door = asked_door()
    limit_guard()
    when = _moment()
    known = queries.find_act_of(viewer(), when.submission_id)
    if known and known.kind is not ActKind.HELD:
        return _answer(known)
    match request.form.get("kind"):
        case "hand":
            return _by_hand(door, when)
        case "pass":
            return _by_pass(door, when)
        case "leave":
            return _leave(door, when)
        case "in" | "out" as way:
            app = app_of(request.form.get("app", ""))
            kind = ActKind.APP_IN if way == "in" else ActKind.APP_OUT
            return _answer(actions.tally(viewer(), door, app, way=kind, when=when)) if app else refused("unknown")
        case "shift":
            return confirm_noted(door, when)
        case _:
            return refused("unknown")


def _by_hand(door: Door, when: actions.Moment) -> Response:
    form = HandForm(asked_by_hand(door), meta={"csrf": False})
    card = scanned(request.form.get("scanned", ""))
    if isinstance(card, Card):
        form.fill(card)
    if not form.validate():
        errors = [str(messages[0]) for messages in form.errors.values()]
        return refused(" ".join(errors))
    held = queries.find_act_of(viewer(), when.submission_id)
    if held:
        return _decided(door, held, when)
    act = register(door, form, when)
    answer = _answer(act)
    if act.kind is ActKind.HELD:
        # What he declared stands by itself; sent once more, the guard's decision is stored.
        answer.status_code = 202
    return answer


def _decided(door: Door, held: GateAct, when: actions.Moment) -> Response:
    """What the guard did about somebody whom the server would have held."""
    found = get_of_act(held.subject_day, held.subject_id, at=when.at)
    if found is None:
        return _answer(held)
    said = request.form.get("decision", "")
    decision = Decision(said) if said in DECISIONS[handling_at(door)] else Decision.KEPT_OUT
    after = actions.Moment(when.at, when.clock, f"{when.submission_id}-d")
    return _answer(actions.decide(viewer(), door, held, found, decision, after))


def _by_pass(door: Door, when: actions.Moment) -> Response:
    read = scanned(request.form.get("text", ""))
    stay = find_stay(read.receipt) if isinstance(read, Pass) else None
    if stay is None:
        return refused("unknown")
    if inside := find_open_at(door.unit_id, stay):
        act = actions.leave(viewer(), door, inside, when)
        return _answer(act) if act else jsonify(state="again")
    found = find_of_stay(stay, at=when.at)
    if found is None:
        return refused("expired")
    return _answer(actions.enter(viewer(), door, found.person, found.declared, when))


def _leave(door: Door, when: actions.Moment) -> Response:
    """Out, by the card that he showed or the number that he gave; it has to be clear who."""
    read = scanned(request.form.get("scanned", ""))
    if not isinstance(read, Card | Phone):
        return refused("unknown")
    card = read if isinstance(read, Card) else Card.of_numbers(read.number)
    declarations = [each.declared.key for each in find_declared(card, at=when.at)]
    inside = list_inside_of(door, card, declarations)
    if len(inside) != 1:
        return refused("several" if inside else "absent")
    act = actions.leave(viewer(), door, inside[0], when)
    return _answer(act) if act else jsonify(state="again")


def _moment() -> actions.Moment:
    noted = datetime.fromtimestamp(_milliseconds("noted_at") / 1000, UTC)
    before, since = (timedelta(milliseconds=_milliseconds(name)) for name in ("noted_offset", "sent_offset"))
    at, clock = happened_at(noted, before, since, now=now())
    return actions.Moment(at, clock, submission_of(request.form.get("submission")))


def _milliseconds(name: str) -> int:
    typed = request.form.get(name, "")
    digits = typed.removeprefix("-")
    fits = digits.isascii() and digits.isdecimal() and len(digits) < MOST_DIGITS
    return int(typed) if fits else 0


def _answer(act: GateAct) -> Response:
    return jsonify(state="stored", kind=act.kind.value, clock=act.clock.value)
