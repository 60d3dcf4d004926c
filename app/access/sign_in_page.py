"""The page to sign in: as one finds it, after a mistake, and where a session ran out while something was typed."""

from flask import Response

from app.access.keeping import signs_in_by_pin
from app.access.models import User
from app.access.public_forms import PinAgainForm, SignInForm
from app.web.forms import PortalForm
from app.web.pages import render

PAGE = "access/public_sign_in.html"


def plain(*, back: str | None, was_machine: bool) -> Response:
    """As one finds it; `was_machine`: this browser was a machine at a gate that its manager shut out."""
    return render(PAGE, form=SignInForm(), kept="", back=back, was_machine=was_machine)


def again(form: PortalForm, kept: str, *, back: str | None, status: int) -> Response:
    """With what is wrong beside its field, and whatever was typed before kept."""
    return render(PAGE, form=form, kept=kept, back=back, was_machine=False, status=status)


def draw(user: User, kept: str, *, back: str | None, status: int) -> Response:
    """For the account whose session ran out: the PIN where it has no password, else its name stands there already."""
    by_pin = signs_in_by_pin(user)
    form = PinAgainForm(formdata=None) if by_pin else SignInForm(formdata=None, data={"username": user.username})
    return again(form, kept, back=back, status=status)
