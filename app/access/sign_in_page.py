"""The page to sign in: as one finds it, after a mistake, and where a session was over while something was typed."""

from flask import Response

from app.access.keeping import signs_in_by_pin
from app.access.public_forms import PinAgainForm, SignInForm
from app.access.sessions import Past
from app.web.forms import PortalForm
from app.web.pages import render

PAGE = "access/public_sign_in.html"
SLIP = "access/public_slip.html"


def plain(*, back: str | None, was_machine: bool) -> Response:
    """As one finds it; `was_machine`: this browser was a machine at a gate that its manager shut out."""
    return render(PAGE, form=SignInForm(), kept="", back=back, was_machine=was_machine)


def again(form: PortalForm, kept: str, *, back: str | None, status: int) -> Response:
    """With what is wrong beside its field, and whatever was typed before kept."""
    return render(PAGE, form=form, kept=kept, back=back, was_machine=False, status=status)


def after(past: Past, kept: str, *, back: str | None, status: int) -> Response:
    """For whose session is over: the PIN where the account has no password, else its name stands there already.

    A slip that was replaced or taken back opens nothing more: another one does, in another tab, and then the form
    goes on from here.
    """
    if not signs_in_by_pin(past.user):
        return again(SignInForm(formdata=None, data={"username": past.user.username}), kept, back=back, status=status)
    if past.was_ended:
        return by_slip(kept, status=status)
    return again(PinAgainForm(formdata=None), kept, back=back, status=status)


def by_slip(kept: str, *, is_out: bool = False, status: int) -> Response:
    """What to do where the slip is dead; `is_out`: somebody tried to go on without another one."""
    return render(SLIP, kept=kept, is_out=is_out, status=status)
