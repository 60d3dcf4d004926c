"""What is typed about areas, teams, households and rounds."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, Field, HiddenField, IntegerField
from wtforms.validators import NumberRange, ValidationError

from app.clock import local_day
from app.web.forms import DayField, EnumField, PhoneField, PortalForm, RowField, TextField, at_most, optional, required
from app.web.rows_field import RowsField
from app.zones.labels import KINDS, LEVELS, REASONS
from app.zones.rules import MOST_PEOPLE, LookReason, ZoneKind
from app.zones.sheet_in import read_households
from app.zones.written import Decision, Details, Listed

MOST_HOUSEHOLDS = 100_000


class DecisionFields(PortalForm):
    """The paper behind something."""

    number = TextField(_l("Số, ký hiệu quyết định"), [required(_l("Hãy ghi số quyết định.")), at_most(60)])
    decided_on = DayField(_l("Ngày quyết định"), [required(_l("Hãy nhập ngày quyết định."))])
    signer = TextField(_l("Người ký"), [required(_l("Hãy ghi người ký.")), at_most(120)])

    def validate_decided_on(self, field: Field) -> None:
        if field.data > local_day():
            raise ValidationError(str(_l("Ngày quyết định không thể sau hôm nay.")))

    def decision(self) -> Decision:
        """What was typed."""
        return Decision(self.number.data or "", self.decided_on.data or local_day(), self.signer.data or "")


class ZoneForm(DecisionFields):
    """An area that a decision puts under isolation."""

    area = RowField(_l("Xã, phường, thị trấn"), [required(_l("Hãy chọn xã, phường, thị trấn."))])
    kind = EnumField(_l("Phạm vi"), KINDS, [required(_l("Hãy chọn phạm vi."))])
    name = TextField(_l("Tên khu vực"), [at_most(120)])
    level = EnumField(_l("Cấp ra quyết định"), LEVELS, [required(_l("Hãy chọn cấp ra quyết định."))])
    from_on = DayField(_l("Cách ly từ ngày"), [required(_l("Hãy nhập ngày bắt đầu cách ly."))])

    def __init__(self, places: Mapping[str | None, Iterable[Any]], **options: Any) -> None:
        super().__init__(**options)
        self.area.offer(places)
        every = [area for areas in places.values() for area in areas]
        if len(every) == 1 and not self.area.data:
            self.area.choose(every[0])

    def validate_name(self, field: Field) -> None:
        if not field.data and self.kind.data is not ZoneKind.COMMUNE:
            raise ValidationError(str(_l("Hãy ghi tên tổ dân phố, khu phố, xóm hoặc ấp.")))

    def validate_from_on(self, field: Field) -> None:
        if self.decided_on.data and field.data < self.decided_on.data:
            raise ValidationError(str(_l("Ngày bắt đầu không thể trước ngày quyết định.")))

    def zone(self) -> dict[str, Any]:
        """The keywords of `enter_zone`."""
        return {
            "kind": self.kind.data,
            "name": self.name.data or "",
            "decision": self.decision(),
            "level": self.level.data,
            "from_on": self.from_on.data,
        }


class LiftForm(DecisionFields):
    """By which decision an area is released, and from which day."""

    until_on = DayField(_l("Dỡ bỏ từ ngày"), [required(_l("Hãy nhập ngày dỡ bỏ."))])

    def __init__(self, *, from_on: date, **options: Any) -> None:
        super().__init__(**options)
        self._from_on = from_on

    def lifting(self) -> dict[str, Any]:
        """The keywords of `lift_zone`."""
        return {"decision": self.decision(), "until_on": self.until_on.data}

    def validate_until_on(self, field: Field) -> None:
        if field.data < self._from_on:
            raise ValidationError(str(_l("Ngày dỡ bỏ không thể trước ngày bắt đầu cách ly.")))


class AttachForm(PortalForm):
    """Which team works in an area."""

    team = RowField(_l("Tổ đã có"), [required(_l("Hãy chọn tổ."))])

    def __init__(self, teams: Iterable[Any], **options: Any) -> None:
        super().__init__(**options)
        self.team.offer({None: teams})


class TeamForm(PortalForm):
    """A team of a commune."""

    area = RowField(_l("Xã, phường, thị trấn"), [required(_l("Hãy chọn xã, phường, thị trấn."))])
    name = TextField(_l("Tên tổ"), [required(_l("Hãy ghi tên tổ.")), at_most(120)])
    is_standing = BooleanField(_l("Tổ thường trực: tiếp tục hoạt động khi khu vực cách ly được dỡ bỏ"))

    def __init__(self, places: Mapping[str | None, Iterable[Any]], **options: Any) -> None:
        super().__init__(**options)
        self.area.offer(places)
        every = [area for areas in places.values() for area in areas]
        if len(every) == 1 and not self.area.data:
            self.area.choose(every[0])

    def team(self) -> dict[str, Any]:
        """The keywords of `set_up_team`."""
        return {"name": self.name.data or "", "is_standing": bool(self.is_standing.data)}


class MemberForm(PortalForm):
    """Somebody of a team."""

    full_name = TextField(_l("Họ và tên"), [required(_l("Hãy ghi họ và tên.")), at_most(120)])
    phone = PhoneField(_l("Số điện thoại"), [required(_l("Hãy ghi số điện thoại."))])
    is_leader = BooleanField(_l("Tổ trưởng"))


class HouseholdForm(PortalForm):
    """One household."""

    head_name = TextField(_l("Chủ hộ"), [required(_l("Hãy ghi họ và tên chủ hộ.")), at_most(120)])
    phone = PhoneField(_l("Số điện thoại"), [optional()])
    address = TextField(_l("Địa chỉ"), [required(_l("Hãy ghi số nhà, đường hoặc tổ, ấp.")), at_most(200)])
    people = IntegerField(
        _l("Số người"),
        [required(_l("Hãy ghi số người trong hộ.")), NumberRange(1, MOST_PEOPLE, _l("Số người từ 1 đến 99."))],
    )

    def listed(self) -> Listed:
        """What was typed."""
        details = Details(self.head_name.data or "", self.phone.data or "", self.address.data or "")
        return Listed(details, self.people.data or 1)


class MoveForm(PortalForm):
    """Which team takes a household over."""

    team = RowField(_l("Chuyển sang tổ"), [required(_l("Hãy chọn tổ."))])

    def __init__(self, teams: Iterable[Any], **options: Any) -> None:
        super().__init__(**options)
        self.team.offer({None: teams})


class HouseholdsForm(PortalForm):
    """The households of a team as a file."""

    file = RowsField(_l("Tệp danh sách hộ"), read_households)


class ReasonForm(PortalForm):
    """Why somebody from outside reads the names."""

    reason = EnumField(_l("Lý do xem"), REASONS, [required(_l("Hãy chọn lý do xem họ tên."))])

    def chosen(self) -> LookReason:
        """The reason of a form that is valid."""
        return LookReason(self.reason.data)


class NoteForm(PortalForm):
    """What is done about a missing round; `day` is that of the page: at midnight another round is missing."""

    day = HiddenField("")
    text = TextField(
        _l("Việc đang làm"), [required(_l("Hãy ghi việc đang làm, ví dụ: đã gọi tổ trưởng.")), at_most(300)]
    )


class TotalForm(PortalForm):
    """How many households a commune has."""

    household_count = IntegerField(
        _l("Tổng số hộ"), [required(_l("Hãy ghi số hộ.")), NumberRange(1, MOST_HOUSEHOLDS, _l("Hãy nhập số hộ."))]
    )
    source = TextField(_l("Nguồn"), [required(_l("Hãy ghi nguồn của số liệu.")), at_most(200)])
