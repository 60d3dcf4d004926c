"""The form behind a gate's code; leaving from a device that did not send it."""

from typing import Any

from flask import request
from flask_babel import lazy_gettext as _l

from app.declarations.catalogue import catalogue
from app.declarations.forms import DeclarationForm, form_class
from app.declarations.questions import AskedForm
from app.declarations.rules import FormKind
from app.text.clean import ascii_digits
from app.visits.gates import Gate
from app.web.forms import PublicForm, TextField, required


def asked_at(gate: Gate) -> AskedForm:
    """The version of the form that lies behind a code now, or that of the form for which the visitor asks."""
    wish = request.args.get("kind")
    return catalogue().form_for(gate.kind, FormKind(wish) if wish in set(FormKind) else None)


def asked_of_sent(gate: Gate) -> AskedForm | None:
    """The version on which the form that was sent was opened; None when it is no longer taken."""
    name = request.form.get("form")
    return catalogue().find_form(name) if name else asked_at(gate)


def declaration_form(_gate: Gate, asked: AskedForm, *args: Any, **options: Any) -> DeclarationForm:
    """The form that asks at this gate what the version says."""
    return form_class(asked)(*args, **options)


class LeaveForm(PublicForm):
    """The last four digits of the phone that was declared."""

    phone_ending = TextField(_l("4 số cuối của số điện thoại đã khai"), [required(_l("Hãy nhập 4 số cuối."))])

    def fits(self, phone: str) -> bool:
        """Whether these are the ends of that number; notes on the field when they are not."""
        fits = ascii_digits(self.phone_ending.data or "") == phone[-4:]
        if not fits:
            self.phone_ending.errors = [str(_l("Chưa đúng 4 số cuối của số điện thoại đã khai."))]
        return fits
