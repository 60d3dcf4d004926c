"""What the manager says about a day."""

from flask_babel import lazy_gettext as _l

from app.web.forms import DayField, PortalForm, required


class NoVisitorsForm(PortalForm):
    """The day on which nobody came."""

    day = DayField(_l("Ngày"), [required(_l("Hãy chọn ngày."))])
