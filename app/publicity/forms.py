"""What is typed about publicity."""

from datetime import date

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import BooleanField, Field, IntegerField
from wtforms.validators import NumberRange, ValidationError

from app.clock import local_day
from app.documents.pictures import BadPicture, small_jpeg
from app.publicity.labels import CHANNELS, LANGUAGES
from app.publicity.plans import Plan, Result
from app.publicity.rules import is_link
from app.publicity.sheet_in import read_lines
from app.web.forms import DayField, EnumField, PortalForm, TextField, at_most, optional, required
from app.web.rows_field import RowsField

MOST_PEOPLE = 10_000_000


class PlanForm(PortalForm):
    """One line of a plan."""

    channel = EnumField(_l("Hình thức"), CHANNELS, [required(_l("Hãy chọn hình thức."))])
    language = EnumField(_l("Ngôn ngữ"), LANGUAGES, [required(_l("Hãy chọn ngôn ngữ."))])
    subject = TextField(_l("Nội dung"), [required(_l("Hãy ghi nội dung.")), at_most(200)])
    place = TextField(_l("Địa điểm"), [required(_l("Hãy ghi địa điểm.")), at_most(200)])
    planned_on = DayField(_l("Ngày dự kiến"), [required(_l("Hãy nhập ngày dự kiến."))])

    def plan(self) -> Plan:
        """What was typed."""
        return Plan(**self.values())


class ResultForm(PortalForm):
    """What was done, and a picture or a link that shows it."""

    done_on = DayField(_l("Ngày thực hiện"), [required(_l("Hãy nhập ngày thực hiện."))])
    reach_count = IntegerField(
        _l("Số người tiếp cận"), [optional(), NumberRange(0, MOST_PEOPLE, _l("Hãy nhập số người từ 0 trở lên."))]
    )
    link = TextField(_l("Đường dẫn minh chứng"), [optional(), at_most(500)])
    photo = FileField(_l("Ảnh minh chứng"))
    picture: bytes | None = None
    # Of a line that was planned: the day on which it was written down.
    written_on: date | None = None

    @classmethod
    def sent_for(cls, *, written_on: date, is_planned: bool) -> "ResultForm":
        """What came for a line."""
        form = cls()
        form.written_on = written_on if is_planned else None
        return form

    def validate_done_on(self, field: Field) -> None:
        if field.data > local_day():
            raise ValidationError(str(_l("Ngày thực hiện không thể sau hôm nay.")))
        if self.written_on and field.data < self.written_on:
            raise ValidationError(str(_l("Đã làm trước ngày ghi vào kế hoạch: hãy ghi thành hoạt động của ngày đó.")))

    def validate_link(self, field: Field) -> None:
        if field.data and not is_link(field.data):
            raise ValidationError(str(_l("Đường dẫn phải bắt đầu bằng https:// hoặc http://.")))

    def validate_photo(self, field: Field) -> None:
        if not field.data:
            return
        try:
            self.picture = small_jpeg(field.data.read())
        except BadPicture as error:
            raise ValidationError(str(_l("Tệp này không phải ảnh JPEG, PNG hoặc WebP mở được."))) from error

    def result(self) -> Result:
        """What was typed, and the picture as it is kept."""
        return Result(self.done_on.data or local_day(), self.reach_count.data, self.link.data or "", self.picture)


class LinesForm(PortalForm):
    """Lines of the plan and log as a file."""

    file = RowsField(_l("Tệp kế hoạch, nhật ký"), read_lines)


class PopulationForm(PortalForm):
    """How many people live in a district."""

    resident_count = IntegerField(
        _l("Dân số"), [required(_l("Hãy nhập dân số.")), NumberRange(1, MOST_PEOPLE, _l("Hãy nhập số người."))]
    )
    source = TextField(_l("Nguồn"), [required(_l("Hãy ghi nguồn của số liệu.")), at_most(200)])
    is_verified = BooleanField(_l("Đã kiểm chứng với nguồn"))
