"""The field of a form that takes a table as a file, and says beside it why one cannot be read."""

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms.validators import StopValidation

from app.documents.tables_in import Table, UnreadableTable, read_table


class TableField(FileField):  # type: ignore[misc]
    """A table as a file: `table` are its rows, `content` and `file_name` the file itself."""

    table: Table
    content: bytes
    file_name: str

    def pre_validate(self, form: Any) -> None:
        if not self.data:
            raise StopValidation(str(_l("Hãy chọn tệp Excel (.xlsx) hoặc CSV.")))
        self.content, self.file_name = self.data.read(), self.data.filename or ""
        try:
            self.table = read_table(self.content, self.file_name)
        except UnreadableTable as error:
            raise StopValidation(str(error.sentence)) from error
