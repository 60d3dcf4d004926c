"""What is typed about the grade of a place, and about the list of grades."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import Field
from wtforms.validators import ValidationError

from app.safety.grades.labels import COLOUR_LABELS
from app.safety.grades.rules import Colour
from app.units.fields import legible
from app.web.forms import DayField, EnumField, PortalForm, RowField, TextField, at_most, optional, required

EARLIEST_DAYS, LATEST_DAYS, MOST_GRADES, FEWEST_GRADES = 31, 7, 6, 2
BASIS = _l("Căn cứ (số, ký hiệu văn bản, ngày)")
DAY = _l("Hãy nhập ngày theo mẫu 31/12/2021.")


class GradingForm(PortalForm):
    """Which grade from when, by which document, who signed it; of a commune also for one hamlet."""

    hamlet = TextField(_l("Ấp, khu phố (bỏ trống nếu là cả xã, phường, thị trấn)"), [optional(), legible, at_most(120)])
    grade = RowField(_l("Cấp độ"), [required(_l("Hãy chọn cấp độ."))])
    from_on = DayField(_l("Từ ngày"), [required(DAY)])
    basis = TextField(BASIS, [required(_l("Hãy ghi số, ký hiệu văn bản làm căn cứ.")), legible, at_most(300)])
    signer = TextField(_l("Người ký"), [required(_l("Hãy ghi họ tên, chức vụ người ký.")), legible, at_most(120)])

    def __init__(self, grades: Iterable[Any], *, today: date) -> None:
        super().__init__(from_on=today)
        self.grade.offer({None: list(grades)})
        self._today = today

    def validate_from_on(self, field: Field) -> None:
        if not self._today - timedelta(EARLIEST_DAYS) <= field.data <= self._today + timedelta(LATEST_DAYS):
            raise ValidationError(str(_l("Ngày phải trong 31 ngày qua hoặc 7 ngày tới.")))

    def values(self) -> dict[str, Any]:
        """The keywords of `grade_area`, the grade as its row."""
        return {**super().values(), "grade": self.grade.row, "hamlet": self.hamlet.data or ""}


class GradesForm(PortalForm):
    """Another list of grades, the safest first; lines without a name are left out."""

    from_on = DayField(_l("Áp dụng từ ngày"), [required(DAY)])
    basis = TextField(BASIS, [required(_l("Hãy ghi số, ký hiệu văn bản làm căn cứ.")), legible, at_most(300)])

    def __init__(self, *, today: date, **options: Any) -> None:
        super().__init__(**options)
        self._today = today

    def validate_from_on(self, field: Field) -> None:
        if field.data < self._today:
            raise ValidationError(str(_l("Bảng cấp độ mới áp dụng từ hôm nay hoặc ngày sau.")))

    def since(self) -> dict[str, Any]:
        """From when and on what basis the list holds: keywords of the action."""
        return {"from_on": self.from_on.data, "basis": self.basis.data}

    def lines(self) -> list[tuple[str, Colour]]:
        """Name and colour of every grade that was typed."""
        typed = [(self[f"name_{n}"].data, self[f"colour_{n}"].data) for n in range(1, MOST_GRADES + 1)]
        return [(name, colour) for name, colour in typed if name]

    def validate(self, extra_validators: object = None) -> bool:
        is_right = bool(super().validate())
        for n in range(1, MOST_GRADES + 1):
            if self[f"name_{n}"].data and not self[f"colour_{n}"].data:
                self[f"colour_{n}"].errors = [str(_l("Hãy chọn màu."))]
                is_right = False
        if is_right and len(self.lines()) < FEWEST_GRADES:
            self["name_1"].errors = [str(_l("Hãy ghi ít nhất hai cấp độ."))]
            return False
        return is_right


for _n in range(1, MOST_GRADES + 1):
    setattr(GradesForm, f"name_{_n}", TextField(_l("Tên cấp độ %(n)s", n=_n), [optional(), legible, at_most(60)]))
    setattr(GradesForm, f"colour_{_n}", EnumField(_l("Màu của cấp độ %(n)s", n=_n), COLOUR_LABELS, [optional()]))
