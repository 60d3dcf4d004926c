"""What is typed on the page to sign in."""

from flask_babel import lazy_gettext as _l
from wtforms import PasswordField

from app.access.rules import MAXIMUM_CHARACTERS, NAME_CHARACTERS
from app.web.forms import PortalForm, TextField, at_most, required


class SignInForm(PortalForm):
    username = TextField(_l("Tên đăng nhập"), [required(_l("Hãy nhập tên đăng nhập.")), at_most(NAME_CHARACTERS)])
    password = PasswordField(_l("Mật khẩu"), [required(_l("Hãy nhập mật khẩu.")), at_most(MAXIMUM_CHARACTERS)])


class PinAgainForm(PortalForm):
    """The PIN of an account that has no password, where its session ran out."""

    pin = PasswordField(_l("Mã PIN"), [required(_l("Hãy nhập mã PIN."))])
