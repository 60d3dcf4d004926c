"""The form behind a code; leaving from a device that did not send it; how many a unit lets in."""

from datetime import datetime, timedelta
from typing import Any

from flask import request
from flask_babel import lazy_gettext as _l
from wtforms.validators import ValidationError

from app.clock import at, local_day
from app.declarations.catalogue import catalogue
from app.declarations.fields import seat_field
from app.declarations.forms import DeclarationForm, form_class
from app.declarations.questions import AskedForm
from app.declarations.rules import FormKind
from app.text.clean import ascii_digits
from app.visits.gates import Gate
from app.visits.rules import MOST_PEOPLE
from app.web.forms import ClockField, PortalForm, PublicForm, TextField, optional, required


class SeatForm(PublicForm):
    """The seat alone, for whom the vehicle's page knows already."""

    seat = seat_field()


def asked_at(gate: Gate) -> AskedForm:
    """The version of the form that lies behind a code now, or that of the form for which the visitor asks."""
    wish = request.args.get("kind")
    return catalogue().form_for(gate.kind, FormKind(wish) if wish in set(FormKind) else None)


def asked_of_sent(gate: Gate) -> AskedForm | None:
    """The version on which the form that was sent was opened; None when it is no longer taken."""
    name = request.form.get("form")
    return catalogue().find_form(name) if name else asked_at(gate)


def declaration_form(gate: Gate, asked: AskedForm, *args: Any, **options: Any) -> DeclarationForm:
    """The form that asks at this gate what the version says; of a vehicle's passengers also where they sit."""
    return form_class(asked, aboard=gate.is_vehicle)(*args, **options)


class CapacityForm(PortalForm):
    """How many people a unit lets in at once."""

    people = TextField(_l("Số người nhận cùng lúc"), [required(_l("Hãy ghi số người."))])
    number = 0

    def __init__(self, known: int | None) -> None:
        super().__init__(data={"people": str(known or "")})

    def validate_people(self, field: TextField) -> None:
        digits = ascii_digits(field.data or "").replace(".", "")
        self.number = int(digits) if digits.isdigit() and len(digits) <= len(str(MOST_PEOPLE)) else 0
        if not 0 < self.number <= MOST_PEOPLE:
            raise ValidationError(str(_l("Số người là số nguyên từ 1 đến 100.000.")))


class LeaveForm(PublicForm):
    """The last four digits of the phone that was declared; on the device that sent it the hour, if he left before."""

    phone_ending = TextField(_l("4 số cuối của số điện thoại đã khai"), [required(_l("Hãy nhập 4 số cuối."))])
    left_at = ClockField(_l("Giờ đã ra"), [optional()])

    def moment(self, checked_in_at: datetime, *, now: datetime) -> datetime | None:
        """When he left: the hour that he wrote, the first after he entered; None, noted on the field, if it is none."""
        if self.left_at.validate(self) and self.left_at.data is None:
            return now
        hour = self.left_at.data
        if hour:
            same_day = at(local_day(checked_in_at), hour.hour, hour.minute)
            # To the minute: who leaves in the minute in which he entered may say so.
            began = checked_in_at.replace(second=0, microsecond=0)
            left_at = same_day if same_day >= began else same_day + timedelta(days=1)
            if left_at <= now:
                return left_at
            self.left_at.errors = [str(_l("Giờ ra phải sau lúc vào và không sau bây giờ."))]
        return None

    def fits(self, phone: str) -> bool:
        """Whether these are the ends of that number; notes on the field when they are not."""
        fits = ascii_digits(self.phone_ending.data or "") == phone[-4:]
        if not fits:
            self.phone_ending.errors = [str(_l("Chưa đúng 4 số cuối của số điện thoại đã khai."))]
        return fits
