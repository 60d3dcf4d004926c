"""The pages to sign in and to choose a password: as one finds them, after a mistake, with what was typed before."""

from flask import Response

from app.access.forms import ChangePasswordForm
from app.access.keeping import signs_in_by_pin
from app.access.models import User
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


def change_password(
    user: User, form: ChangePasswordForm | None = None, *, kept: str = "", back: str | None = None, status: int = 200
) -> Response:
    """Where a password is changed; whatever was typed before goes along until that is done."""
    form = form or ChangePasswordForm(username=user.username)
    first = user.must_change_password
    return render("access/change_password.html", form=form, first=first, kept=kept, back=back, status=status)


def first_password(user: User, kept: str, *, back: str | None, status: int = 200) -> Response:
    """For whose password was chosen by somebody else, when another form than this page's was sent."""
    form = ChangePasswordForm(formdata=None, username=user.username)
    return change_password(user, form, kept=kept, back=back, status=status)
