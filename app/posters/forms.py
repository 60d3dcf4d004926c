"""What is typed about codes."""

from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import BooleanField, Field
from wtforms.validators import ValidationError

from app.documents.pictures import BadPicture, small_jpeg
from app.posters.labels import BUNDLE_LABELS, CODES_LABELS, LANGUAGE_LABELS, SIZE_LABELS
from app.web.filters import day
from app.web.forms import DayField, EnumField, ParagraphField, PortalForm, at_most, required

PHOTO_LIMIT_BYTES = 8 * 1024 * 1024


class PrintedForm(PortalForm):
    """In which language the poster was printed."""

    language = EnumField(_l("Đã in bản"), LANGUAGE_LABELS, [required(_l("Hãy chọn bản đã in."))])


class DisplayForm(PortalForm):
    """Since when the poster is up, between the day its code was issued and today; a picture of it, if one is at hand.

    `picture` is what is kept of the file: drawn anew, small, without metadata.
    """

    on = DayField(_l("Đã dán từ ngày"), [required(_l("Hãy nhập ngày theo mẫu 31/12/2021."))])
    photo = FileField(_l("Ảnh chụp áp phích đã dán"))

    def __init__(self, *, earliest: date, today: date) -> None:
        super().__init__(on=today)
        self._earliest, self._today = earliest, today
        self.picture: bytes | None = None

    def validate_on(self, field: Field) -> None:
        if not self._earliest <= field.data <= self._today:
            limits = {"first": day(self._earliest), "last": day(self._today)}
            raise ValidationError(str(_l("Ngày phải trong khoảng từ %(first)s đến %(last)s.", **limits)))

    def day(self) -> dict[str, Any]:
        """Since when, as the keyword of the action."""
        return {"on": self.on.data}

    def validate_photo(self, field: Field) -> None:
        if not field.data:
            return
        try:
            self.picture = small_jpeg(field.data.read())
        except BadPicture as error:
            message = _l("Tệp này không phải ảnh JPEG, PNG hoặc WebP mở được. Hãy chọn ảnh khác hoặc bỏ trống.")
            raise ValidationError(str(message)) from error


class ReplaceForm(PortalForm):
    """Why a code is replaced."""

    because = ParagraphField(_l("Lý do thay mã"), [required(_l("Hãy ghi lý do.")), at_most(300)])
    at_once = BooleanField(_l("Ngừng mã cũ ngay (mã bị lạm dụng)"))


class RunForm(PortalForm):
    """How many posters at once are to be printed."""

    size = EnumField(_l("Khổ in"), SIZE_LABELS, [required(_l("Hãy chọn khổ in."))])
    language = EnumField(_l("Ngôn ngữ"), LANGUAGE_LABELS, [required(_l("Hãy chọn ngôn ngữ."))])
    codes = EnumField(_l("Mã in trên áp phích"), CODES_LABELS, [required(_l("Hãy chọn mã in trên áp phích."))])
    bundle = EnumField(_l("Cách giao"), BUNDLE_LABELS, [required(_l("Hãy chọn cách giao."))])
    logo = BooleanField(_l("In tên tỉnh ở góc áp phích"))
