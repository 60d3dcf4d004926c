"""What the province's officer writes on the chairman's page."""

from flask_babel import lazy_gettext as _l
from wtforms import Field
from wtforms.validators import ValidationError

from app.briefings.rules import MOST_ASKS, CommitmentOutcome, lines_of
from app.clock import local_day
from app.web.forms import DayField, EnumRadioField, ParagraphField, PortalForm, TextField, at_most, required

OUTCOME_LABELS = {
    CommitmentOutcome.OPEN: _l("Đang thực hiện"),
    CommitmentOutcome.KEPT: _l("Đã thực hiện"),
    CommitmentOutcome.BROKEN: _l("Không thực hiện"),
}


class AsksForm(PortalForm):
    """What the chairman is asked to decide; each line is one thing."""

    asks = ParagraphField(_l("Đề nghị Chủ tịch quyết định"), [at_most(900)])

    def validate_asks(self, field: Field) -> None:
        """So many lines as the sheet has room for."""
        if len(lines_of(field.data or "")) > MOST_ASKS:
            raise ValidationError(str(_l("Chỉ ghi được %(n)s nội dung, mỗi dòng một nội dung.", n=MOST_ASKS)))


class CommitmentForm(PortalForm):
    """One promise: what, by whom, until when."""

    wording = TextField(_l("Việc cam kết"), [required(_l("Hãy nhập việc cam kết.")), at_most(200)])
    responsible = TextField(
        _l("Người chịu trách nhiệm"), [required(_l("Hãy nhập người chịu trách nhiệm.")), at_most(120)]
    )
    due_on = DayField(_l("Hạn"), [required(_l("Hãy chọn hạn thực hiện."))])

    def validate_due_on(self, field: Field) -> None:
        """Nobody promises something for a day that is over."""
        if field.data and field.data < local_day():
            raise ValidationError(str(_l("Hạn phải là hôm nay hoặc sau đó.")))


class JudgementForm(PortalForm):
    """Whether a promise was kept."""

    outcome = EnumRadioField(_l("Kết quả"), OUTCOME_LABELS, [required(_l("Hãy chọn kết quả của cam kết."))])
    remark = TextField(_l("Ghi chú"), [at_most(160)])
