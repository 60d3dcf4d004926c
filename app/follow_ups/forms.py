"""What officers type: a new case, its changes, a protocol."""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import date, timedelta
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import Field, HiddenField
from wtforms.validators import ValidationError

from app.clock import local_day
from app.declarations.fields import IdNumberField, NameField, YearField, has_a_letter, is_birth_year
from app.declarations.labels import GENDER_LABELS
from app.documents.tables_in import EmptyTable
from app.follow_ups.case_rows import MOST_ROWS, CaseRow, TooManyRows, WrongColumns, rows_of
from app.follow_ups.labels import (
    CLASS_LABELS,
    END_LABELS,
    OPENING_PLACES,
    PURPOSE_LABELS,
    SAMPLE_CHOICES,
    SERVED_LABELS,
    SERVING_LABELS,
)
from app.follow_ups.people import Person
from app.follow_ups.rules.cases import BedProblem, Place
from app.follow_ups.rules.protocols import MOST_DAYS, read_days
from app.gate.rules.regulars import Group, read_groups
from app.text import InvalidPhone, normalise_phone
from app.text.clean import ascii_digits
from app.web.forms import (
    DayField,
    EnumField,
    EnumRadioField,
    ParagraphField,
    PhoneField,
    PortalForm,
    RowField,
    TextField,
    at_most,
    optional,
    required,
)
from app.web.table_field import TableField

KEY_LENGTH = 32
LONGEST_ROOM = 20
OLDEST_START = timedelta(days=60)
LATEST_END = timedelta(days=120)
EARLIEST_SERVICE = timedelta(days=7)
_WHY = _l("Hãy ghi lý do, ví dụ: tiếp xúc gần ngày 05/5.")
_TOO_EARLY = _l("Chưa đến ngày kết thúc dự kiến. Nếu cho về sớm, hãy chọn kết thúc sớm và ghi lý do.")
_DAY = _l("Hãy nhập ngày theo mẫu 31/12/2021.")


class PersonForm(PortalForm):
    """Who is isolated."""

    full_name = NameField(_l("Họ và tên"), [required(_l("Hãy ghi họ và tên.")), at_most(120), has_a_letter])
    birth_year = YearField(_l("Năm sinh"), [required(_l("Hãy ghi năm sinh.")), is_birth_year])
    gender = EnumField(_l("Giới tính"), GENDER_LABELS, [optional()])
    phone = PhoneField(_l("Điện thoại"), [optional()])
    id_number = IdNumberField(_l("Số CCCD, CMND hoặc hộ chiếu"), [optional()])
    address = TextField(_l("Số nhà, đường, ấp, tổ dân phố"), [optional(), at_most(200)])
    reason = TextField(
        _l("Lý do cách ly"), [required(_l("Hãy ghi lý do, ví dụ: tiếp xúc gần ngày 05/5.")), at_most(300)]
    )

    def person(self) -> Person:
        """Who it is, normalised."""
        gender = self.gender.data.value if self.gender.data else ""
        own = {name: self[name].data or "" for name in ("full_name", "phone", "id_number", "address", "reason")}
        return Person(birth_year=self.birth_year.year, gender=gender, **own)


class BedForm(PortalForm):
    """Where at a site somebody stays."""

    room = TextField(_l("Phòng"), [optional(), at_most(LONGEST_ROOM)])
    bed = TextField(_l("Giường"), [optional(), at_most(10)])

    def bed_errors(self, problem: BedProblem | None) -> None:
        """Say beside its field why nobody more can be put there."""
        if problem is BedProblem.TAKEN:
            self.bed.errors = [_("Giường này đã có người. Hãy chọn giường khác.")]
        elif problem is BedProblem.FULL:
            self.room.errors = [_("Phòng này đã đủ người. Hãy chọn phòng khác, hoặc ghi thêm giường ở trang cơ sở.")]
        elif problem is BedProblem.UNKNOWN:
            self.room.errors = [_("Cơ sở không có phòng này. Hãy ghi đúng tên phòng, hoặc thêm phòng ở trang cơ sở.")]


class NewCaseForm(PersonForm, BedForm):
    """A case as the order opens it; `key` is that of the form, so that sent twice it opens one."""

    key = HiddenField("")
    case_class = EnumField(_l("Phân loại"), CLASS_LABELS, [required(_l("Hãy chọn phân loại."))])
    place = EnumRadioField(_l("Nơi cách ly"), OPENING_PLACES, [required(_l("Hãy chọn nơi cách ly."))])
    site = RowField(_l("Cơ sở cách ly tập trung"))
    commune = RowField(_l("Xã, phường, thị trấn nơi cách ly tại nhà"))
    team = RowField(_l("Tổ Covid cộng đồng theo dõi"), [optional()])
    body = RowField(_l("Cơ quan chịu trách nhiệm"), [optional()])
    order_number = TextField(
        _l("Số quyết định cách ly"), [required(_l("Hãy ghi số, ký hiệu quyết định cách ly.")), at_most(60)]
    )
    started_on = DayField(_l("Ngày bắt đầu cách ly"), [required(_DAY)])
    planned_end_on = DayField(_l("Ngày kết thúc dự kiến"), [optional()])

    def __init__(self, *, today: date, **options: Any) -> None:
        super().__init__(**options)
        self._today = today

    @property
    def submission(self) -> str:
        """The form's key where it is one of ours."""
        typed = self.key.data or ""
        return typed if len(typed) == KEY_LENGTH and set(typed) <= set("0123456789abcdef") else ""

    def order(self) -> dict[str, Any]:
        """What the order says of class and time."""
        names = ("case_class", "order_number", "started_on", "planned_end_on")
        return {name: self[name].data for name in names}

    def validate_site(self, field: RowField) -> None:
        if self.place.data is Place.SITE and field.row is None:
            raise ValidationError(_("Hãy chọn cơ sở cách ly."))

    def validate_commune(self, field: RowField) -> None:
        if self.place.data is Place.HOME and field.row is None:
            raise ValidationError(_("Hãy chọn xã, phường, thị trấn."))

    def validate_started_on(self, field: Field) -> None:
        if not self._today - OLDEST_START <= field.data <= self._today + timedelta(1):
            raise ValidationError(_("Ngày bắt đầu phải trong 60 ngày qua và không sau ngày mai."))

    def validate_planned_end_on(self, field: Field) -> None:
        start = self.started_on.data
        if field.data and start and not start <= field.data <= start + LATEST_END:
            raise ValidationError(_("Ngày kết thúc phải sau ngày bắt đầu, trong vòng 120 ngày."))


class ExtendForm(PortalForm):
    """Until when, by which order."""

    until_on = DayField(_l("Gia hạn đến hết ngày"), [required(_DAY)])
    extension_number = TextField(
        _l("Số quyết định gia hạn"), [required(_l("Hãy ghi số quyết định gia hạn.")), at_most(60)]
    )

    def __init__(self, planned_end_on: date) -> None:
        super().__init__()
        self._end = planned_end_on

    def extension(self) -> dict[str, Any]:
        """What was parsed, as the action takes it."""
        return {"until_on": self.until_on.data, "order_number": self.extension_number.data}

    def validate_until_on(self, field: Field) -> None:
        if not self._end < field.data <= self._end + LATEST_END:
            raise ValidationError(_("Ngày mới phải sau ngày kết thúc dự kiến, trong vòng 120 ngày."))


class ChangeProtocolForm(PortalForm):
    """Under which other protocol a case goes on, by which order."""

    protocol = RowField(_l("Quy định áp dụng từ nay"), [required(_l("Hãy chọn quy định."))])
    protocol_number = TextField(
        _l("Số quyết định, văn bản áp dụng"), [required(_l("Hãy ghi số quyết định, văn bản.")), at_most(60)]
    )


class ConvertForm(PortalForm):
    """What the person is now."""

    case_class = EnumField(_l("Phân loại mới"), CLASS_LABELS, [required(_l("Hãy chọn phân loại."))])


class HouseholdForm(PortalForm):
    """Whose link reports for the person, by the number of that case; empty: nobody's but his own."""

    head_number = TextField(_l("Chủ hộ khai thay: trường hợp số"), [optional(), at_most(10)])

    @property
    def head_id(self) -> int | None:
        """The number that was typed."""
        digits = ascii_digits(self.head_number.data or "")
        return int(digits) if digits.isdecimal() else None

    def validate_head_number(self, field: Field) -> None:
        if field.data and self.head_id is None:
            raise ValidationError(_("Hãy ghi số của trường hợp, ví dụ: 12."))


class TeamForm(PortalForm):
    """Which team looks after the person."""

    team = RowField(_l("Tổ Covid cộng đồng theo dõi"), [optional()])


class EndForm(PortalForm):
    """How it ended, and why where it ended early."""

    end = EnumRadioField(_l("Kết thúc"), END_LABELS, [required(_l("Hãy chọn cách kết thúc."))])
    end_reason = TextField(_l("Lý do, căn cứ"), [at_most(200)])

    def __init__(self, *, is_over: bool) -> None:
        super().__init__()
        self._is_over = is_over

    def validate_end(self, field: Field) -> None:
        if field.data.value == "completed" and not self._is_over:
            raise ValidationError(
                _("Chưa đến ngày kết thúc dự kiến. Nếu cho về sớm, hãy chọn kết thúc sớm và ghi lý do.")
            )

    def validate_end_reason(self, field: Field) -> None:
        if self.end.data and self.end.data.value != "completed" and not field.data:
            raise ValidationError(_("Hãy ghi lý do, căn cứ."))


class TransferForm(PortalForm):
    """Where to: a site, or a commune for isolation at home."""

    to_site = RowField(_l("Chuyển đến cơ sở cách ly"))
    to_commune = RowField(_l("hoặc cách ly tại nhà ở xã, phường, thị trấn"), [optional()])
    transfer_reason = TextField(_l("Lý do chuyển"), [optional(), at_most(200)])

    def validate_to_site(self, field: RowField) -> None:
        if (field.row is None) == (self.to_commune.row is None):
            raise ValidationError(_("Hãy chọn một cơ sở cách ly, hoặc một xã, phường, thị trấn."))


class LookForm(PortalForm):
    """What for and why a case is opened by who is not on duty for it."""

    look_purpose = EnumField(_l("Mục đích"), PURPOSE_LABELS, [required(_l("Hãy chọn mục đích."))])
    look_reason = TextField(
        _l("Lý do mở xem"), [required(_l("Hãy ghi lý do, ví dụ: truy vết ca bệnh số 12.")), at_most(200)]
    )

    def values(self) -> dict[str, Any]:
        """What was said."""
        return {"purpose": self.look_purpose.data, "reason": self.look_reason.data or ""}


class AskForm(PortalForm):
    """Why one has to open more people than one may alone."""

    ask_reason = TextField(_l("Vì sao cần mở thêm"), [required(_l("Hãy ghi lý do, số hồ sơ vụ việc.")), at_most(200)])


class SampleForm(PortalForm):
    """What became of a sample."""

    result = EnumField(_l("Kết quả"), SAMPLE_CHOICES, [required(_l("Hãy chọn kết quả."))])


class PlanSampleForm(PortalForm):
    """A sample besides those of the protocol."""

    due_on = DayField(_l("Lấy mẫu thêm vào ngày"), [required(_DAY)])


class RoomForm(BedForm):
    """Where at the site somebody stays."""

    room = TextField(_l("Phòng"), [required(_l("Hãy ghi số phòng.")), at_most(LONGEST_ROOM)])


class RoomsForm(PortalForm):
    """The rooms of a site, one a line with its beds; `rooms` are its lines."""

    lines = ParagraphField(_l("Các phòng, mỗi dòng một phòng và số giường"))
    rooms: Sequence[Group] = ()

    def validate_lines(self, field: Field) -> None:
        self.rooms, problems = read_groups(field.data or "")
        longest = [number for number, room in enumerate(self.rooms, 1) if len(room.name) > LONGEST_ROOM]
        for number in [*(number for number, _kind in problems), *longest][:1]:
            raise ValidationError(_("Dòng %(n)s: hãy ghi tên phòng và số giường, ví dụ “P101: 4”.", n=number))


class ServedForm(PortalForm):
    """Which document was handed to whom, when."""

    paper = EnumField(_l("Văn bản"), SERVED_LABELS, [required(_l("Hãy chọn văn bản."))])
    served_on = DayField(_l("Ngày giao"), [required(_DAY)])
    served_by = EnumField(_l("Cách giao"), SERVING_LABELS, [required(_l("Hãy chọn cách giao."))])

    def __init__(self, started_on: date) -> None:
        super().__init__()
        self._started_on = started_on

    def validate_served_on(self, field: Field) -> None:
        # An order may be handed over a day or two before isolation begins.
        if not self._started_on - EARLIEST_SERVICE <= field.data <= local_day():
            raise ValidationError(_("Ngày giao không thể sau hôm nay, cũng không thể trước khi có quyết định."))


class ListForm(PortalForm):
    """A list of phones; `phones` are those that can be read."""

    table = TableField(_l("Tệp danh sách (.xlsx, .csv)"))
    phones: frozenset[str] = frozenset()

    def validate_table(self, field: TableField) -> None:
        self.phones = frozenset(_phones(field.table))
        if not self.phones:
            raise ValidationError(_("Không thấy số điện thoại nào trong tệp."))


class CaseFileForm(PortalForm):
    """A file of cases; `rows` are its rows."""

    table = TableField(_l("Tệp danh sách (.xlsx, .csv)"))
    rows: Sequence[CaseRow] = ()

    def validate_table(self, field: TableField) -> None:
        try:
            self.rows = rows_of(field.table)
        except WrongColumns as error:
            raise ValidationError(_("Tệp thiếu cột: %(names)s.", names=", ".join(error.missing))) from error
        except TooManyRows as error:
            raise ValidationError(_("Mỗi tệp mở được đến %(n)s trường hợp.", n=MOST_ROWS)) from error
        if not self.rows:
            raise ValidationError(str(EmptyTable.sentence))


def _phones(table: Sequence[Sequence[str]]) -> Iterator[str]:
    for cell in (cell for row in table for cell in row if cell):
        # A spreadsheet takes the zero off a number.
        for typed in (cell, f"0{cell}"):
            with suppress(InvalidPhone):
                yield normalise_phone(typed)
                break


class PlainForm(PortalForm):
    """Nothing but the token."""


class ProtocolForm(PortalForm):
    """A protocol: its text, its days, the days of its samples."""

    name = TextField(_l("Tên quy định"), [required(_l("Hãy ghi tên quy định.")), at_most(160)])
    basis = TextField(_l("Căn cứ (số, ngày văn bản)"), [required(_l("Hãy ghi căn cứ.")), at_most(300)])
    from_on = DayField(_l("Áp dụng cho người bắt đầu cách ly từ ngày"), [required(_DAY)])
    site_days = TextField(_l("Số ngày cách ly"), [required(_l("Hãy ghi số ngày."))])
    home_days = TextField(_l("Số ngày theo dõi tại nhà sau đó"), [required(_l("Hãy ghi số ngày; không có thì ghi 0."))])
    site_test_days = TextField(_l("Ngày lấy mẫu trong cách ly"), [optional(), at_most(60)])
    home_test_days = TextField(_l("Ngày lấy mẫu khi theo dõi tại nhà"), [optional(), at_most(60)])

    def values(self) -> dict[str, Any]:
        """What was parsed."""
        days = {"site": _count(self.site_days.data), "home": _count(self.home_days.data)}
        samples = {stage: self[f"{stage}_test_days"].data or "" for stage in days}
        return {
            "name": self.name.data,
            "basis": self.basis.data,
            "from_on": self.from_on.data,
            **{f"{stage}_days": count for stage, count in days.items()},
            **{f"{stage}_test_days": read_days(samples[stage], count) for stage, count in days.items()},
        }

    def validate_site_days(self, field: Field) -> None:
        if not 0 < _count(field.data) <= MOST_DAYS:
            raise ValidationError(_("Số ngày cách ly từ 1 đến 60."))

    def validate_home_days(self, field: Field) -> None:
        if not 0 <= _count(field.data) <= MOST_DAYS:
            raise ValidationError(_("Số ngày từ 0 đến 60."))

    def validate_site_test_days(self, field: Field) -> None:
        _refuse_days(field, _count(self.site_days.data))

    def validate_home_test_days(self, field: Field) -> None:
        _refuse_days(field, _count(self.home_days.data))


def _count(text: str | None) -> int:
    digits = ascii_digits(text or "")
    return int(digits) if digits.isdecimal() and len(digits) <= 2 else -1


def _refuse_days(field: Field, most: int) -> None:
    try:
        read_days(ascii_digits(field.data or ""), most)
    except ValueError as error:
        raise ValidationError(_("Hãy ghi các ngày cách nhau bằng dấu phẩy, ví dụ: 1, 14, 20.")) from error
