"""What is typed on the pages of accounts."""

from collections.abc import Mapping
from typing import Any

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l
from wtforms import Field, Form, PasswordField, ValidationError
from wtforms.form import BaseForm
from wtforms.validators import StopValidation

from app.access.rules import MAXIMUM_CHARACTERS, MINIMUM_CHARACTERS, Weakness, is_username, weakness
from app.web.forms import PortalForm, TextField, at_most, required

WEAKNESSES: Mapping[Weakness, LazyString] = {
    Weakness.SHORT: _l("Mật khẩu phải có ít nhất %(n)s ký tự.", n=MINIMUM_CHARACTERS),
    Weakness.LONG: _l("Mật khẩu chỉ được dài đến %(n)s ký tự.", n=MAXIMUM_CHARACTERS),
    Weakness.PLAIN: _l("Mật khẩu lặp lại quá ít ký tự. Hãy chọn một câu khó đoán hơn."),
    Weakness.NAME: _l("Mật khẩu không được dựa vào tên đăng nhập."),
}


class UsernameField(TextField):
    """The name under which somebody will sign in."""

    def pre_validate(self, form: BaseForm) -> None:
        if self.data and not is_username(self.data):
            message = _l("Tên đăng nhập có 3–64 ký tự: chữ không dấu, số, dấu chấm hoặc gạch nối.")
            raise StopValidation(str(message))


class ChangePasswordForm(PortalForm):
    """A new password, typed twice, and the one that it replaces."""

    current_password = PasswordField(
        _l("Mật khẩu hiện tại"), [required(_l("Hãy nhập mật khẩu hiện tại.")), at_most(MAXIMUM_CHARACTERS)]
    )
    new_password = PasswordField(_l("Mật khẩu mới"), [required(_l("Hãy nhập mật khẩu mới."))])
    repeated_password = PasswordField(_l("Nhập lại mật khẩu mới"), [required(_l("Hãy nhập lại mật khẩu mới."))])

    def __init__(self, *, username: str, **options: Any) -> None:
        super().__init__(**options)
        self._username = username

    def validate_new_password(self, field: Field) -> None:
        check_new_password(self, field, username=self._username)
        if field.data == self.current_password.data:
            raise ValidationError(str(_l("Mật khẩu mới phải khác mật khẩu hiện tại.")))

    def validate_repeated_password(self, field: Field) -> None:
        if field.data != self.new_password.data:
            raise ValidationError(str(_l("Hai lần nhập mật khẩu mới không giống nhau.")))


def check_new_password(_form: Form, field: Field, *, username: str) -> None:
    """Raise ValidationError with the reason why a chosen password will not do."""
    found = weakness(field.data or "", username=username)
    if found:
        raise ValidationError(str(WEAKNESSES[found]))
