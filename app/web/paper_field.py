"""The field of a form that takes a signed, scanned paper, and says beside it why one cannot be taken."""

from pathlib import PurePath
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms.validators import StopValidation

from app.documents.papers import BadPaper, KeptPaper, kept_paper
from app.text import nfc

NAME_CHARACTERS = 160


class PaperField(FileField):  # type: ignore[misc]
    """A paper as a file: `kept` is what is kept of it, `file_name` what its sender calls it; None without a file."""

    kept: KeptPaper | None = None
    file_name: str = ""

    def __init__(self, label: Any = None, *, missing: Any = None, **options: Any) -> None:
        """`missing`: what is said where no file came; None: none need come."""
        super().__init__(label, **options)
        # Drawn by `ui.field` as any file.
        self.type = "FileField"
        self._missing = missing
        if missing is not None:
            self.flags.required = True

    def pre_validate(self, form: Any) -> None:
        if not self.data:
            if self._missing is not None:
                raise StopValidation(str(self._missing))
            return
        try:
            self.kept = kept_paper(self.data.read())
        except BadPaper as error:
            message = _l("Tệp này không phải PDF hoặc ảnh (JPEG, PNG, WebP) mở được, hoặc lớn hơn 8 MB.")
            raise StopValidation(str(message)) from error
        self.file_name = nfc(PurePath(self.data.filename or "").name)[:NAME_CHARACTERS]
