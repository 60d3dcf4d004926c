"""What is typed about views."""

from flask_babel import lazy_gettext as _l
from wtforms import Field, Form, HiddenField
from wtforms.validators import ValidationError

from app.web.forms import PortalForm, TextField, at_most, required

# Whose addresses can be kept: pages with filters, of officers.
KEPT_PATHS = ("/monitor", "/flags", "/units", "/confirmations")
LONGEST_PATH = 500


def _our_page(_form: Form, field: Field) -> None:
    path = field.data or ""
    page = path.partition("?")[0]
    ours = any(page == kept or page.startswith(f"{kept}/") for kept in KEPT_PATHS)
    if not ours or len(path) > LONGEST_PATH or ".." in page or "\\" in path or not path.isprintable():
        raise ValidationError(str(_l("Trang này không lưu được.")))


class SaveViewForm(PortalForm):
    """A name for the page at `path`."""

    name = TextField(_l("Tên"), [required(_l("Hãy đặt tên cho cách xem này.")), at_most(80)])
    path = HiddenField(_l("Trang"), validators=[_our_page])
