"""What a unit explains, and what an officer finds."""

from flask_babel import lazy_gettext as _l

from app.flags.labels import OUTCOME_LABELS
from app.web.forms import EnumRadioField, ParagraphField, PortalForm, at_most, optional, required


class ExplainForm(PortalForm):
    explanation = ParagraphField(
        _l("Giải trình của đơn vị"), [required(_l("Hãy cho biết lý do, ngắn gọn.")), at_most(1000)]
    )


class CloseForm(PortalForm):
    outcome = EnumRadioField(_l("Kết luận"), OUTCOME_LABELS, [required(_l("Hãy chọn một kết luận."))])
    note = ParagraphField(_l("Ghi chú"), [optional(), at_most(1000)])
