"""The form that brings a file of accounts: read at once, wrong files are said beside the field."""

from flask_babel import lazy_gettext as _l
from wtforms import ValidationError

from app.admin.judging import Written
from app.admin.reading import MOST_ROWS, TooManyRows, WrongColumns, rows_of
from app.documents.tables_in import EmptyTable
from app.text import nfc
from app.web.forms import PortalForm
from app.web.table_field import TableField

FILENAME_CHARACTERS = 120


class AccountFileForm(PortalForm):
    """A file of accounts; once valid, `rows` and `filename` are what it holds."""

    table = TableField(_l("Tệp danh sách tài khoản (.xlsx, .csv)"))
    rows: list[Written]

    @property
    def filename(self) -> str:
        """The file's name, as far as it is kept."""
        return nfc(self.table.file_name)[:FILENAME_CHARACTERS]

    def validate_table(self, field: TableField) -> None:
        try:
            self.rows = rows_of(field.table)
        except WrongColumns as error:
            raise ValidationError(str(_l("Tệp thiếu cột: %(names)s.", names=", ".join(error.missing)))) from error
        except TooManyRows as error:
            raise ValidationError(str(_l("Mỗi tệp mở tối đa %(n)s tài khoản.", n=MOST_ROWS))) from error
        if not self.rows:
            raise ValidationError(str(EmptyTable.sentence))
