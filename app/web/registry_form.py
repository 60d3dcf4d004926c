"""The number and day that a registry gave a document, held against what is known of it."""

from collections.abc import Callable
from datetime import date

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l
from wtforms import Field
from wtforms.validators import ValidationError

from app.clock import local_day
from app.documents.wording import official_number
from app.web.forms import PortalForm


def not_to_come(_form: object, field: Field) -> None:
    """A day that a registry gave is today's or an earlier one. Raises ValidationError."""
    if field.data and field.data > local_day():
        raise ValidationError(str(_l("Ngày phải là hôm nay hoặc trước đó.")))


class RegistryForm(PortalForm):
    """Its own forms have the fields, `number` and `symbol` among them, and the words."""

    symbol: Field

    def know(self, *, not_before: date, is_taken: Callable[[str, int], bool]) -> None:
        """From which day on the document can be, and which numbers of a year another one has."""
        self.not_before, self._is_taken = not_before, is_taken

    def refuse_taken(self, number: Field, day: date | None, words: LazyString) -> None:
        """Another document of that year has the number. Raises ValidationError."""
        symbol = self.symbol.data
        if number.data and day and symbol and self._is_taken(official_number(number.data, symbol), day.year):
            raise ValidationError(str(words))

    def refuse_earlier(self, day: Field, words: LazyString) -> None:
        """The document is not older than what it tells. Raises ValidationError."""
        if day.data and day.data < self.not_before:
            raise ValidationError(str(words))
