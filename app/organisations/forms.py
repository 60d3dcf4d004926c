"""What is typed to let somebody hold a post."""

import re
from datetime import date, timedelta
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import Field, ValidationError

from app.organisations.labels import POSITION_LABELS
from app.web.forms import DayField, EnumRadioField, PhoneField, PortalForm, TextField, at_most, optional, required

NAME_CHARACTERS = 120
EMAIL_CHARACTERS = 120
EMAIL = re.compile(r"[^@\s]+@[^@\s.]+(\.[^@\s.]+)+")


class AppointForm(PortalForm):
    """The new holder of a post, and from when."""

    position = EnumRadioField(_l("Chức trách"), POSITION_LABELS, [required(_l("Hãy chọn chức trách."))])
    full_name = TextField(_l("Họ và tên"), [required(_l("Hãy nhập họ và tên.")), at_most(NAME_CHARACTERS)])
    title = TextField(_l("Chức vụ"), [required(_l("Hãy nhập chức vụ.")), at_most(NAME_CHARACTERS)])
    phone = PhoneField(_l("Điện thoại công vụ"), [optional()])
    email = TextField(
        _l("Thư điện tử công vụ"),
        [optional(), at_most(EMAIL_CHARACTERS)],
    )
    from_on = DayField(_l("Giữ chức vụ từ ngày"), [required(_l("Hãy nhập ngày bắt đầu."))])
    last_on = DayField(_l("Đến hết ngày"), [optional()])

    def validate_email(self, field: Field) -> None:
        if field.data and not EMAIL.fullmatch(field.data):
            raise ValidationError(str(_l("Thư điện tử phải có dạng ten@coquan.gov.vn.")))

    def validate_last_on(self, field: Field) -> None:
        if field.data and self.from_on.data and field.data < self.from_on.data:
            raise ValidationError(str(_l("Ngày cuối không thể trước ngày bắt đầu.")))

    def appointment(self) -> dict[str, Any]:
        """The keywords of the action, which says from when somebody no longer holds the post."""
        typed = self.values()
        last_on = typed.pop("last_on")
        return {**typed, "until_on": last_on + timedelta(1) if last_on else None}


class RelieveForm(PortalForm):
    """From when somebody no longer holds his post."""

    until_on = DayField(_l("Thôi giữ chức vụ từ ngày"), [required(_l("Hãy nhập ngày thôi giữ chức vụ."))])

    def __init__(self, *, from_on: date, **options: Any) -> None:
        super().__init__(**options)
        self._from_on = from_on

    def validate_until_on(self, field: Field) -> None:
        if field.data and field.data < self._from_on:
            raise ValidationError(str(_l("Ngày thôi giữ chức vụ không thể trước ngày bắt đầu.")))
