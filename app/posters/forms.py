"""What is typed about codes."""

from datetime import date

from flask_babel import lazy_gettext as _l
from wtforms import Field
from wtforms.validators import ValidationError

from app.posters.labels import LANGUAGE_LABELS
from app.web.filters import day
from app.web.forms import DayField, EnumField, ParagraphField, PortalForm, at_most, required


class PrintedForm(PortalForm):
    """In which language the poster was printed."""

    language = EnumField(_l("Đã in bản"), LANGUAGE_LABELS, [required(_l("Hãy chọn bản đã in."))])


class DisplayForm(PortalForm):
    """Since when the poster is up; between the day its code was issued and today."""

    on = DayField(_l("Đã dán từ ngày"), [required(_l("Hãy nhập ngày theo mẫu 31/12/2021."))])

    def __init__(self, *, earliest: date, today: date) -> None:
        super().__init__(on=today)
        self._earliest, self._today = earliest, today

    def validate_on(self, field: Field) -> None:
        if not self._earliest <= field.data <= self._today:
            limits = {"first": day(self._earliest), "last": day(self._today)}
            raise ValidationError(str(_l("Ngày phải trong khoảng từ %(first)s đến %(last)s.", **limits)))


class ReplaceForm(PortalForm):
    """Why a code is replaced."""

    because = ParagraphField(_l("Lý do thay mã"), [required(_l("Hãy ghi lý do.")), at_most(300)])
