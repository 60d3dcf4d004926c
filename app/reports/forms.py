"""What officers type for a report: body and days, remarks, and what issuing needs."""

from collections.abc import Sequence
from datetime import datetime

from flask_babel import lazy_gettext as _l
from wtforms import Field, IntegerField, SelectField
from wtforms.validators import NumberRange, StopValidation

from app.clock import at, now
from app.documents.wording import short_date
from app.monitoring.rules import LONGEST_DAYS
from app.reports.rules import Part
from app.web.converters import id_in
from app.web.forms import ClockField, DayField, ParagraphField, PortalForm, TextField, at_most, optional, required
from app.web.registry_form import RegistryForm, not_to_come

LONGEST_REMARK = 5000
BOTH = _l("Hãy nhập cả ngày và giờ, hoặc để trống cả hai để tính đến lúc này.")


class NewReportForm(PortalForm):
    """Which body's report, for which days."""

    organisation_id = SelectField(
        _l("Cơ quan báo cáo"),
        [required(_l("Hãy chọn trong các mục của danh sách."))],
        coerce=lambda text: id_in(str(text)),
    )
    first_on = DayField(_l("Từ ngày"), [required(_l("Hãy chọn ngày đầu của kỳ.")), not_to_come])
    last_on = DayField(_l("Đến ngày"), [required(_l("Hãy chọn ngày cuối của kỳ.")), not_to_come])

    as_of_on = DayField(_l("Số liệu tính đến ngày"), [optional(), not_to_come])
    as_of_time = ClockField(_l("Lúc"), [optional()])

    @property
    def as_of(self) -> datetime | None:
        """The moment as of which the figures are wanted; None is now."""
        day, time = self.as_of_on.data, self.as_of_time.data
        return at(day, time.hour, time.minute) if day and time else None

    def validate_as_of_on(self, field: Field) -> None:
        """With its time, and not before the period."""
        if not self.as_of_time.raw_data or not self.as_of_time.raw_data[0]:
            raise StopValidation(str(BOTH))
        if self.first_on.data and field.data < self.first_on.data:
            raise StopValidation(str(_l("Thời điểm tính số liệu phải sau ngày đầu của kỳ.")))

    def validate_as_of_time(self, _field: Field) -> None:
        """With its day, and not to come."""
        if not self.as_of_on.raw_data or not self.as_of_on.raw_data[0]:
            raise StopValidation(str(BOTH))
        if self.as_of and self.as_of > now():
            raise StopValidation(str(_l("Thời điểm tính số liệu phải là lúc này hoặc trước đó.")))

    def offer(self, bodies: Sequence[tuple[int, str]]) -> None:
        """Let these bodies be chosen."""
        self.organisation_id.choices = list(bodies)

    def validate_last_on(self, field: Field) -> None:
        """The days are in order and not too many."""
        first_on = self.first_on.data
        if not field.data or not first_on:
            return
        if field.data < first_on:
            raise StopValidation(str(_l("Ngày cuối phải sau ngày đầu.")))
        if (field.data - first_on).days >= LONGEST_DAYS:
            raise StopValidation(str(_l("Kỳ báo cáo dài nhất một năm, %(n)s ngày.", n=LONGEST_DAYS)))


class CommentaryForm(PortalForm):
    """Remarks on the parts of a draft; each line is a paragraph."""

    addressee = TextField(_l("Kính gửi"), [at_most(300)])
    general = ParagraphField(_l("I. Tình hình chung"), [at_most(LONGEST_REMARK)])
    results = ParagraphField(_l("II. Kết quả triển khai"), [at_most(LONGEST_REMARK)])
    shortcomings = ParagraphField(_l("III. Tồn tại, hạn chế, nguyên nhân"), [at_most(LONGEST_REMARK)])
    tasks = ParagraphField(_l("IV. Nhiệm vụ thời gian tới"), [at_most(LONGEST_REMARK)])
    proposals = ParagraphField(_l("V. Đề xuất, kiến nghị"), [at_most(LONGEST_REMARK)])
    recipients = ParagraphField(_l("Nơi nhận"), [at_most(LONGEST_REMARK)])

    def commentary(self) -> dict[str, str]:
        """What was typed, by part; parts left empty are left out."""
        return {part.value: text for part in Part if (text := self.values()[part.value])}


class IssueForm(RegistryForm):
    """The number and day that the registry gives, and who signs."""

    number = IntegerField(
        _l("Số"),
        [required(_l("Hãy nhập số do văn thư cấp.")), NumberRange(1, 99999, _l("Số phải từ 1 đến 99999."))],
    )
    symbol = TextField(_l("Ký hiệu"), [required(_l("Hãy nhập ký hiệu, ví dụ BC-UBND.")), at_most(20)])
    issued_on = DayField(_l("Ngày ban hành"), [required(_l("Hãy chọn ngày ban hành.")), not_to_come])
    signer_name = TextField(_l("Họ và tên người ký"), [required(_l("Hãy nhập họ và tên người ký.")), at_most(120)])
    signer_title = TextField(_l("Chức vụ người ký"), [required(_l("Hãy nhập chức vụ người ký.")), at_most(120)])

    def validate_number(self, field: Field) -> None:
        """No other report's."""
        words = _l("Số này đã dùng cho báo cáo khác trong năm. Hãy kiểm tra với văn thư.")
        self.refuse_taken(field, self.issued_on.data, words)

    def validate_issued_on(self, field: Field) -> None:
        """Nothing is issued before its figures were there."""
        day = short_date(self.not_before)
        self.refuse_earlier(field, _l("Số liệu tính ngày %(day)s, ngày ban hành không được trước ngày đó.", day=day))
