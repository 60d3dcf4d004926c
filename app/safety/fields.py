"""A field for a picture, for every form of the chapter that takes one."""

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms.form import BaseForm
from wtforms.validators import ValidationError

from app.documents.pictures import BadPicture, small_jpeg

ACCEPTED = "image/jpeg,image/png,image/webp"
PHOTO_LIMIT_BYTES = 8 * 1024 * 1024


class PictureField(FileField):  # type: ignore[misc]
    """A picture, or none; `picture` is what is kept of the file: drawn anew, small, without metadata."""

    picture: bytes | None = None

    def __init__(self, label: Any = None, validators: Any = None, **options: Any) -> None:
        super().__init__(label, validators, render_kw={"accept": ACCEPTED}, **options)
        # Drawn by `ui.field` as any file.
        self.type = "FileField"

    def pre_validate(self, form: BaseForm) -> None:
        if not self.data:
            return
        content = self.data.read(PHOTO_LIMIT_BYTES + 1)
        if len(content) > PHOTO_LIMIT_BYTES:
            raise ValidationError(str(_l("Ảnh lớn hơn 8 MB. Hãy chọn ảnh nhỏ hơn.")))
        try:
            self.picture = small_jpeg(content)
        except BadPicture as error:
            message = _l("Tệp này không phải ảnh JPEG, PNG hoặc WebP mở được. Hãy chọn ảnh khác hoặc bỏ trống.")
            raise ValidationError(str(message)) from error
