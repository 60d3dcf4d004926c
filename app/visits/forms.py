"""Leaving from a device that did not send the form."""

from flask_babel import lazy_gettext as _l

from app.text.clean import ascii_digits
from app.web.forms import PublicForm, TextField, required


class LeaveForm(PublicForm):
    """The last four digits of the phone that was declared."""

    phone_ending = TextField(_l("4 số cuối của số điện thoại đã khai"), [required(_l("Hãy nhập 4 số cuối."))])

    def fits(self, phone: str) -> bool:
        """Whether these are the ends of that number; notes on the field when they are not."""
        fits = ascii_digits(self.phone_ending.data or "") == phone[-4:]
        if not fits:
            self.phone_ending.errors = [str(_l("Chưa đúng 4 số cuối của số điện thoại đã khai."))]
        return fits
