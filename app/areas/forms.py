"""What is typed to put a place on the high-risk list, or to take it off."""

from collections.abc import Iterable, Mapping
from typing import Any

from flask_babel import lazy_gettext as _l

from app.web.forms import DayField, PortalForm, RowField, TextField, at_most, required

BASIS_CHARACTERS = 200


class HighRiskForm(PortalForm):
    """Which place is at high risk, from when, by which document."""

    area = RowField(_l("Địa bàn"), [required(_l("Hãy chọn địa bàn."))])
    from_on = DayField(_l("Áp dụng từ ngày"), [required(_l("Hãy nhập ngày bắt đầu áp dụng."))])
    basis = TextField(
        _l("Căn cứ"), [required(_l("Hãy ghi số, ký hiệu văn bản làm căn cứ.")), at_most(BASIS_CHARACTERS)]
    )

    def __init__(self, places: Mapping[str | None, Iterable[Any]]) -> None:
        super().__init__()
        self.area.offer(places)

    def values(self) -> dict[str, Any]:
        """The keywords of `list_as_high_risk`, the place as its row."""
        return {**super().values(), "area": self.area.row}


class EndForm(PortalForm):
    """From which day on a place is no longer at high risk."""

    until_on = DayField(_l("Thôi áp dụng từ ngày"), [required(_l("Hãy nhập ngày thôi áp dụng."))])
