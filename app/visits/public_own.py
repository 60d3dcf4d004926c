"""What the device that sent a form may do with it, from correcting to the pass; and how full a place is."""

from collections.abc import Sequence
from dataclasses import replace

from flask import Blueprint, abort, request
from flask_babel import gettext as _
from werkzeug.exceptions import TooManyRequests
from werkzeug.wrappers import Response

from app import settings
from app.clock import local_day, now
from app.db import begin_write
from app.declarations.catalogue import catalogue
from app.declarations.forms import DeclarationForm, form_class
from app.declarations.judging import examine
from app.declarations.queries import find_person
from app.declarations.questions import AskedForm
from app.declarations.settings import RETENTION_DAYS, WINDOW_DAYS, keeper
from app.door import Absent, public
from app.text import mask_name
from app.units.labels import UNIT_KIND_LABELS
from app.visits import actions, remembered
from app.visits.crowding import count_inside
from app.visits.first_page import asked_language
from app.visits.gates import Gate, find_gate
from app.visits.labels import CROWDING_LABELS, RATING_LABELS
from app.visits.limits import MISSES, is_over, note
from app.visits.owners import is_own
from app.visits.passes import pass_pdf, pass_png
from app.visits.stays import Stay, get_stay, list_family, list_stays
from app.web.dispatch import thinks_first
from app.web.limits import caller, seconds_left
from app.web.pages import render, see_other
from app.web.sheets import answer_file, show_file
from app.web.stamps import find_stamp, new_stamp, refuse_foreign_origin

bp = Blueprint("own", __name__, template_folder="templates")


@bp.context_processor
def words() -> dict[str, object]:
    """What the pages of this file name."""
    return {
        "kind_labels": UNIT_KIND_LABELS,
        "crowding_labels": CROWDING_LABELS,
        "masked": mask_name,
        "asked_language": asked_language(),
    }


@bp.get("/r/<receipt>/correct")
@public
def ask_to_correct(receipt: str) -> Response:
    """The form as it was sent, but for the health questions, which are answered anew."""
    stay = get_stay(receipt)
    if not _may_change(stay):
        return _back(receipt)
    person = find_person(stay.declaration_day, stay.declaration_id) or {}
    return _form(stay, _class(stay)(data={**person, "no_phone": not person.get("phone")}))


@bp.post("/r/<receipt>/correct")
@public
@thinks_first
def correct(receipt: str) -> Response:
    """The declaration says this instead, and is judged anew."""
    refuse_foreign_origin()
    stay = get_stay(receipt)
    if not _may_change(stay):
        return _back(receipt)
    form = _class(stay)(request.form)
    if find_stamp(_correcting(stay)) is None:
        form.form_errors.append(_("Trang đã mở quá lâu. Những gì đã nhập còn nguyên, hãy bấm gửi lại."))
        return _form(stay, form, status=422)
    if not form.validate():
        return _form(stay, form, status=422)
    ((person, said), *_others) = form.people()
    health = examine(said, _asked(stay), on=local_day())
    if not actions.correct(stay, person, health, at=now(), receipts=_own_receipts()):
        form.form_errors.append(_("Người này đang có lượt vào khác tại đây, nên không sửa thành người này được."))
        return _form(stay, form, status=422)
    response, known = _back(receipt), remembered.read()
    if known and known.declared.id == stay.declaration_id:
        declared = replace(known.declared, risk=health.risk, form_version=health.form_version)
        remembered.remember(response, replace(known, person=person, declared=declared))
    return response


@bp.get("/r/<receipt>/withdraw")
@public
def ask_to_withdraw(receipt: str) -> Response:
    """What will happen, before it happens."""
    stay = get_stay(receipt)
    if not _may_change(stay):
        return _back(receipt)
    return render("visits/public_withdraw.html", stay=stay, stamp=new_stamp(_withdrawing(stay)))


@bp.post("/r/<receipt>/withdraw")
@public
@thinks_first
def withdraw(receipt: str) -> Response:
    """The declaration is erased; the entry stays."""
    refuse_foreign_origin()
    stay = get_stay(receipt)
    if _may_change(stay) and find_stamp(_withdrawing(stay)):
        actions.withdraw(stay, at=now(), receipts=_own_receipts())
    return _back(receipt)


@bp.post("/r/<receipt>/rate")
@public
@thinks_first
def rate(receipt: str) -> Response:
    """One tap on leaving: how the unit keeps its measures."""
    refuse_foreign_origin()
    stay, said = get_stay(receipt), request.form.get("rating", "")
    known = {str(rating): rating for rating in RATING_LABELS}
    if said in known and stay.may_rate and is_own(receipt, at=now()):
        actions.rate(stay, known[said])
    return _back(receipt)


@bp.post("/r/<receipt>/out-together")
@public
@thinks_first
def leave_together(receipt: str) -> Response:
    """The whole family leaves with one tap on the device that sent their form."""
    refuse_foreign_origin()
    stay = get_stay(receipt)
    if is_own(receipt, at=now()):
        family = [get_stay(each.receipt) for each in list_family(stay) if each.checked_out_at is None]
        begin_write()
        for each in sorted((stay, *family), key=lambda one: (one.unit_id, one.day, one.visit_id)):
            actions.check_out(each, at=now())
    return _back(receipt)


@bp.get("/mine")
@public
def mine() -> Response:
    """The visits of a phone that remembers its owner."""
    known = remembered.read()
    stays = list_stays(known.receipts) if known else []
    return render("visits/public_mine.html", stays=stays, known=known)


@bp.get("/r/<receipt>/pass.png")
@public
def picture(receipt: str) -> Response:
    """The pass as a picture, to keep among the phone's photographs."""
    return answer_file(pass_png(get_stay(receipt)), "image/png", f"{receipt}.png")


@bp.get("/r/<receipt>/pass.pdf")
@public
def paper(receipt: str) -> Response:
    """Receipt and pass on paper; the name only where the form was sent."""
    stay = get_stay(receipt)
    return show_file(pass_pdf(stay, is_own=is_own(receipt, at=now())), "application/pdf", f"{receipt}.pdf")


@bp.get("/q/<code>/crowding")
@public
def crowding(code: str) -> Response:
    """How full the place behind a code is, before one goes in."""
    gate = _gate(code)
    return render("visits/public_crowding.html", gate=gate, inside=count_inside(gate.unit_id), at=now())


def _may_change(stay: Stay) -> bool:
    return is_own(stay.receipt, at=now()) and actions.is_correctable(stay, at=now())


def _own_receipts() -> Sequence[str]:
    known = remembered.read()
    return known.receipts if known else ()


def _asked(stay: Stay) -> AskedForm:
    return catalogue().form_for(stay.kind, stay.form)


def _class(stay: Stay) -> type[DeclarationForm]:
    return form_class(_asked(stay), aboard=stay.vehicle is not None)


def _form(stay: Stay, form: DeclarationForm, status: int = 200) -> Response:
    gate = find_gate(stay.code)
    if gate is None:
        raise Absent(stay.receipt)
    return render(
        "visits/public_form.html",
        gate=gate,
        boarding=None,
        form=form,
        known=None,
        correcting=stay,
        recording=None,
        stamp=new_stamp(_correcting(stay)),
        window_days=settings.value(WINDOW_DAYS),
        retention_days=settings.value(RETENTION_DAYS),
        keeper=keeper(),
        status=status,
    )


def _back(receipt: str) -> Response:
    return see_other("entry.receipt", receipt=receipt, lang=asked_language())


def _correcting(stay: Stay) -> str:
    return f"correct.{stay.receipt}"


def _withdrawing(stay: Stay) -> str:
    return f"withdraw.{stay.receipt}"


def _gate(code: str) -> Gate:
    if is_over(MISSES, caller()):
        raise TooManyRequests(retry_after=seconds_left(MISSES, caller()))
    gate = find_gate(code)
    if gate is None:
        note(MISSES, caller())
        abort(404)
    return gate
