"""What managers type on the public pages: a registration in three screens, a first account."""

import re
from collections.abc import Iterator
from enum import StrEnum
from types import SimpleNamespace
from typing import Any

from flask import request
from flask_babel import lazy_gettext as _l
from wtforms import Field, PasswordField
from wtforms.validators import ValidationError

from app.access.forms import check_new_password
from app.access.rules import MAXIMUM_CHARACTERS, NAME_CHARACTERS
from app.units.forms import UnitFields
from app.web.forms import PublicForm, TextField, at_least, at_most, required

USERNAME = re.compile(r"[a-z0-9][a-z0-9._@-]*", re.IGNORECASE | re.ASCII)


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
