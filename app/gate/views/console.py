"""The console: what is scanned or typed, entries by hand, counts by app, half a minute to take things back."""

import secrets
from collections.abc import Sequence
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from flask import Response, current_app, flash, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from app import settings
from app.clock import local_day, now
from app.declarations.catalogue import catalogue
from app.declarations.judging import examine
from app.declarations.questions import AskedForm
from app.declarations.rules import FormKind
from app.declarations.settings import WINDOW_DAYS
from app.door import Permission, requires, viewer
from app.gate import actions, queries
from app.gate.declared import Found, find_declared, find_of_stay, name_key
from app.gate.forms import HandForm, ScanForm, app_of
from app.gate.limits import GUARD
from app.gate.models import GateAct
from app.gate.queries import Door
from app.gate.rules.acts import ActKind, needs_decision
from app.gate.rules.scans import Card, Pass, Phone, Scan, Unfit, read_scan
from app.gate.views.blueprint import asked_door, bp, own_doors, widened
from app.posters.national.settings import NATIONAL_HOSTS
from app.tallies.rules import DECLARING, NationalApp
from app.visits.stays import Stay, find_open_at, find_stay, list_open_by, list_open_with_phone
from app.web.converters import id_in
from app.web.dispatch import thinks_first
from app.web.limits import count_or_refuse, over_limit, wait_advice, waiting
from app.web.pages import is_fragment, render, see_other

WAYS = {"in": ActKind.APP_IN, "out": ActKind.APP_OUT}
APPS = [app for app in NationalApp if app in DECLARING]


@bp.get("/gate")
@requires(Permission.GATE_WORK)
def console() -> Response:
    """The guard's page; for who polls its counts and last five, 204 while nothing has changed."""
    door = asked_door()
    if is_fragment() and request.args.get("seen") == queries.version_of(viewer(), door):
        return Response(status=204, headers={"Vary": "HX-Request"})
    return page(door)


@bp.post("/gate/scan")
@requires(Permission.GATE_WORK)
@thinks_first
def scan() -> AnyResponse:
    """What the scanner read or the guard typed."""
    door, form = asked_door(), ScanForm()
    if wait := over_limit(GUARD, str(viewer().user_id)):
        form.text.errors = [str(wait_advice(wait))]
        return waiting(page(door, scan_form=form, status=429), wait)
    if not form.validate():
        return page(door, scan_form=form, status=422)
    read = scanned(str(form.text.data))
    submission = submission_of(form.submission.data)
    match read:
        case Unfit():
            return _shown(door, actions.refuse_scan(viewer(), door, read))
        case Pass(receipt):
            return _by_pass(door, find_stay(receipt), submission)
        case Phone() | Card():
            return _by_number(door, read, submission)


@bp.post("/gate/in")
@requires(Permission.GATE_WORK)
@thinks_first
def let_in() -> AnyResponse:
    """One of several who declared with the same phone."""
    shown = Card.of_numbers(request.form.get("phone", ""), request.form.get("id_number", ""))
    door, found = asked_door(), find_declared(shown, at=now())
    limit_guard()
    chosen = next((each for each in found if each.declared.id == request.form.get("declaration")), None)
    if chosen is None:
        return see_other("gate.console", at=door.checkpoint_id)
    return _judged(door, chosen, submission_of(request.form.get("submission")))


@bp.post("/gate/by-hand")
@requires(Permission.GATE_WORK)
@thinks_first
def by_hand() -> AnyResponse:
    """Somebody without a phone."""
    door = asked_door()
    form = HandForm(asked_by_hand(door))
    if wait := over_limit(GUARD, str(viewer().user_id)):
        form.form_errors.append(str(wait_advice(wait)))
        return waiting(page(door, hand=form, status=429), wait)
    if not form.validate():
        return page(door, hand=form, status=422)
    return _shown(door, register(door, form, actions.moment(submission_of(form.submission.data))))


@bp.post("/gate/tally")
@requires(Permission.GATE_WORK)
@thinks_first
def tally() -> AnyResponse:
    """Somebody who showed a national app."""
    door, app = asked_door(), app_of(request.form.get("app", ""))
    way = WAYS.get(request.form.get("way", ""))
    limit_guard()
    if app is None or way is None:
        return page(door, status=422)
    when = actions.moment(submission_of(request.form.get("submission")))
    return _shown(door, actions.tally(viewer(), door, app, way=way, when=when))


@bp.post("/gate/undo")
@requires(Permission.GATE_WORK)
def undo() -> AnyResponse:
    """Take back what was done a moment ago."""
    door, named = asked_door(), id_in(request.form.get("act", ""))
    if named:
        actions.undo(viewer(), queries.get_act(viewer(), named))
        flash(_("Đã hoàn tác."))
    return see_other("gate.console", at=door.checkpoint_id)


def scanned(text: str) -> Scan:
    """What a text from a scanner is."""
    hosts = str(settings.value(NATIONAL_HOSTS)).split(", ")
    own_host = urlsplit(current_app.config["BASE_URL"]).hostname or ""
    return read_scan(text, national_hosts=hosts, own_host=own_host)


def asked_by_hand(door: Door) -> AskedForm:
    """The questions that the guard read out: of the version that his page showed, else those asked there now."""
    name = request.form.get("form", "")
    shown = (form for form in catalogue().forms if form.kind is FormKind.GENERAL and form.name == name)
    return next(shown, None) or catalogue().form_for(door.kind, FormKind.GENERAL)


def blank_hand(door: Door) -> HandForm:
    """The form by hand with nothing in it."""
    return HandForm(catalogue().form_for(door.kind, FormKind.GENERAL), formdata=None)


def register(door: Door, form: HandForm, when: actions.Moment) -> GateAct:
    """Let in whom the guard asked, or hold him."""
    health = examine(form.said_of(), form.asked, on=local_day(when.at))
    if needs_decision(health.risk):
        return actions.declare_held(viewer(), door, form.person(), health, when)
    return actions.enter(viewer(), door, form.person(), health, when)


def page(door: Door, *, hand: HandForm | None = None, status: int = 200, **context: Any) -> Response:
    """The console; with `hand` filled in from a card, or with what is wrong in it."""
    context.setdefault("scan_form", ScanForm(formdata=None))
    if hand is not None and not hand.errors:
        hand.go_to_what_is_missing()
    wrong = hand if hand is not None and hand.errors else context["scan_form"]
    response = render(
        "gate/console.html",
        fragment="gate_live",
        status=status,
        doors=own_doors(),
        hand=hand or blank_hand(door),
        window_days=settings.value(WINDOW_DAYS),
        is_hand_asked=hand is not None,
        is_offline=False,
        form=wrong,
        apps=APPS,
        new_submission=new_submission,
        **_live(door),
        **context,
    )
    return widened(response)


def new_submission() -> str:
    """The id of a form that is given out."""
    return secrets.token_urlsafe(16)


def submission_of(sent: Any) -> str:
    """The id with which a form came; of one that lost it a fresh one."""
    text = str(sent or "")
    fits = 16 <= len(text) <= 32 and text.isascii() and text.replace("-", "").replace("_", "").isalnum()
    return text if fits else new_submission()


def limit_guard() -> None:
    """Refuse a machine that does more than any guard can."""
    count_or_refuse(GUARD, str(viewer().user_id))


def _live(door: Door) -> dict[str, Any]:
    shown = id_in(request.args.get("act", ""))
    act = queries.get_act(viewer(), shown) if shown else None
    return {
        "door": door,
        "version": queries.version_of(viewer(), door),
        "figures": queries.figures(viewer(), door),
        "last_acts": queries.list_last_acts(viewer(), door),
        "act": act,
        "at": now(),
    }


def _by_pass(door: Door, stay: Stay | None, submission: str) -> AnyResponse:
    """Out, if this is where the holder is inside; else in, by the declaration of the pass."""
    if stay is None:
        return _shown(door, actions.refuse_scan(viewer(), door, Unfit.UNKNOWN))
    if done := queries.find_act_about(viewer(), submission, [stay.declaration]):
        return _shown(door, done)
    if inside := find_open_at(door.unit_id, stay):
        return _let_out(door, inside, submission)
    found = find_of_stay(stay, at=now())
    if found is None:
        return page(door, hand=blank_hand(door), notice=_("Tờ khai trên biên nhận đã quá hạn. Hãy hỏi và khai lại."))
    return _judged(door, found, submission)


def _by_number(door: Door, read: Phone | Card, submission: str) -> AnyResponse:
    """By phone or card: one who declared goes on, several are chosen from, nobody is asked and entered by hand.

    A card is its holder's, so that it lets him out as it let him in; a phone may be a whole family's.
    """
    card = read if isinstance(read, Card) else Card.of_numbers(read.number)
    found = find_declared(card, at=now())
    declarations = [each.declared.key for each in found]
    if done := queries.find_act_about(viewer(), submission, declarations):
        return _shown(door, done)
    by_card = list_open_by(door.unit_id, declarations) if card is read else ()
    if len(found) == len(by_card) == 1:
        return _let_out(door, by_card[0], submission)
    inside = list_inside_of(door, card, declarations)
    if len(found) == 1 and not inside:
        return _judged(door, found[0], submission)
    if found or inside:
        return _choice(door, card, found, inside)
    hand = blank_hand(door)
    hand.fill(card)
    return page(door, hand=hand, notice=_("Chưa có tờ khai còn hạn. Hãy hỏi khách và khai hộ."))


def list_inside_of(door: Door, card: Card, declarations: Sequence[tuple[date, str]]) -> Sequence[Stay]:
    """Who is inside by these declarations, or by the phone that a card or somebody names."""
    by_card = list_open_by(door.unit_id, declarations) if card.full_name or card.id_number else ()
    by_phone = list_open_with_phone(door.unit_id, card.phone) if card.phone else ()
    return list({stay.receipt: stay for stay in (*by_card, *by_phone)}.values())


def _choice(door: Door, card: Card, found: Sequence[Found], inside: Sequence[Stay]) -> Response:
    """Who is inside is let out; let in once more only if that is what the guard wants."""
    declared = {each.name_key: each for each in found}
    rows = [(stay, declared.pop(name_key(stay.visitor.full_name), None) if stay.visitor else None) for stay in inside]
    return render(
        "gate/choose.html",
        door=door,
        card=card,
        inside=rows,
        found=declared.values(),
        new_submission=new_submission,
    )


def _let_out(door: Door, stay: Stay, submission: str) -> AnyResponse:
    act = actions.leave(viewer(), door, stay, actions.moment(submission))
    return _shown(door, act) if act else see_other("gate.console", at=door.checkpoint_id)


def _judged(door: Door, found: Found, submission: str) -> AnyResponse:
    when = actions.moment(submission)
    if needs_decision(found.declared.risk):
        return _shown(door, actions.hold(viewer(), door, found, when))
    return _shown(door, actions.enter(viewer(), door, found.person, found.declared, when))


def _shown(door: Door, act: GateAct) -> AnyResponse:
    if act.kind is ActKind.HELD:
        return see_other("gate.held", act_id=act.id, at=door.checkpoint_id)
    return see_other("gate.console", at=door.checkpoint_id, act=act.id)
