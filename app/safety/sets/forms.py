"""What is typed to change a set, to try it and to switch it on."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import Field
from wtforms.validators import ValidationError

from app.safety.labels import ASSESSED_LABELS, STATUS_LABELS
from app.safety.rules import Level, Model
from app.safety.sets.labels import problem_words
from app.safety.sets.writing import BadLines, Part, read
from app.units.fields import legible
from app.web.forms import DayField, EnumRadioField, ParagraphField, PortalForm, TextField, at_most, optional, required

MOST_CHARACTERS = 40_000
SHOWN_PROBLEMS = 3


def level_words() -> Mapping[Level, str]:
    """The words for levels in lines of bands."""
    return {level: str(label) for level, label in ASSESSED_LABELS.items()}


class SetForm(PortalForm):
    """A set as text; `content` is what it says once it is right."""

    name = TextField(_l("Tên bộ tiêu chí"), [required(_l("Hãy ghi tên.")), legible, at_most(160)])
    status = EnumRadioField(_l("Lời văn"), STATUS_LABELS, [required(_l("Hãy chọn bản chính thức hay bản phục dựng."))])
    basis = TextField(_l("Căn cứ"), [required(_l("Hãy ghi số, ký hiệu văn bản làm căn cứ.")), legible, at_most(300)])
    note = ParagraphField(_l("Ghi chú"), [optional(), at_most(600)])
    options = ParagraphField(_l("Trả lời dùng chung"), [required(_l("Hãy ghi các trả lời.")), at_most(2000)])
    sections = ParagraphField(
        _l("Các phần và tiêu chí"), [required(_l("Hãy ghi các tiêu chí.")), at_most(MOST_CHARACTERS)]
    )
    bands = ParagraphField(_l("Cách xếp mức"), [required(_l("Hãy ghi các mức.")), at_most(4000)])

    def __init__(self, model: Model, **options: Any) -> None:
        super().__init__(**options)
        self._model = model
        self.content: Mapping[str, Any] = {}

    def validate(self, extra_validators: object = None) -> bool:
        if not super().validate():
            return False
        written = {part: self[part.value].data or "" for part in Part}
        try:
            self.content = read(self._model, written, level_words())
        except BadLines as bad:
            for part in Part:
                words = [problem_words(each) for each in bad.problems if each.part is part][:SHOWN_PROBLEMS]
                if words:
                    self[part.value].errors = ["; ".join(words)]
            return False
        return True

    def details(self) -> dict[str, Any]:
        """The keywords of `change_draft`."""
        told = {name: self[name].data for name in ("name", "status", "basis")}
        return {**told, "note": self.note.data or "", "content": self.content}


class SwitchForm(PortalForm):
    """From which day on units answer the new version."""

    from_on = DayField(_l("Áp dụng từ ngày"), [required(_l("Hãy nhập ngày theo mẫu 31/12/2021."))])

    def __init__(self, *, today: date) -> None:
        super().__init__()
        self._today = today

    def validate_from_on(self, field: Field) -> None:
        if field.data < self._today:
            raise ValidationError(str(_l("Bản mới áp dụng từ hôm nay hoặc ngày sau.")))


class TokenForm(PortalForm):
    """Nothing but the token."""
