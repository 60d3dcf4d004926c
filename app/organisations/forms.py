"""What is typed to let somebody hold a post."""

import re

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

    def validate_email(self, field: Field) -> None:
        if field.data and not EMAIL.fullmatch(field.data):
            raise ValidationError(str(_l("Thư điện tử phải có dạng ten@coquan.gov.vn.")))
