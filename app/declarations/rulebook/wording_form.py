"""The words of a kind of unit on the screens of visitors and guards."""

from collections.abc import Mapping
from typing import Any

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l
from wtforms import Field
from wtforms.validators import ValidationError

from app.declarations.models import ResultWording
from app.declarations.questions import Wording
from app.declarations.rulebook.forms import BASIS, LANGUAGE_NAMES
from app.declarations.rules import Handling, possible_handlings
from app.units.rules import UnitKind
from app.web.forms import EnumRadioField, ParagraphField, PortalForm, TextField, at_most, enum_choices, required

HANDLING_LABELS: Mapping[Handling, LazyString] = {
    Handling.CALL: _l("Chờ bên ngoài, gọi y tế"),
    Handling.SEAT: _l("Mời ngồi riêng, không cho xuống giữa đường"),
    Handling.SCREEN: _l("Mời sang khu sàng lọc, không từ chối"),
}
# The huge word fits on a phone.
LONGEST_WORD = 40
KEYS = ("amber", "red", "advice")


class WordingForm(PortalForm):
    """What is done with who may bring the disease, and how it is said; empty texts are said as the portal says them."""

    handling = EnumRadioField(_l("Người có nguy cơ (đỏ)"), HANDLING_LABELS, [required(_l("Hãy chọn cách xử lý."))])
    red_vi = TextField(_l("Chữ lớn khi đỏ, tiếng Việt"), [at_most(LONGEST_WORD)])
    red_en = TextField(_l("Chữ lớn khi đỏ, tiếng Anh"), [at_most(LONGEST_WORD)])
    red_km = TextField(_l("Chữ lớn khi đỏ, tiếng Khmer"), [at_most(LONGEST_WORD)])
    advice_vi = ParagraphField(_l("Lời dặn thêm khi đỏ, tiếng Việt"), [at_most(300)])
    advice_en = ParagraphField(_l("Lời dặn thêm khi đỏ, tiếng Anh"), [at_most(300)])
    advice_km = ParagraphField(_l("Lời dặn thêm khi đỏ, tiếng Khmer"), [at_most(300)])
    amber_vi = TextField(_l("Chữ lớn khi vàng, tiếng Việt"), [at_most(LONGEST_WORD)])
    amber_en = TextField(_l("Chữ lớn khi vàng, tiếng Anh"), [at_most(LONGEST_WORD)])
    amber_km = TextField(_l("Chữ lớn khi vàng, tiếng Khmer"), [at_most(LONGEST_WORD)])
    basis = TextField(BASIS, [required(_l("Hãy ghi số, ký hiệu văn bản làm căn cứ.")), at_most(200)])

    def __init__(self, kind: UnitKind, **options: Any) -> None:
        super().__init__(**options)
        self._possible = possible_handlings(kind)
        self.handling.choices = enum_choices(Handling, {each: HANDLING_LABELS[each] for each in self._possible})

    @classmethod
    def of(cls, kind: UnitKind, wording: Wording, row: ResultWording | None) -> "WordingForm":
        """The form as it stands for a kind of unit."""
        known = {f"{key}_{language}": text for key in KEYS for language, text in wording.words.get(key, {}).items()}
        basis = row.basis if row else ""
        return cls(kind, formdata=None, data={**known, "handling": wording.handling, "basis": basis})

    def words(self) -> dict[str, dict[str, str]]:
        """The texts that were written, as a row keeps them."""
        written = {key: {each: text for each in LANGUAGE_NAMES if (text := self[f"{key}_{each}"].data)} for key in KEYS}
        return {key: texts for key, texts in written.items() if texts}

    def validate_handling(self, field: Field) -> None:
        if field.data is not None and field.data not in self._possible:
            raise ValidationError(str(_l("Loại hình này không được để người có nguy cơ bên ngoài.")))

    def validate_red_vi(self, field: Field) -> None:
        self._must_stand("red", field)

    def validate_advice_vi(self, field: Field) -> None:
        self._must_stand("advice", field)

    def validate_amber_vi(self, field: Field) -> None:
        self._must_stand("amber", field)

    def _must_stand(self, key: str, field: Field) -> None:
        if not field.data and any(self[f"{key}_{language}"].data for language in LANGUAGE_NAMES):
            raise ValidationError(str(_l("Hãy ghi lời tiếng Việt trước; các tiếng khác dịch từ đó.")))
