"""The page behind a code: declare, enter, and the receipt with the way out."""

from datetime import timedelta
from typing import NoReturn

from flask import Blueprint, abort, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from markupsafe import Markup
from werkzeug.exceptions import TooManyRequests
from werkzeug.wrappers import Response

from app import settings
from app.clock import now
from app.db import begin_write
from app.declarations.catalogue import catalogue
from app.declarations.forms import DeclarationForm
from app.declarations.queries import Told, find_risk, find_told
from app.declarations.rules import FormKind, RiskLevel
from app.declarations.settings import RETENTION_DAYS, WINDOW_DAYS, keeper
from app.door import public
from app.posters.settings import HOTLINE
from app.text import mask_name
from app.units.labels import UNIT_KIND_LABELS
from app.units.rules import UnitStatus
from app.visits import actions, remembered
from app.visits.actions import Arrival
from app.visits.arrivals import arrival_of, cookies_after, on_trip
from app.visits.beside import told_words
from app.visits.boarding import find_boarding
from app.visits.first_page import asked_language, first_page
from app.visits.forms import LeaveForm, SeatForm, asked_at, asked_of_sent, declaration_form
from app.visits.gates import Gate, find_gate, find_shown_gate, find_successor, likely_gate
from app.visits.labels import RATING_LABELS
from app.visits.limits import ENDINGS, MISSES, forgiven_unless_stored, is_over, note, over_sending
from app.visits.owners import is_own
from app.visits.passes import receipt_pass
from app.visits.remembered import Remembered
from app.visits.results import LEFT, guards_word, result_of, words_at
from app.visits.rules import is_late
from app.visits.settings import LATE_HOURS
from app.visits.stamping import find_stamp_to_enter, find_stamp_to_leave, stamp_to_enter, stamp_to_leave
from app.visits.stays import Stay, find_stay, get_stay, list_family
from app.web.dispatch import thinks_first
from app.web.languages import language
from app.web.limits import caller, count_or_refuse, seconds_left, wait_advice, waiting
from app.web.pages import render, see_other
from app.web.stamped import answer
from app.web.stamps import refuse_foreign_origin

bp = Blueprint("entry", __name__, template_folder="templates")
NO_FORM = {
    UnitStatus.SUSPENDED: _l("Đơn vị đang tạm ngừng hoạt động"),
    UnitStatus.CLOSED: _l("Đơn vị đã đóng cửa"),
    UnitStatus.REFUSED: _l("Đơn vị này chưa được đăng ký"),
    UnitStatus.MERGED: _l("Đơn vị này đã gộp vào đơn vị khác"),
}


@bp.context_processor
def words() -> dict[str, object]:
    """What the pages of this file name."""
    return {
        "kind_labels": UNIT_KIND_LABELS,
        "masked": mask_name,
        "asked_language": asked_language(),
    }


@bp.get("/q/<code>")
@public
def show(code: str) -> Response:
    """The form; on a phone that remembers its owner one big button; in place of either, why there is none."""
    at = now()
    _refuse_guessing()
    gate, row = find_shown_gate(code, at) or _missed()
    if not gate.is_usable(at):
        return _no_form(gate)
    known, told = remembered.read(), told_words(row, at, language())
    if known and "new" not in request.args:
        return _welcome_back(gate, known, told)
    return answer(first_page(gate, told), stamp_to_enter(gate))


@bp.post("/q/<code>")
@public
@thinks_first
def send(code: str) -> Response:
    """A declaration and an entry, or an entry by an earlier declaration."""
    refuse_foreign_origin()
    gate = likely_gate(code) or _gate(code)
    if not gate.is_usable(now()):
        return _no_form(_gate(code), status=409)
    return _tapped(gate, remembered.read()) if "tap" in request.form else _declare(gate)


@bp.post("/q/<code>/forget")
@public
@thinks_first
def forget(code: str) -> Response:
    """Let this phone forget its owner."""
    refuse_foreign_origin()
    response = see_other("entry.show", code=_gate(code).code, lang=asked_language())
    remembered.forget(response)
    return response


@bp.get("/r/<receipt>")
@public
def receipt(receipt: str) -> Response:
    """What the guard looks at, the pass, and the way out."""
    return _receipt(get_stay(receipt), LeaveForm())


@bp.post("/r/<receipt>/out")
@public
@thinks_first
def leave(receipt: str) -> Response:
    """An exit: one tap on the device that entered, the phone's last digits on any other."""
    refuse_foreign_origin()
    stay, form = get_stay(receipt), LeaveForm(request.form)
    if find_stamp_to_leave(stay) is None:
        form.form_errors.append(_("Trang đã mở quá lâu, hãy bấm lại."))
        return _receipt(stay, form, status=422)
    if not is_own(receipt, at=now()) and not _proves_phone(stay, form):
        return _receipt(stay, form, status=422)
    left_at = form.moment(stay.checked_in_at, now=now()) if is_own(receipt, at=now()) else now()
    if left_at is None:
        return _receipt(stay, form, status=422)
    begin_write()
    actions.check_out(stay, at=left_at)
    return see_other("entry.receipt", receipt=receipt, lang=asked_language())


# What a poster holds: capitals make a smaller QR code. The page calls itself /q/….
bp.add_url_rule("/Q/<code>", "show_scanned", show, methods=["GET"])
bp.add_url_rule("/Q/<code>", "send_scanned", send, methods=["POST"])


def _gate(code: str) -> Gate:
    _refuse_guessing()
    return find_gate(code) or _missed()


def _refuse_guessing() -> None:
    if is_over(MISSES, caller()):
        raise TooManyRequests(retry_after=seconds_left(MISSES, caller()))


def _missed() -> NoReturn:
    note(MISSES, caller())
    abort(404)


def _no_form(gate: Gate, status: int = 200) -> Response:
    if gate.is_expired(now()):
        return render("visits/public_replaced.html", gate=gate, successor=find_successor(gate), status=410)
    return render("visits/public_closed.html", gate=gate, heading=NO_FORM[gate.status], status=status)


def _welcome_back(gate: Gate, known: Remembered, told: Markup) -> Response:
    inside, reusable = _stay_at(gate, known), _is_reusable(gate, known)
    if "form" in request.args or not (inside or reusable):
        return _prefilled(gate, known, told=told)
    return _buttons(gate, known, inside=inside, reusable=reusable, told=told)


def _is_reusable(gate: Gate, known: Remembered) -> bool:
    """Whether the phone's declaration is good for one more entry, by what it is judged to be now.

    Where journeys are declared it must say one.
    """
    declared = known.declared
    if catalogue().form_for(gate.kind).kind is FormKind.DOMESTIC and declared.form is not FormKind.DOMESTIC:
        return False
    return declared.is_reusable(now()) and find_risk(declared.day, declared.id) is RiskLevel.GREEN


def _stay_at(gate: Gate, known: Remembered) -> Stay | None:
    stay = find_stay(known.receipt)
    return stay if stay and stay.is_open and stay.may_leave and stay.is_at(gate.unit_id) else None


def _buttons(
    gate: Gate,
    known: Remembered,
    *,
    inside: Stay | None = None,
    reusable: bool = True,
    form: SeatForm | None = None,
    status: int = 200,
    told: str = "",
) -> Response:
    return render(
        "visits/public_return.html",
        told=told,
        gate=gate,
        boarding=find_boarding(gate, now()),
        form=form or SeatForm(),
        status=status,
        known=known,
        inside=inside,
        is_late=inside is not None and is_late(inside.checked_in_at, now=now(), late_hours=settings.value(LATE_HOURS)),
        reusable=reusable,
        enter_stamp=stamp_to_enter(gate),
        leave_stamp=stamp_to_leave(inside) if inside else "",
    )


def _prefilled(gate: Gate, known: Remembered, status: int = 200, *, told: str = "") -> Response:
    person = {**known.person, "remember": True, "no_phone": not known.person["phone"]}
    return _form(gate, declaration_form(gate, asked_at(gate), data=person), known=known, status=status, told=told)


def _form(
    gate: Gate, form: DeclarationForm, *, known: Remembered | None = None, status: int = 422, told: str = ""
) -> Response:
    return render(
        "visits/public_form.html",
        told=told,
        gate=gate,
        boarding=find_boarding(gate, now()),
        form=form,
        known=known,
        correcting=None,
        stamp=stamp_to_enter(gate),
        window_days=settings.value(WINDOW_DAYS),
        retention_days=settings.value(RETENTION_DAYS),
        keeper=keeper(),
        recording=catalogue().recordings.get(language()),
        status=status,
    )


def _tapped(gate: Gate, known: Remembered | None) -> Response:
    """One tap enters by the earlier declaration; what makes it no good any more leads back to the page."""
    stamp = find_stamp_to_enter(gate)
    if known is None or stamp is None:
        return see_other("entry.show", code=gate.code, lang=asked_language())
    if not _is_reusable(gate, known):
        return _prefilled(gate, known, status=422)
    if wait := over_sending(caller(), gate.code, stamp.submission_id):
        raise TooManyRequests(retry_after=wait)
    form = SeatForm(request.form)
    if not form.validate():
        return _buttons(gate, known, form=form, status=422)
    arrival = Arrival(gate, stamp.submission_id, now(), language(), known.person, known.declared)
    return _entered(on_trip(arrival, form), keep=True)


def _declare(gate: Gate) -> Response:
    """Stamp, limit, form, judgement; what was typed stays on the page whatever is wrong."""
    asked, stamp = asked_of_sent(gate), find_stamp_to_enter(gate)
    form = declaration_form(gate, asked or asked_at(gate), request.form)
    if "change" in request.form:
        return _with_family(gate, form)
    if stamp is None or asked is None:
        form.form_errors.append(_("Trang đã mở quá lâu. Những gì đã nhập còn nguyên, hãy bấm gửi lại."))
        return _form(gate, form)
    if wait := over_sending(caller(), gate.code, stamp.submission_id):
        form.form_errors.append(str(wait_advice(wait)))
        return waiting(_form(gate, form, status=429), wait)
    if not form.validate():
        return _form(gate, form)
    return _entered(arrival_of(gate, stamp, form, language()), keep=bool(form.remember.data))


def _with_family(gate: Gate, form: DeclarationForm) -> Response:
    """The same page with room for one more of the family, or for one less; nothing is checked yet."""
    if request.form["change"] == "add":
        form.add_member()
    else:
        form.remove_member()
    return _form(gate, form, status=200)


def _entered(arrival: Arrival, *, keep: bool) -> Response:
    with forgiven_unless_stored(caller(), arrival.gate.code, arrival.submission_id):
        accepted = actions.check_in(arrival, alone=True)
    if accepted is None:
        # Renamed, suspended or replaced since this process looked: now it has looked again.
        again: Response = send(arrival.gate.code)
        return again
    response = see_other("entry.receipt", receipt=accepted.receipt, lang=asked_language())
    known = remembered.read()
    for cookie in cookies_after(arrival, accepted, known, keep=keep, secure=request.is_secure):
        response.headers.add("Set-Cookie", cookie)
    if not keep and _is_of_owner(arrival, known):
        remembered.forget(response)
    return response


def _is_of_owner(arrival: Arrival, known: Remembered | None) -> bool:
    """Whether the phone's owner sent the form without the tick: he does not want to be remembered any more."""
    return known is not None and known.person["full_name"] == arrival.person["full_name"]


def _receipt(stay: Stay, form: LeaveForm, status: int = 200) -> Response:
    own = is_own(stay.receipt, at=now())
    return render(
        "visits/public_receipt.html",
        stay=stay,
        own=own,
        told=find_told(stay.declaration_day, stay.declaration_id) if own else Told(),
        family=list_family(stay) if own else (),
        correctable=own and actions.is_correctable(stay, at=now()),
        rating_labels=RATING_LABELS,
        left_word=LEFT,
        words=words_at(stay.kind),
        result=result_of(stay),
        guards_word=guards_word(stay),
        pass_picture=receipt_pass(stay.receipt),
        hotline=settings.value(HOTLINE),
        erased_on=stay.day + timedelta(settings.value(RETENTION_DAYS)),
        stamp=stamp_to_leave(stay),
        is_late=is_late(stay.checked_in_at, now=now(), late_hours=settings.value(LATE_HOURS)),
        form=form,
        status=status,
    )


def _proves_phone(stay: Stay, form: LeaveForm) -> bool:
    """Whether the digits are those of the phone that was declared; five tries in a quarter of an hour."""
    if not form.validate():
        return False
    count_or_refuse(ENDINGS, stay.receipt)
    return stay.visitor is not None and form.fits(stay.visitor.phone)
