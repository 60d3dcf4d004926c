"""What is typed on the pages of administration."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l
from wtforms import Field, SelectField, ValidationError

from app.access.forms import UsernameField
from app.access.policy import BODIES, LABELS, Role, may_belong
from app.access.rules import NAME_CHARACTERS
from app.settings import Setting
from app.web.forms import DayField, EnumField, PortalForm, RowField, TextField, at_most, required

FULL_NAME_CHARACTERS = 120
BASIS_CHARACTERS = 200
VALUE_CHARACTERS = 60
# Accounts of units are opened by the units themselves, with their management link.
OFFERED: Mapping[Role, LazyString] = {role: label for role, label in LABELS.items() if role in BODIES}


class AccountForm(PortalForm):
    """Who gets an account, in which role, for which body."""

    full_name = TextField(_l("Họ và tên"), [required(_l("Hãy nhập họ và tên.")), at_most(FULL_NAME_CHARACTERS)])
    username = UsernameField(_l("Tên đăng nhập"), [required(_l("Hãy nhập tên đăng nhập.")), at_most(NAME_CHARACTERS)])
    role = EnumField(_l("Vai trò"), OFFERED, [required(_l("Hãy chọn vai trò."))])
    organisation = RowField(_l("Cơ quan"), [required(_l("Hãy chọn cơ quan."))])

    def __init__(self, bodies: Mapping[str | None, Iterable[Any]], *, is_taken: Callable[[str], bool]) -> None:
        super().__init__()
        self.organisation.offer(bodies)
        self._is_taken = is_taken

    def validate_username(self, field: Field) -> None:
        if self._is_taken(field.data):
            raise ValidationError(str(_l("Tên đăng nhập này đã có người dùng. Hãy chọn tên khác.")))

    def validate_organisation(self, field: RowField) -> None:
        if self.role.data and not may_belong(self.role.data, field.row.kind):
            raise ValidationError(str(_l("Vai trò này không thuộc loại cơ quan đã chọn.")))

    def values(self) -> dict[str, Any]:
        """The keywords of `create_account`, the body as its row."""
        return {**super().values(), "organisation": self.organisation.row}


class SettingForm(PortalForm):
    """What a setting is from a day on, and on what basis."""

    value: Field = TextField(_l("Giá trị mới"), [required(_l("Hãy nhập giá trị mới.")), at_most(VALUE_CHARACTERS)])
    from_on = DayField(_l("Áp dụng từ ngày"), [required(_l("Hãy nhập ngày bắt đầu áp dụng."))])
    basis = TextField(
        _l("Căn cứ"), [required(_l("Hãy ghi số, ký hiệu văn bản làm căn cứ.")), at_most(BASIS_CHARACTERS)]
    )

    def __init__(self, setting: Setting, *, today: date) -> None:
        super().__init__()
        self._parse, self._today = setting.parse, today

    def validate_value(self, field: Field) -> None:
        try:
            self.parsed = self._parse(field.data)
        except ValueError as error:
            raise ValidationError(str(_l("Giá trị này không dùng được. Hãy xem đơn vị tính bên cạnh."))) from error

    def validate_from_on(self, field: Field) -> None:
        if field.data < self._today:
            raise ValidationError(str(_l("Chỉ áp dụng được từ hôm nay trở đi: giá trị của ngày đã qua giữ nguyên.")))

    def values(self) -> dict[str, Any]:
        """The keywords of `settings.change`."""
        return {"new": self.parsed, "from_on": self.from_on.data, "basis": self.basis.data}


class ChoiceSettingForm(SettingForm):
    """The same where only few values make sense: they are offered by name."""

    value = SelectField(_l("Giá trị mới"), [required(_l("Hãy chọn giá trị mới."))], coerce=str)

    def __init__(self, setting: Setting, *, today: date) -> None:
        super().__init__(setting, today=today)
        self.value.choices = [("", _l("— Chọn —")), *setting.choices.items()]


def setting_form(setting: Setting, *, today: date) -> SettingForm:
    """The form in which this setting's next value is chosen or typed."""
    return (ChoiceSettingForm if setting.choices else SettingForm)(setting, today=today)
