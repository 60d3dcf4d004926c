"""The pages behind a team member's slip: first use, signing in with the PIN."""

from flask import Blueprint, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.access import devices
from app.access.delays import Tries, tries_of_link
from app.access.guard import keep_signed_in
from app.access.queries import find_user
from app.access.signing_in import Outcome
from app.clock import now
from app.door import public
from app.units.public_forms import NewPinForm, PinForm
from app.web.dispatch import thinks_first
from app.web.forms import PublicForm
from app.web.limits import limiter
from app.web.pages import render, see_other
from app.web.stamps import find_stamp, new_stamp, refuse_foreign_origin
from app.zones import actions, queries
from app.zones.models import TeamLink
from app.zones.rules import TeamLinkStatus

bp = Blueprint("teams_public", __name__, url_prefix="/team", template_folder="templates")


@bp.get("/<token>")
@public
def open_link(token: str) -> Response:
    return _page(token, queries.get_link(token))


@bp.post("/<token>")
@public
@thinks_first
@limiter.limit("120 per hour")
def sign_in(token: str) -> Response:
    refuse_foreign_origin()
    link, form = queries.get_link(token), PinForm(request.form)
    if queries.link_status(link, at=now()) is not TeamLinkStatus.USED:
        return _page(token, link)
    if not form.validate() or not _is_fresh(form, link):
        return _page(token, link, form=form, status=422)
    outcome = actions.sign_in_by_link(link, form.pin.data or "", tries=_tries_at(link))
    if outcome.user is None:
        form.pin.errors = [_("Mã PIN không đúng.")]
        return _refused(token, link, form, outcome)
    return _welcome(outcome)


@bp.post("/<token>/pin")
@public
@thinks_first
@limiter.limit("60 per hour")
def choose_pin(token: str) -> Response:
    refuse_foreign_origin()
    link = queries.get_link(token)
    form = NewPinForm(request.form, known=[link.member.phone])
    if queries.link_status(link, at=now()) is not TeamLinkStatus.OPEN:
        return _page(token, link)
    if not form.validate() or not _is_fresh(form, link):
        return _page(token, link, form=form, status=422)
    return _welcome(actions.choose_pin(link, form.new_pin.data or ""))


def _page(token: str, link: TeamLink, *, form: PublicForm | None = None, status: int = 200) -> Response:
    """What the link opens now: the choice of a PIN, the PIN, or why it opens nothing."""
    found = queries.link_status(link, at=now())
    if found not in (TeamLinkStatus.OPEN, TeamLinkStatus.USED):
        return render("zones/public_closed.html", found=found, status=410)
    is_first = found is TeamLinkStatus.OPEN
    return render(
        "zones/public_pin.html",
        link=link,
        token=token,
        is_first=is_first,
        form=form or (NewPinForm() if is_first else PinForm()),
        stamp=new_stamp(_purpose(link)),
        status=status,
    )


def _refused(token: str, link: TeamLink, form: PinForm, outcome: Outcome) -> Response:
    if not outcome.wait:
        return _page(token, link, form=form, status=422)
    sentence = _("Đã thử sai nhiều lần. Hãy đợi %(n)s giây rồi thử lại.", n=outcome.wait_seconds)
    form.form_errors.append(sentence)
    response = _page(token, link, form=form, status=429)
    response.headers["Retry-After"] = str(outcome.wait_seconds)
    return response


def _welcome(outcome: Outcome) -> Response:
    assert outcome.user is not None  # noqa: S101 - who was refused does not come here
    keep_signed_in(outcome.user, outcome.token)
    response = see_other("rounds.index")
    devices.remember(response, outcome.user)
    return response


def _tries_at(link: TeamLink) -> Tries:
    user = find_user(link.member.user_id)
    # Its own numbers: those of management links count elsewhere.
    return tries_of_link(-link.id, devices.place_of(user), is_known=devices.is_known(user))


def _is_fresh(form: PublicForm, link: TeamLink) -> bool:
    if find_stamp(_purpose(link)) is None:
        form.form_errors.append(_("Trang đã mở quá lâu. Hãy nhập lại rồi bấm gửi."))
    return not form.errors


def _purpose(link: TeamLink) -> str:
    return f"team-{link.id}"
