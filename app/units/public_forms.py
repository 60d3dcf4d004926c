"""What managers type on the public pages: a registration in three screens, a PIN or a first account."""

import re
from collections.abc import Collection, Iterator, Mapping
from enum import StrEnum
from types import SimpleNamespace
from typing import Any

from flask import request
from flask_babel import LazyString
from flask_babel import lazy_gettext as _l
from wtforms import Field, PasswordField
from wtforms.validators import ValidationError

from app.access.forms import check_new_password
from app.access.rules import MAXIMUM_CHARACTERS, NAME_CHARACTERS, PIN, PinWeakness, pin_weakness
from app.text.clean import ascii_digits
from app.units.forms import UnitFields
from app.web.forms import PublicForm, TextField, at_least, at_most, required

USERNAME = re.compile(r"[a-z0-9][a-z0-9._@-]*", re.IGNORECASE | re.ASCII)


RECOVERY_CHARACTERS = 40

PIN_WEAKNESSES: Mapping[PinWeakness, LazyString] = {
    PinWeakness.SHAPE: _l("Mã PIN gồm đúng 6 chữ số."),
    PinWeakness.PLAIN: _l("Mã PIN này lặp lại, dễ đoán. Hãy chọn 6 chữ số khác."),
    PinWeakness.ROW: _l("Mã PIN này là dãy số liền nhau, dễ đoán. Hãy chọn 6 chữ số khác."),
    PinWeakness.KNOWN: _l("Mã PIN này có trong số điện thoại hoặc mã của đơn vị, nhiều người biết. Hãy chọn số khác."),
}


class Screen(StrEnum):
    """The three screens of a registration."""

    PLACE = "place"
    MANAGER = "manager"
    CHECK = "check"


FIELDS: dict[Screen, tuple[str, ...]] = {
    Screen.PLACE: ("name", "kind", "is_household", "area", "address"),
    Screen.MANAGER: ("manager_name", "manager_phone", "phone", "tax_code", "organisation"),
    Screen.CHECK: (),
}


# Offered beside the bodies: the province office finds out.
UNKNOWN_OWNER = SimpleNamespace(id="unknown", name=_l("Không rõ cơ quan quản lý"))


class RegisterForm(UnitFields, PublicForm):
    """A registration; every screen posts all of it, what it does not ask in hidden fields."""

    def first_wrong(self, before: Screen | None) -> Screen | None:
        """The first screen, of those before one (None: of all), with something to correct; others show no errors."""
        self.validate()
        wrong = next((screen for screen in _screens(before) if any(self[name].errors for name in FIELDS[screen])), None)
        for name in (name for screen, names in FIELDS.items() if screen is not wrong for name in names):
            self[name].errors = []
        return wrong

    def carried(self, screen: Screen) -> Iterator[tuple[str, str]]:
        """Names and values, as sent, of what this screen does not ask."""
        for name in (name for other, names in FIELDS.items() if other is not screen for name in names):
            yield name, request.form.get(name, "")

    def details(self) -> dict[str, Any]:
        """The keywords of `register_unit`; without an organisation when the manager does not know which it is."""
        chosen = self.organisation.row
        return self.values() | {"area": self.area.row, "organisation": None if chosen is UNKNOWN_OWNER else chosen}


def _screens(before: Screen | None) -> list[Screen]:
    screens = list(Screen)
    return screens[: screens.index(before)] if before else screens


class ManagerAccountForm(PublicForm):
    """Username and password that a manager chooses."""

    username = TextField(
        _l("Tên đăng nhập"), [required(_l("Hãy chọn tên đăng nhập.")), at_least(3), at_most(NAME_CHARACTERS)]
    )
    password = PasswordField(_l("Mật khẩu"), [required(_l("Hãy chọn mật khẩu.")), at_most(MAXIMUM_CHARACTERS)])
    repeated_password = PasswordField(_l("Nhập lại mật khẩu"), [required(_l("Hãy nhập lại mật khẩu."))])

    def validate_username(self, field: Field) -> None:
        if not USERNAME.fullmatch(field.data):
            raise ValidationError(str(_l("Tên đăng nhập chỉ gồm chữ không dấu, chữ số và các dấu . _ - @")))

    def validate_password(self, field: Field) -> None:
        check_new_password(self, field, username=self.username.data or "")

    def validate_repeated_password(self, field: Field) -> None:
        if field.data != self.password.data:
            raise ValidationError(str(_l("Hai lần nhập mật khẩu không giống nhau.")))


class PinField(PasswordField):
    """Six digits; blanks and full-width digits of some keyboards do no harm."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        super().process_formdata(valuelist)
        self.data = re.sub(r"\s", "", ascii_digits(self.data or ""))


class PinForm(PublicForm):
    """The PIN of a link that is in use."""

    pin = PinField(_l("Mã PIN"), [required(_l("Hãy nhập mã PIN gồm 6 chữ số."))])

    def validate_pin(self, field: Field) -> None:
        if not PIN.fullmatch(field.data):
            raise ValidationError(str(PIN_WEAKNESSES[PinWeakness.SHAPE]))


class NewPinForm(PublicForm):
    """A PIN to come, typed twice; `known` are numbers that would make it easy to guess."""

    new_pin = PinField(_l("Chọn mã PIN"), [required(_l("Hãy chọn mã PIN gồm 6 chữ số."))])
    repeated_pin = PinField(_l("Nhập lại mã PIN"), [required(_l("Hãy nhập lại mã PIN."))])

    def __init__(self, formdata: Any = None, *, known: Collection[str] = ()) -> None:
        super().__init__(formdata)
        self._known = known

    def validate_new_pin(self, field: Field) -> None:
        found = pin_weakness(field.data, known=self._known)
        if found:
            raise ValidationError(str(PIN_WEAKNESSES[found]))

    def validate_repeated_pin(self, field: Field) -> None:
        if field.data != self.new_pin.data:
            raise ValidationError(str(_l("Hai lần nhập mã PIN không giống nhau.")))


class ResetPinForm(NewPinForm):
    """The code on the slip and a new PIN."""

    recovery_code = TextField(
        _l("Mã khôi phục"), [required(_l("Hãy nhập mã khôi phục in trên phiếu.")), at_most(RECOVERY_CHARACTERS)]
    )
