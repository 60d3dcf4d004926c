"""What the health department types."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import BooleanField, Field, FieldList, FormField, SelectMultipleField, ValidationError
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]

from app.declarations.choices import is_area
from app.declarations.labels import PICTURE_LABELS, RISK_LABELS
from app.declarations.rules import RiskLevel, TriageRule, names_of_area
from app.units.labels import UNIT_KIND_LABELS
from app.units.rules import UnitKind
from app.web.forms import (
    DayField,
    EnumChecksField,
    EnumField,
    EnumRadioField,
    ParagraphField,
    PhoneField,
    PortalForm,
    PublicForm,
    TextField,
    at_most,
    optional,
    required,
)

SPARE_RULES = 2
MOST_QUESTIONS = 20
BASIS = _l("Căn cứ")
LANGUAGE_NAMES: Mapping[str, LazyString] = {"vi": _l("tiếng Việt"), "en": _l("tiếng Anh"), "km": _l("tiếng Khmer")}
# What a browser plays, by the first bytes of the file.
SOUNDS: Mapping[bytes, str] = {
    b"ID3": "audio/mpeg",
    b"\xff\xfb": "audio/mpeg",
    b"\xff\xf3": "audio/mpeg",
    b"OggS": "audio/ogg",
}
SOUND_LIMIT_BYTES = 2_000_000


class ConditionsField(SelectMultipleField):
    """Check boxes over the conditions of a rule."""

    def __init__(self, label: Any = None, validators: Any = None, **options: Any) -> None:
        super().__init__(label, validators, choices=[], **options)
        self.type = "SelectMultipleField"

    def offer(self, labels: Mapping[str, Any]) -> None:
        """Let these conditions be chosen from; what was chosen and is no longer asked stays."""
        self.choices = [SelectChoice(key, label) for key, label in labels.items()]
        self.choices += [SelectChoice(key, key) for key in self.data or () if key not in labels]


class BasisForm(PortalForm):
    """On what basis a version is switched on."""

    basis = TextField(BASIS, [required(_l("Hãy ghi số, ký hiệu văn bản làm căn cứ.")), at_most(200)])


class RuleForm(PublicForm):
    """A line of the rule table; without a condition it is left out."""

    conditions = ConditionsField(_l("Khi có tất cả những điều sau"))
    level = EnumRadioField(_l("thì xếp mức"), RISK_LABELS)
    advice_vi = ParagraphField(_l("Lời khuyên bằng tiếng Việt"), [at_most(500)])
    advice_en = ParagraphField(_l("Lời khuyên bằng tiếng Anh"), [at_most(500)])
    advice_km = ParagraphField(_l("Lời khuyên bằng tiếng Khmer"), [at_most(500)])


class LinedForm(PortalForm):
    """A form with lines, which are forms themselves; what is wrong in a line is said as of any field."""

    def __iter__(self) -> Iterator[Field]:
        for field in super().__iter__():
            if isinstance(field, FieldList):
                yield from (inner for line in field for inner in line.form)
            else:
                yield field

    def validate(self, extra_validators: Any = None) -> bool:
        right = bool(super().validate(extra_validators))
        self.form_errors += self.problems()
        return right and not self.form_errors

    def problems(self) -> list[str]:
        """What is wrong with the lines together: nothing, where each may stand beside every other."""
        return []


class TableForm(LinedForm):
    """The rule table, with some empty lines to add."""

    rules = FieldList(FormField(RuleForm, ""), "")

    def __init__(self, rules: Iterable[TriageRule], conditions: Mapping[str, Any], *, typed: bool = True) -> None:
        lines = [_line(rule) for rule in rules]
        super().__init__(**_source(typed=typed), data={"rules": [*lines, *[{}] * SPARE_RULES]})
        for line in self.rules:
            line.form.conditions.offer(conditions)

    def table(self) -> list[TriageRule]:
        """The rules as they were typed."""
        return [_rule(line.form) for line in self.rules if line.form.conditions.data]

    def problems(self) -> list[str]:
        lines = [line.form for line in self.rules if line.form.conditions.data]
        unsaid = any(line.level.data is None for line in lines)
        return [str(_l("Hãy chọn mức cho từng dòng có điều kiện."))] if unsaid else []


class SampleForm(PortalForm):
    """An invented case."""

    name = TextField(_l("Trường hợp mẫu"), [required(_l("Hãy đặt tên cho trường hợp mẫu.")), at_most(120)])
    conditions = ConditionsField(_l("Người này"))
    level = EnumField(_l("Phải được xếp mức"), RISK_LABELS, [required(_l("Hãy chọn mức phải ra."))])

    def __init__(self, conditions: Mapping[str, Any], *, typed: bool = True) -> None:
        super().__init__(**_source(typed=typed))
        self.conditions.offer(conditions)


class QuestionForm(PublicForm):
    """A question of a form; one without a Vietnamese text is left out."""

    key = TextField("")
    text_vi = ParagraphField(_l("Câu hỏi bằng tiếng Việt"), [at_most(500)])
    text_en = ParagraphField(_l("Câu hỏi bằng tiếng Anh"), [at_most(500)])
    text_km = ParagraphField(_l("Câu hỏi bằng tiếng Khmer"), [at_most(500)])
    reason_vi = ParagraphField(_l("Báo cho người trả lời Có, bằng tiếng Việt"), [at_most(300)])
    reason_en = ParagraphField(_l("Báo cho người trả lời Có, bằng tiếng Anh"), [at_most(300)])
    reason_km = ParagraphField(_l("Báo cho người trả lời Có, bằng tiếng Khmer"), [at_most(300)])
    details_vi = TextField(_l("Ô ghi thêm bên câu Có, bằng tiếng Việt"), [at_most(200)])
    details_en = TextField(_l("Ô ghi thêm bên câu Có, bằng tiếng Anh"), [at_most(200)])
    details_km = TextField(_l("Ô ghi thêm bên câu Có, bằng tiếng Khmer"), [at_most(200)])
    needs_details = BooleanField(_l("Trả lời Có thì phải ghi thêm"))
    picture = EnumField(_l("Hình vẽ"), PICTURE_LABELS)


class QuestionsForm(LinedForm):
    """The questions of a version, with an empty one to add, and where the form lies."""

    questions = FieldList(FormField(QuestionForm, ""), "", max_entries=MOST_QUESTIONS)
    unit_kinds = EnumChecksField(_l("Dùng tại các loại hình (không chọn là tất cả)"), UNIT_KIND_LABELS)

    def __init__(
        self, questions: Iterable[Mapping[str, Any]], unit_kinds: Iterable[str], *, typed: bool = True
    ) -> None:
        lines = [_typed(question) for question in questions]
        self._keys = {line["key"] for line in lines}
        super().__init__(
            **_source(typed=typed),
            data={"questions": [*lines, {}], "unit_kinds": [UnitKind(kind) for kind in unit_kinds]},
        )

    def asked(self) -> list[dict[str, Any]]:
        """The questions as a row keeps them; a new one gets the next free key."""
        lines = [line.form for line in self.questions if line.form.text_vi.data]
        numbered = (f"question_{number}" for number in range(1, 3 * MOST_QUESTIONS))
        free = (key for key in numbered if key not in self._keys)
        return [_question(line, str(line.key.data) if line.key.data in self._keys else next(free)) for line in lines]

    def problems(self) -> list[str]:
        lines = [line.form for line in self.questions if line.form.text_vi.data]
        if not lines:
            return [str(_l("Biểu mẫu phải có ít nhất một câu hỏi."))]
        unsaid = any(not line.reason_vi.data for line in lines)
        return [str(_l("Hãy ghi lời báo cho người trả lời Có của từng câu hỏi."))] if unsaid else []


class EpidemicAreaForm(PortalForm):
    """A place with an outbreak."""

    name = TextField(_l("Vùng dịch"), [required(_l("Hãy ghi tên vùng dịch.")), at_most(120)])
    other_names = TextField(_l("Tên gọi khác, cách nhau bằng dấu phẩy"), [optional(), at_most(300)])
    code = TextField(_l("Mã tỉnh, xã hoặc mã nước"), [optional(), at_most(5)])
    from_on = DayField(_l("Từ ngày"), [required(_l("Hãy nhập ngày bắt đầu."))])
    basis = TextField(BASIS, [required(_l("Hãy ghi số, ký hiệu văn bản làm căn cứ.")), at_most(200)])

    def validate_name(self, field: TextField) -> None:
        if not names_of_area(str(field.data)):
            raise ValidationError(str(_l("Hãy ghi tên vùng dịch bằng chữ.")))

    def validate_code(self, field: TextField) -> None:
        field.data = str(field.data or "").upper()
        if field.data and not is_area(field.data):
            raise ValidationError(
                str(_l("Không có tỉnh, huyện, xã hay nước nào mang mã này; không rõ thì để trống và ghi tên."))
            )


class EndAreaForm(PortalForm):
    """From which day on a place is no epidemic area any more."""

    until_on = DayField(_l("Thôi là vùng dịch từ ngày"), [required(_l("Hãy nhập ngày thôi áp dụng."))])

    def validate_until_on(self, field: Field) -> None:
        if field.data and field.data < self._from_on:
            raise ValidationError(str(_l("Ngày thôi áp dụng không được trước ngày bắt đầu.")))

    def __init__(self, *, from_on: date) -> None:
        super().__init__()
        self._from_on = from_on


class StationForm(PortalForm):
    """How a commune's health station is reached."""

    name = TextField(_l("Tên trạm y tế"), [required(_l("Hãy ghi tên trạm y tế.")), at_most(160)])
    address = TextField(_l("Địa chỉ"), [optional(), at_most(200)])
    phone = PhoneField(_l("Điện thoại"), [optional()])
    is_verified = BooleanField(_l("Đã xác minh với trạm"))


class RecordingForm(PortalForm):
    """The form read aloud."""

    sound = FileField(_l("Tệp MP3 hoặc OGG, không quá 2 MB"))
    content: bytes = b""
    media_type: str = ""

    def validate_sound(self, field: FileField) -> None:
        self.content = field.data.read() if field.data else b""
        if not self.content:
            raise ValidationError(str(_l("Hãy chọn tệp ghi âm.")))
        self.media_type = next((kind for start, kind in SOUNDS.items() if self.content.startswith(start)), "")
        if not self.media_type or len(self.content) > SOUND_LIMIT_BYTES:
            raise ValidationError(str(_l("Tệp phải là MP3 hoặc OGG và không quá 2 MB.")))


def _source(*, typed: bool) -> dict[str, Any]:
    """Where a form of several on its page takes its values from: what was sent, unless another of them was."""
    return {} if typed else {"formdata": None}


def _line(rule: TriageRule) -> dict[str, Any]:
    advice = {f"advice_{language}": text for language, text in rule.advice.items()}
    return {"conditions": sorted(rule.conditions), "level": rule.level, **advice}


def _rule(line: Any) -> TriageRule:
    advice = {language: text for language in LANGUAGE_NAMES if (text := line[f"advice_{language}"].data)}
    return TriageRule(frozenset(line.conditions.data), RiskLevel(line.level.data), advice)


def _typed(question: Mapping[str, Any]) -> dict[str, Any]:
    texts = {
        f"{name}_{language}": text
        for name in ("text", "reason", "details")
        for language, text in question[name].items()
    }
    return {**texts, "key": question["key"], "picture": question["picture"], "needs_details": question["needs_details"]}


def _question(line: Any, key: str) -> dict[str, Any]:
    texts = {
        name: {language: text for language in LANGUAGE_NAMES if (text := line[f"{name}_{language}"].data)}
        for name in ("text", "reason", "details")
    }
    picture = line.picture.data.value if line.picture.data else ""
    return {"key": key, **texts, "picture": picture, "needs_details": line.needs_details.data}
