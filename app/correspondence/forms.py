"""What officers type for a letter."""

from collections.abc import Sequence

from flask_babel import lazy_gettext as _l
from wtforms import Field, IntegerField, SelectMultipleField
from wtforms.validators import NumberRange, ValidationError

from app.correspondence.rules import Addressee
from app.documents.wording import short_date
from app.web.forms import DayField, ParagraphField, PortalForm, TextField, at_most, required
from app.web.registry_form import RegistryForm, not_to_come

LONGEST_TEXT = 10_000
NOBODY = _l("Hãy chọn ít nhất một nơi gửi trong danh sách.")


class DraftForm(PortalForm):
    """Whom of the list the letter goes to, and what it says."""

    addressees = SelectMultipleField(_l("Nơi gửi"), [required(NOBODY)], validate_choice=False)
    about = TextField(_l("V/v"), [required(_l("Hãy nhập trích yếu.")), at_most(300)])
    text = ParagraphField(_l("Nội dung"), [required(_l("Hãy nhập nội dung công văn.")), at_most(LONGEST_TEXT)])

    def offer(self, known: Sequence[Addressee]) -> None:
        """Let these be chosen."""
        self.addressees.choices = [(each.key, each.name) for each in known]
        self._offered = {each.key for each in known}

    def validate_addressees(self, field: Field) -> None:
        """Somebody of the list, and nobody else."""
        if not set(field.data or ()) & self._offered:
            raise ValidationError(str(NOBODY))


class RewriteForm(PortalForm):
    """A draft written anew; each line of addressees is a body."""

    addressees = ParagraphField(_l("Kính gửi"), [required(_l("Hãy nhập nơi gửi.")), at_most(LONGEST_TEXT)])
    about = TextField(_l("V/v"), [required(_l("Hãy nhập trích yếu.")), at_most(300)])
    text = ParagraphField(_l("Nội dung"), [required(_l("Hãy nhập nội dung công văn.")), at_most(LONGEST_TEXT)])


class RecordForm(RegistryForm):
    """The number and day that the registry gave, and who signed."""

    number = IntegerField(
        _l("Số"),
        [required(_l("Hãy nhập số do văn thư cấp.")), NumberRange(1, 99999, _l("Số phải từ 1 đến 99999."))],
    )
    symbol = TextField(_l("Ký hiệu"), [required(_l("Hãy nhập ký hiệu, ví dụ UBND-KGVX.")), at_most(20)])
    dated_on = DayField(_l("Ngày của công văn"), [required(_l("Hãy chọn ngày của công văn.")), not_to_come])
    signer_name = TextField(_l("Họ và tên người ký"), [required(_l("Hãy nhập họ và tên người ký.")), at_most(120)])
    signer_title = TextField(_l("Chức vụ người ký"), [required(_l("Hãy nhập chức vụ người ký.")), at_most(120)])

    def validate_number(self, field: Field) -> None:
        """No other letter's."""
        words = _l("Số này đã ghi cho công văn khác trong năm. Hãy kiểm tra với văn thư.")
        self.refuse_taken(field, self.dated_on.data, words)

    def validate_dated_on(self, field: Field) -> None:
        """No letter is older than its list."""
        day = short_date(self.not_before)
        words = _l("Danh sách lấy ngày %(day)s, ngày của công văn không được trước ngày đó.", day=day)
        self.refuse_earlier(field, words)
