"""What a head sends: a password again, and for a period the answer with its reasons."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import Field, Form, HiddenField, PasswordField

from app.directives.labels import ACCEPTED_CODES, DEFINITIONS, OUTCOMES
from app.directives.queries import Answer, Draft, is_own_password
from app.directives.rules import MeasureKey, Missing, missing_from_answer
from app.door import Viewer
from app.web.forms import EnumRadioField, ParagraphField, PortalForm, at_most, required

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


class AcceptedCodesForm(PortalForm):
    """Which codes fulfil the letter's order to have one."""

    accepted_codes = EnumRadioField(_l("Mã được công nhận"), ACCEPTED_CODES, [required(_l("Hãy chọn loại mã."))])


class AcknowledgeForm(PortalForm):
    """A head acknowledges a letter by name."""

    password = PasswordField(_l("Mật khẩu của ông/bà"), [required(_l("Hãy nhập mật khẩu để xác nhận."))])

    def has_password_of(self, viewer: Viewer) -> bool:
        """Whether the password is the viewer's; says so at the field when not. Slow on purpose."""
        right = is_own_password(viewer, self.password.data or "")
        if not right:
            self.password.errors = [str(_l("Mật khẩu không đúng. Hãy nhập lại."))]
        return right


class ConfirmForm(AcknowledgeForm):
    """A head says how a period went; a reason for each measure is added below."""

    outcome = EnumRadioField(_l("Ý kiến của người đứng đầu"), OUTCOMES, [required(_l("Hãy chọn một ý kiến."))])
    reason = ParagraphField(_l("Giải trình chung"), [sometimes_required, at_most(REASON_CHARACTERS)])
    shown = HiddenField("")

    def reason_for(self, measure: MeasureKey) -> Any:
        """The field for the reason of one measure."""
        return self[f"reason_{measure.value}"]

    def answer(self) -> Answer:
        """What was said, once the form is valid."""
        reasons = {key.value: self.reason_for(key).data or "" for key in MeasureKey}
        return Answer(self.outcome.data, self.reason.data or "", reasons)

    def accepts(self, draft: Draft, viewer: Viewer) -> bool:
        """Whether the answer can be recorded: complete, of figures that have not changed, with the right password."""
        return self.validate() and self._explains(draft) and self._saw(draft) and self.has_password_of(viewer)

    def _saw(self, draft: Draft) -> bool:
        """Whether the head saw the figures as they are now; a difference is shown to him before he confirms."""
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
    setattr(ConfirmForm, f"reason_{_key.value}", _field)
