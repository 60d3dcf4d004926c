"""What a passenger says besides the declaration; leaving from a device that did not send the form."""

from typing import Any

from flask_babel import lazy_gettext as _l

from app.declarations.forms import DeclarationForm
from app.text.clean import ascii_digits
from app.visits.gates import Gate
from app.web.forms import PublicForm, TextField, at_most, optional, required

LONGEST_SEAT = 8


class PassengerForm(DeclarationForm):
    """The declaration form behind a vehicle's code: it also asks where the passenger sits."""

    seat = TextField(_l("Số ghế hoặc hàng ghế"), [optional(), at_most(LONGEST_SEAT)])


class SeatForm(PublicForm):
    """The seat alone, for whom the vehicle's page knows already."""

    seat = PassengerForm.seat


def declaration_form(gate: Gate, *args: Any, **options: Any) -> DeclarationForm:
    """The form of a gate or of a vehicle."""
    form = PassengerForm if gate.is_vehicle else DeclarationForm
    return form(*args, **options)


class LeaveForm(PublicForm):
    """The last four digits of the phone that was declared."""

    phone_ending = TextField(_l("4 số cuối của số điện thoại đã khai"), [required(_l("Hãy nhập 4 số cuối."))])

    def fits(self, phone: str) -> bool:
        """Whether these are the ends of that number; notes on the field when they are not."""
        fits = ascii_digits(self.phone_ending.data or "") == phone[-4:]
        if not fits:
            self.phone_ending.errors = [str(_l("Chưa đúng 4 số cuối của số điện thoại đã khai."))]
        return fits
