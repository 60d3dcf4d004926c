"""The form that takes many lines as a file: nothing is kept of a file in which one line is wrong."""

from collections.abc import Sequence
from typing import Generic, TypeVar

from flask_babel import lazy_gettext as _l
from wtforms.validators import ValidationError

from app.documents.rows_in import Problem, Read
from app.documents.tables_in import Table
from app.web.forms import PortalForm
from app.web.table_field import TableField

Line = TypeVar("Line")


class RowsForm(PortalForm, Generic[Line]):
    """Its own forms have the `file` and read its rows; `lines` are what it says, `problems` what is wrong where."""

    file: TableField
    read: Read[Line] = Read([], [])

    def read_rows(self, table: Table) -> Read[Line]:
        """The rows of the file that was sent."""
        raise NotImplementedError

    def validate_file(self, field: TableField) -> None:
        self.read = self.read_rows(field.table)
        if self.read.problems:
            raise ValidationError(str(_l("Tệp có dòng chưa đúng, chưa ghi dòng nào. Hãy sửa theo danh sách bên dưới.")))

    @property
    def lines(self) -> Sequence[Line]:
        """What the file says, row by row."""
        return self.read.lines

    @property
    def problems(self) -> Sequence[Problem]:
        """What is wrong, by row."""
        return self.read.problems
