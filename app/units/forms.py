"""What is typed about units: by managers on the public page and by officers."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, Field, IntegerField, SelectMultipleField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import ValidationError
from wtforms.widgets import HiddenInput

from app.units.fields import SeatsField, TaxCodeField, WeekField, legible
from app.units.labels import CHECKED_LABELS, UNIT_KIND_LABELS, VEHICLE_KIND_LABELS
from app.web.filters import day
from app.web.forms import (
    DayField,
    EnumChecksField,
    EnumField,
    ParagraphField,
    PhoneField,
    PortalForm,
    RowField,
    TextField,
    at_most,
    optional,
)
from app.web.forms import required as needed

LONGEST_CLOSURE_DAYS = 366


class UnitFields:
    """The details of a unit that everybody who registers or corrects one types."""

    name = TextField(_l("Tên đơn vị"), [needed(_l("Hãy nhập tên đơn vị.")), legible, at_most(160)])
    kind = EnumField(_l("Loại hình"), UNIT_KIND_LABELS, [needed(_l("Hãy chọn loại hình của đơn vị."))])
    area = RowField(_l("Xã, phường, thị trấn"), [needed(_l("Hãy chọn xã, phường, thị trấn nơi đơn vị đặt."))])
    address = TextField(_l("Địa chỉ"), [needed(_l("Hãy nhập số nhà, đường hoặc ấp, khu phố.")), legible, at_most(200)])
    manager_name = TextField(
        _l("Họ và tên người đứng đầu đơn vị"),
        [needed(_l("Hãy nhập họ và tên người đứng đầu đơn vị.")), legible, at_most(120)],
    )
    manager_phone = PhoneField(
        _l("Điện thoại người đứng đầu"), [needed(_l("Hãy nhập số điện thoại của người đứng đầu đơn vị."))]
    )
    phone = PhoneField(_l("Điện thoại của đơn vị"), [optional()])
    tax_code = TaxCodeField(_l("Mã số thuế"), [optional()])
    is_household = BooleanField(_l("Đơn vị là hộ kinh doanh"))
    organisation = RowField(_l("Cơ quan quản lý"), [needed(_l("Hãy chọn cơ quan quản lý đơn vị."))])


class NewUnitForm(UnitFields, PortalForm):
    """An officer enters a unit; `submission` makes a form sent twice one unit.

    Without an organisation the body is meant that usually answers for such a unit.
    """

    organisation = RowField(_l("Cơ quan quản lý"), [optional()])
    open_weekdays = WeekField(_l("Ngày mở cửa trong tuần"), [needed(_l("Hãy chọn ít nhất một ngày mở cửa."))])
    submission = TextField("", widget=HiddenInput(), validators=[at_most(32)])
    knowingly = BooleanField(_l("Đã xem, đây là đơn vị khác: vẫn đăng ký"))

    def details(self) -> dict[str, Any]:
        """The keywords of `register_unit`."""
        chosen = {"area": self.area.row, "organisation": self.organisation.row}
        chosen |= {"open_weekdays": self.open_weekdays.mask, "submission_id": self.submission.data or None}
        beside = ("submission", "knowingly")
        return {name: value for name, value in self.values().items() if name not in beside} | chosen

    def confirms(self, likely_same: Any) -> bool:
        """Whether nothing is likely the same, or the officer says that he has looked; else asks him to."""
        if not likely_same or self.knowingly.data:
            return True
        self.knowingly.errors = [str(_l("Hãy xem các đơn vị tương tự và đánh dấu nếu vẫn đăng ký."))]
        return False


class CorrectForm(PortalForm):
    """The details of a unit; `version` is that of the unit as the page showed it."""

    name = UnitFields.name
    kind = UnitFields.kind
    area = UnitFields.area
    address = UnitFields.address
    manager_name = UnitFields.manager_name
    manager_phone = UnitFields.manager_phone
    phone = UnitFields.phone
    tax_code = UnitFields.tax_code
    is_household = UnitFields.is_household
    version = IntegerField("", widget=HiddenInput())

    def details(self) -> dict[str, Any]:
        """The keywords of `correct_unit`."""
        place: RowField = self["area"]
        return {name: value for name, value in self.values().items() if name != "version"} | {"area": place.row}


class RefuseForm(PortalForm):
    """Why a registration is not accepted."""

    reason = ParagraphField(_l("Lý do không duyệt"), [needed(_l("Hãy ghi lý do.")), at_most(300)])


class ReasonForm(PortalForm):
    """Why something is refused."""

    reason = ParagraphField(_l("Lý do"), [needed(_l("Hãy ghi lý do.")), at_most(300)])


class QuestionForm(PortalForm):
    """What an officer asks the unit before he decides."""

    question = ParagraphField(_l("Nội dung hỏi"), [needed(_l("Hãy ghi nội dung cần hỏi.")), at_most(500)])


class AnswerForm(PortalForm):
    """What the unit answers."""

    answer = ParagraphField(_l("Trả lời"), [needed(_l("Hãy ghi câu trả lời.")), at_most(1000)])


class OwnerForm(PortalForm):
    """Which body shall answer for the unit, and why."""

    organisation = RowField(_l("Cơ quan quản lý"), [needed(_l("Hãy chọn cơ quan quản lý đơn vị."))])
    reason = ParagraphField(_l("Lý do"), [needed(_l("Hãy ghi lý do.")), at_most(300)])

    def details(self) -> dict[str, Any]:
        """The keywords of `propose_transfer` and `decide_owner`."""
        return {"organisation": self.organisation.row, "reason": self.reason.data}


class RestrictForm(PortalForm):
    """On what document the unit is withheld from lists."""

    basis = TextField(_l("Căn cứ"), [needed(_l("Hãy ghi văn bản làm căn cứ.")), at_most(300)])


class StatusForm(PortalForm):
    """From when and why a unit is suspended, reopened or closed; not before `earliest`, not after `today`."""

    from_on = DayField(_l("Từ ngày"), [needed(_l("Hãy nhập ngày theo mẫu 31/12/2021."))])
    reason = ParagraphField(_l("Lý do"), [needed(_l("Hãy ghi lý do.")), at_most(300)])

    def __init__(self, *, earliest: date, today: date) -> None:
        super().__init__(from_on=today)
        self._earliest, self._today = earliest, today

    def validate_from_on(self, field: Field) -> None:
        if not self._earliest <= field.data <= self._today:
            limits = {"first": day(self._earliest), "last": day(self._today)}
            raise ValidationError(str(_l("Ngày phải trong khoảng từ %(first)s đến %(last)s.", **limits)))


class CalendarForm(PortalForm):
    """The days of the week on which the door is open."""

    open_weekdays = WeekField(_l("Ngày mở cửa trong tuần"), [needed(_l("Hãy chọn ít nhất một ngày mở cửa."))])


class ClosureForm(PortalForm):
    """Days on which the door is closed, from yesterday on."""

    from_on = DayField(_l("Đóng cửa từ ngày"), [needed(_l("Hãy nhập ngày theo mẫu 31/12/2021."))])
    last_on = DayField(_l("Đến hết ngày"), [needed(_l("Hãy nhập ngày theo mẫu 31/12/2021."))])
    reason = TextField(_l("Lý do"), [needed(_l("Hãy ghi lý do.")), at_most(300)])

    def __init__(self, *, today: date) -> None:
        super().__init__(from_on=today, last_on=today)
        self._today = today

    def validate_from_on(self, field: Field) -> None:
        first, last = self._today - timedelta(1), self._today + timedelta(LONGEST_CLOSURE_DAYS)
        if not first <= field.data <= last:
            limits = {"first": day(first), "last": day(last)}
            raise ValidationError(str(_l("Ngày phải trong khoảng từ %(first)s đến %(last)s.", **limits)))

    def validate_last_on(self, field: Field) -> None:
        first = None if self.from_on.errors else self.from_on.data
        if first and not first <= field.data <= first + timedelta(LONGEST_CLOSURE_DAYS):
            raise ValidationError(str(_l("Ngày cuối phải từ ngày đầu trở đi và trong vòng một năm.")))

    def details(self) -> Mapping[str, Any]:
        """The keywords of `announce_closure`."""
        until_on = (self.last_on.data or self._today) + timedelta(1)
        return {"from_on": self.from_on.data, "until_on": until_on, "reason": self.reason.data}


class UnlikeForm(PortalForm):
    """Why two units that look alike are not the same."""

    reason = TextField(_l("Vì sao không phải trùng"), [needed(_l("Hãy ghi lý do.")), at_most(300)])


class MergeForm(PortalForm):
    """Why two units are one, and which of the other's accounts go along."""

    reason = TextField(_l("Lý do gộp"), [needed(_l("Hãy ghi lý do.")), at_most(300)])
    accounts = SelectMultipleField(_l("Tài khoản chuyển sang đơn vị được giữ"), [optional()], coerce=int)

    def __init__(self, accounts: Iterable[tuple[int, str, bool]]) -> None:
        """`accounts`: id, how each is called, whether an officer has confirmed it; only such are ticked already."""
        known = list(accounts)
        super().__init__(accounts=[user_id for user_id, _label, confirmed in known if confirmed])
        self.accounts.choices = [SelectChoice(user_id, label) for user_id, label, _confirmed in known]
        if self.is_submitted() and not self.accounts.raw_data:
            self.accounts.data = []


class HolidayForm(PortalForm):
    """Days on which schools are closed, where, and the document that says so."""

    name = TextField(_l("Tên kỳ nghỉ"), [needed(_l("Hãy nhập tên kỳ nghỉ.")), legible, at_most(120)])
    area = RowField(_l("Địa bàn"), [optional()])
    from_on = DayField(_l("Nghỉ từ ngày"), [needed(_l("Hãy nhập ngày theo mẫu 31/12/2021."))])
    last_on = DayField(_l("Đến hết ngày"), [needed(_l("Hãy nhập ngày theo mẫu 31/12/2021."))])
    basis = TextField(_l("Căn cứ"), [needed(_l("Hãy ghi số, ký hiệu văn bản làm căn cứ.")), at_most(200)])

    def __init__(self, places: Mapping[str | None, Iterable[Any]]) -> None:
        super().__init__()
        self.area.offer(places)

    def validate_last_on(self, field: Field) -> None:
        first = None if self.from_on.errors else self.from_on.data
        if first and not first <= field.data <= first + timedelta(LONGEST_CLOSURE_DAYS):
            raise ValidationError(str(_l("Ngày cuối phải từ ngày đầu trở đi và trong vòng một năm.")))

    def details(self) -> dict[str, Any]:
        """The keywords of `add_holiday`."""
        days = {"from_on": self.from_on.data, "until_on": self.last_on.data + timedelta(1)}  # type: ignore[operator]
        return {"name": self.name.data, "area": self.area.row, "basis": self.basis.data, **days}


class CheckpointForm(PortalForm):
    """One more door."""

    name = TextField(_l("Tên cổng"), [needed(_l("Hãy nhập tên.")), legible, at_most(80)])


class VehicleForm(PortalForm):
    """A vehicle: what passengers and inspectors know it by, and where it goes."""

    name = TextField(_l("Tên xe, tàu"), [needed(_l("Hãy nhập tên.")), legible, at_most(80)])
    kind = EnumField(_l("Loại phương tiện"), VEHICLE_KIND_LABELS, [needed(_l("Hãy chọn loại phương tiện."))])
    plate = TextField(
        _l("Biển số hoặc số đăng ký"), [needed(_l("Hãy nhập biển số hoặc số đăng ký.")), legible, at_most(20)]
    )
    route_from = TextField(_l("Nơi đi"), [optional(), legible, at_most(80)])
    route_to = TextField(_l("Nơi đến"), [optional(), legible, at_most(80)])
    seats = SeatsField(_l("Số ghế"), [optional()])


class ReissueForm(PortalForm):
    """What an officer saw of the manager who came in person for a new slip."""

    checked = EnumChecksField(
        _l("Đã kiểm tra trực tiếp"), CHECKED_LABELS, [needed(_l("Hãy đánh dấu điều đã kiểm tra trực tiếp."))]
    )


class HoldForm(PortalForm):
    """The slip of a further unit: its link, pasted or typed, and the recovery code beside it."""

    link = TextField(_l("Đường dẫn trên phiếu"), [needed(_l("Hãy nhập đường dẫn trên phiếu.")), at_most(300)])
    recovery_code = TextField(_l("Mã khôi phục"), [needed(_l("Hãy nhập mã khôi phục in trên phiếu.")), at_most(40)])

    @property
    def token(self) -> str:
        """The secret at the end of the link."""
        return (self.link.data or "").partition("/manage/")[2].partition("/")[0] or (self.link.data or "")


class ConfirmForm(PortalForm):
    """A button whose page says what will happen."""
