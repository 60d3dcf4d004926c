"""What is typed at the front door."""

from flask_babel import lazy_gettext as _l
from wtforms import Field, ValidationError

from app.codes import InvalidCode, parse_code
from app.web.forms import PublicForm, TextField, required


class CodeForm(PublicForm):
    """The code printed below a poster's QR, when the camera cannot read it."""

    code = TextField(_l("Mã của đơn vị"), [required(_l("Hãy nhập mã in dưới hình QR."))])

    def validate_code(self, field: Field) -> None:
        try:
            self.parsed = parse_code(field.data)
        except InvalidCode as error:
            message = _l("Mã không đúng. Mã có 9 ký tự, in dưới hình QR, ví dụ 4T7K-9M2P-X.")
            raise ValidationError(str(message)) from error
