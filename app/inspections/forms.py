"""What is typed when an inspection is planned, signed and followed up; the record itself is in `record_form`."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import BooleanField, Field, HiddenField, SelectMultipleField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import StopValidation, ValidationError

from app.documents.pictures import BadPicture, drawn_png, small_jpeg
from app.inspections.labels import OUTCOME_LABELS
from app.inspections.rules import FindingOutcome
from app.units.fields import legible
from app.web.forms import DayField, EnumRadioField, ParagraphField, PortalForm, TextField, at_most, optional, required

PHOTO_LIMIT_BYTES = 8 * 1024 * 1024
DAY = _l("Hãy nhập ngày theo mẫu 31/12/2021.")


class OfficersField(SelectMultipleField):
    """Which officers go; `officers` are the chosen ones."""

    def __init__(self, label: Any = None, validators: Any = None, **options: Any) -> None:
        super().__init__(label, validators, coerce=str, choices=[], **options)
        # Drawn by `ui.field` as any check boxes.
        self.type = "SelectMultipleField"
        self._offered: dict[str, Any] = {}

    def offer(self, officers: Sequence[Any]) -> None:
        """Let these be chosen."""
        self._offered = {str(officer.id): officer for officer in officers}
        self.choices = [SelectChoice(str(officer.id), officer.full_name) for officer in officers]

    @property
    def officers(self) -> list[Any]:
        """Who was chosen."""
        return [self._offered[each] for each in self.data or () if each in self._offered]


class PlanForm(PortalForm):
    """When to go, who goes, what to look at."""

    planned_on = DayField(_l("Ngày kiểm tra"), [required(DAY)])
    officers = OfficersField(_l("Cán bộ được giao"), [required(_l("Hãy chọn ít nhất một cán bộ."))])
    note = ParagraphField(_l("Nội dung cần chú ý"), [optional(), at_most(500)])

    def __init__(self, officers: Sequence[Any], *, today: date, **options: Any) -> None:
        super().__init__(**options)
        self._today = today
        self.officers.offer(officers)

    def validate_planned_on(self, field: Field) -> None:
        if field.data < self._today:
            raise ValidationError(str(_l("Ngày này đã qua.")))

    def plan(self) -> dict[str, Any]:
        """The keywords of the action."""
        return {"planned_on": self.planned_on.data, "officers": self.officers.officers, "note": self.note.data or ""}


class RiskPlanForm(PlanForm):
    """The same for several units of the list by risk."""

    units = SelectMultipleField(_l("Đơn vị"), [required(_l("Hãy chọn ít nhất một đơn vị."))], coerce=int)

    def __init__(self, officers: Sequence[Any], unit_ids: Sequence[int], *, today: date, **options: Any) -> None:
        super().__init__(officers, today=today, **options)
        self.units.choices = [SelectChoice(unit_id, "") for unit_id in unit_ids]


class CancelForm(PortalForm):
    because = TextField(_l("Lý do hủy"), [required(_l("Hãy ghi lý do.")), legible, at_most(300)])


class TokenForm(PortalForm):
    """Nothing but the token."""


class SignForm(PortalForm):
    """Who signs for both sides, with a name that is typed and a signature that may be drawn, or why the unit does not.

    `drawn` are the signatures as PNGs of our own making, by the name of their field.
    """

    version = HiddenField("")
    number = TextField(_l("Số biên bản"), [optional(), at_most(40)])
    team_name = TextField(
        _l("Đại diện đoàn kiểm tra ký, ghi rõ họ tên"),
        [required(_l("Hãy ghi họ tên người ký.")), legible, at_most(120)],
    )
    team_title = TextField(_l("Chức vụ của người đại diện đoàn"), [optional(), at_most(120)])
    team_drawn = HiddenField("")
    # Not `optional`, which ends before the rule of this form is asked.
    unit_name = TextField(_l("Đại diện đơn vị ký, ghi rõ họ tên"), [at_most(120)])
    unit_title = TextField(_l("Chức vụ của người đại diện đơn vị"), [optional(), at_most(120)])
    unit_drawn = HiddenField("")
    refuses = BooleanField(_l("Đại diện đơn vị không ký biên bản"))
    refused_because = TextField(_l("Lý do không ký"), [at_most(300)])

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.unit_name.flags.required = True
        self.drawn: dict[str, bytes] = {}

    def validate_unit_name(self, field: Field) -> None:
        if not field.data and not self.refuses.data:
            raise StopValidation(str(_l("Hãy ghi họ tên người ký, hoặc đánh dấu đại diện đơn vị không ký.")))

    def validate_refused_because(self, field: Field) -> None:
        if self.refuses.data and not field.data:
            raise StopValidation(str(_l("Hãy ghi lý do đại diện đơn vị không ký.")))

    def validate_team_drawn(self, field: Field) -> None:
        self._read(field)

    def validate_unit_drawn(self, field: Field) -> None:
        self._read(field)

    def _read(self, field: Field) -> None:
        if not field.data:
            return
        try:
            self.drawn[field.name] = drawn_png(field.data)
        except BadPicture as error:
            raise StopValidation(str(_l("Không đọc được chữ ký đã vẽ. Hãy ký lại."))) from error


class AnswerForm(PortalForm):
    answer = ParagraphField(_l("Ý kiến, giải trình của đơn vị"), [required(_l("Hãy ghi ý kiến.")), at_most(2000)])


class EvidenceForm(PortalForm):
    """What the unit did, with a picture if there is one; `picture` is what is kept of it."""

    evidence = ParagraphField(_l("Đã khắc phục như thế nào"), [required(_l("Hãy ghi việc đã làm.")), at_most(1000)])
    photo = FileField(_l("Ảnh minh chứng"))

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.picture: bytes | None = None

    def validate_photo(self, field: Field) -> None:
        if field.data:
            self.picture = picture_of(field.data.read())


class CheckForm(PortalForm):
    """What the officer saw; a thing that is not put right gets another day."""

    outcome = EnumRadioField(_l("Kết quả"), OUTCOME_LABELS, [required(_l("Hãy chọn kết quả."))])
    due_on = DayField(_l("Hạn khắc phục mới"), [optional()])
    note = TextField(_l("Ghi chú"), [optional(), at_most(500)])

    def validate_outcome(self, field: Field) -> None:
        if field.data is FindingOutcome.NOT_FIXED and not self.due_on.data:
            raise ValidationError(str(_l("Hãy ghi hạn khắc phục mới.")))


class ReferralForm(PortalForm):
    """Of whom a fine was asked for, by which paper and for what."""

    about = TextField(
        _l("Hành vi, điều khoản đề nghị xử phạt"),
        [required(_l("Hãy ghi hành vi và điều khoản.")), legible, at_most(500)],
    )
    number = TextField(_l("Số văn bản đề nghị"), [required(_l("Hãy ghi số văn bản.")), at_most(40)])
    referred_on = DayField(_l("Ngày văn bản"), [required(DAY)])
    body = TextField(
        _l("Cơ quan nhận đề nghị"), [required(_l("Hãy ghi cơ quan có thẩm quyền.")), legible, at_most(200)]
    )

    def __init__(self, *, today: date, **options: Any) -> None:
        super().__init__(**options)
        self._today = today

    def validate_referred_on(self, field: Field) -> None:
        if field.data > self._today:
            raise ValidationError(str(_l("Ngày này chưa tới.")))


def picture_of(content: bytes) -> bytes:
    """What is kept of a picture. Raises ValidationError."""
    try:
        return small_jpeg(content)
    except BadPicture as error:
        message = _l("Tệp này không phải ảnh JPEG, PNG hoặc WebP mở được. Hãy chọn ảnh khác hoặc bỏ trống.")
        raise ValidationError(str(message)) from error
