"""What a head sends: a password again, and for a period the answer with its reasons."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import Field, Form, HiddenField, PasswordField
from wtforms.validators import ValidationError

from app.clock import local_day
from app.directives.labels import DEFINITIONS, OUTCOMES
from app.directives.queries import Answer, Draft, is_own_password
from app.directives.rules import MeasureKey, Missing, missing_from_answer
from app.documents.papers import KeptPaper
from app.door import Viewer
from app.web.forms import DayField, EnumRadioField, ParagraphField, PortalForm, TextField, at_most, required
from app.web.paper_field import PaperField

REASON_CHARACTERS = 1000
MISSING = {
    Missing.REASON_FOR_MEASURE: _l("Hãy nêu lý do chưa đạt của nội dung này."),
    Missing.REASON: _l("Hãy nêu lý do."),
    Missing.SHORTFALL_NOT_NAMED: _l(
        "Có nội dung chưa đạt chỉ tiêu: hãy chọn “Xác nhận, có nội dung chưa đạt” hoặc “Chưa đủ cơ sở xác nhận”."
    ),
}


def sometimes_required(_form: Form, _field: Field) -> None:
    """Whether it must be filled in follows from the answer; its hint says when, so it is not called optional."""


sometimes_required.field_flags = {"required": True}  # type: ignore[attr-defined]


class AcknowledgeForm(PortalForm):
    """A head acknowledges a letter by name."""

    password = PasswordField(_l("Mật khẩu của ông/bà"), [required(_l("Hãy nhập mật khẩu để xác nhận."))])

    def has_password_of(self, viewer: Viewer) -> bool:
        """Whether the password is the viewer's; says so at the field when not. Slow on purpose."""
        right = is_own_password(viewer, self.password.data or "")
        if not right:
            self.password.errors = [str(_l("Mật khẩu không đúng. Hãy nhập lại."))]
        return right


class PrepareForm(PortalForm):
    """What the focal official puts before the head; a reason for each measure is added below."""

    outcome = EnumRadioField(_l("Ý kiến của người đứng đầu"), OUTCOMES, [required(_l("Hãy chọn một ý kiến."))])
    reason = ParagraphField(_l("Giải trình chung"), [sometimes_required, at_most(REASON_CHARACTERS)])
    shown = HiddenField("")

    @classmethod
    def of(cls, draft: Draft, prepared: Answer | None) -> "PrepareForm":
        """The form with the figures shown beside it and, where something was prepared, the answer in it."""
        if prepared is None:
            return cls(formdata=None, shown=draft.shown())
        reasons = {f"reason_{key}": text for key, text in prepared.reasons.items()}
        return cls(formdata=None, shown=draft.shown(), outcome=prepared.outcome, reason=prepared.reason, **reasons)

    def reason_for(self, measure: MeasureKey) -> Any:
        """The field for the reason of one measure."""
        return self[f"reason_{measure.value}"]

    def answer(self) -> Answer:
        """What was said, once the form is valid."""
        reasons = {key.value: self.reason_for(key).data or "" for key in MeasureKey}
        return Answer(self.outcome.data, self.reason.data or "", reasons)

    def is_complete(self, draft: Draft) -> bool:
        """Whether the answer can be kept: everything typed, explained, of figures that have not changed."""
        return self.validate() and self._explains(draft) and self._saw(draft)

    def _saw(self, draft: Draft) -> bool:
        """Whether the sender saw the figures as they are now; a difference is shown before anything is kept."""
        if self.shown.data == draft.shown():
            return True
        self.form_errors.append(str(_l("Số liệu hệ thống đã thay đổi từ lúc mở trang. Hãy xem lại rồi xác nhận.")))
        return False

    def _explains(self, draft: Draft) -> bool:
        """Whether everything below target has its reason; says at the fields what is missing."""
        answer = self.answer()
        missing = missing_from_answer(
            answer.outcome, below_target=draft.below_target, reasons=answer.reasons, reason=answer.reason
        )
        for name, what in missing.items():
            field = self[name] if name in self else self[f"reason_{name}"]
            field.errors = [str(MISSING[what])]
        return not missing


for _key in MeasureKey:
    _label = _l("Lý do chưa đạt: %(name)s", name=DEFINITIONS[_key].name)
    _field = ParagraphField(_label, [sometimes_required, at_most(REASON_CHARACTERS)])
    setattr(PrepareForm, f"reason_{_key.value}", _field)


class ConfirmForm(PrepareForm, AcknowledgeForm):
    """A head says how a period went, with the password again and up to three files."""

    file_1 = PaperField(_l("Tệp kèm theo thứ nhất"))
    file_2 = PaperField(_l("Tệp kèm theo thứ hai"))
    file_3 = PaperField(_l("Tệp kèm theo thứ ba"))

    def accepts(self, draft: Draft, viewer: Viewer) -> bool:
        """Whether the answer can be recorded: complete, of figures that have not changed, with the right password."""
        return self.is_complete(draft) and self.has_password_of(viewer)

    def files(self) -> list[tuple[str, KeptPaper]]:
        """What came with it."""
        return [(each.file_name, each.kept) for each in (self.file_1, self.file_2, self.file_3) if each.kept]


class PaperForm(PrepareForm, AcknowledgeForm):
    """A confirmation that the head gave on signed paper, recorded by an official with his own password."""

    number = TextField(_l("Số, ký hiệu văn bản"), [required(_l("Hãy nhập số, ký hiệu.")), at_most(40)])
    signed_on = DayField(_l("Ngày ký"), [required(_l("Hãy nhập ngày ký."))])
    signer_name = TextField(_l("Họ và tên người ký"), [required(_l("Hãy nhập người ký.")), at_most(120)])
    signer_title = TextField(_l("Chức vụ người ký"), [required(_l("Hãy nhập chức vụ.")), at_most(120)])
    file = PaperField(_l("Bản đã ký (PDF hoặc ảnh quét)"), missing=_l("Hãy chọn tệp văn bản đã ký."))

    def validate_signed_on(self, field: Field) -> None:
        if field.data > local_day():
            raise ValidationError(str(_l("Ngày ký không thể sau hôm nay.")))

    def accepts(self, draft: Draft, viewer: Viewer) -> bool:
        """Whether the paper can be recorded: signed when the period was over, and all that the head's answer needs."""
        return self.is_complete(draft) and self._signed_after(draft) and self.has_password_of(viewer)

    def _signed_after(self, draft: Draft) -> bool:
        after = bool(self.signed_on.data and self.signed_on.data > draft.period.last_on)
        if not after:
            self.signed_on.errors = [str(_l("Văn bản phải được ký sau ngày cuối của kỳ."))]
        return after

    def paper(self) -> dict[str, Any]:
        """The paper as the action takes it."""
        names = ("number", "signed_on", "signer_name", "signer_title")
        return {**{name: self[name].data for name in names}, "sent": (self.file.file_name, self.file.kept)}


class ReopenForm(PortalForm):
    """Why a period is to be confirmed once more."""

    because = ParagraphField(_l("Lý do mở lại"), [required(_l("Hãy nêu lý do mở lại kỳ.")), at_most(REASON_CHARACTERS)])
