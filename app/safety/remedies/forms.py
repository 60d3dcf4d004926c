"""What is typed about something to put right."""

from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import Field
from wtforms.validators import ValidationError

from app.safety.fields import PictureField
from app.safety.remedies.rules import Evidence
from app.units.fields import legible
from app.web.forms import DayField, ParagraphField, PortalForm, TextField, at_most, optional, required


class CloseForm(PortalForm):
    """What shows that it was put right: words, a picture or both."""

    note = ParagraphField(_l("Đã khắc phục như thế nào"), [optional(), at_most(600)])
    photo = PictureField(_l("Ảnh sau khi khắc phục"))

    def validate(self, extra_validators: object = None) -> bool:
        if not super().validate():
            return False
        if not self.evidence():
            self.note.errors = [str(_l("Hãy ghi đã khắc phục như thế nào hoặc gửi ảnh."))]
            return False
        return True

    def evidence(self) -> Evidence:
        """What was typed and sent."""
        return Evidence(self.note.data or "", self.photo.picture)


class ResponsibleForm(PortalForm):
    """Who in the unit sees to it."""

    responsible = TextField(
        _l("Người thực hiện"), [required(_l("Hãy ghi họ tên người thực hiện.")), legible, at_most(120)]
    )


class ExtendForm(PortalForm):
    """Until when the unit has longer, and why."""

    due_on = DayField(_l("Hạn mới"), [required(_l("Hãy nhập ngày theo mẫu 31/12/2021."))])
    because = TextField(_l("Lý do gia hạn"), [required(_l("Hãy ghi lý do gia hạn.")), legible, at_most(300)])

    def __init__(self, *, after: date, **options: Any) -> None:
        super().__init__(**options)
        self._after = after

    def validate_due_on(self, field: Field) -> None:
        if field.data <= self._after:
            raise ValidationError(str(_l("Hạn mới phải sau hạn hiện tại.")))
