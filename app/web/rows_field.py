"""The field of a form that takes many lines as a file: nothing is kept of a file in which one line is wrong."""

from collections.abc import Callable, Sequence
from typing import Any, Generic, TypeVar

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l
from wtforms.validators import StopValidation

from app.documents.rows_in import Problem, Read
from app.documents.tables_in import Table
from app.web.table_field import TableField

Line = TypeVar("Line")


class RowsField(TableField, Generic[Line]):
    """A table as a file: `lines` is what it says row by row, `problems` what is wrong in which row."""

    lines: Sequence[Line] = ()
    problems: Sequence[Problem] = ()

    def __init__(self, label: LazyString, read: Callable[[Table], Read[Line]], **options: Any) -> None:
        super().__init__(label, **options)
        self._read = read

    def pre_validate(self, form: Any) -> None:
        super().pre_validate(form)
        found = self._read(self.table)
        self.lines, self.problems = found.lines, found.problems
        if self.problems:
            raise StopValidation(str(_l("Tệp có dòng chưa đúng, chưa ghi dòng nào. Hãy sửa theo danh sách bên dưới.")))
