"""The form that brings a file of accounts: read at once, wrong files are said beside the field."""

from collections.abc import Mapping
from contextlib import closing

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import FileStorage
from wtforms import Field, FileField, ValidationError

from app.admin.judging import Written
from app.admin.reading import MOST_ROWS, TooManyRows, WrongColumns, rows_of
from app.documents.tables_in import Fault, UnreadableTable, read_table
from app.text import nfc
from app.web.forms import PortalForm

FILENAME_CHARACTERS = 120
FAULTS: Mapping[Fault, LazyString] = {
    Fault.EMPTY: _l("Tệp không có dòng nào."),
    Fault.LARGE: _l("Tệp quá lớn. Hãy chia nhỏ thành nhiều tệp."),
    Fault.LONG: _l("Tệp có quá nhiều dòng hoặc cột. Hãy dùng tệp mẫu."),
    Fault.FOREIGN: _l("Không đọc được tệp này. Hãy dùng tệp mẫu và lưu thành .xlsx hoặc .csv."),
}


class AccountFileForm(PortalForm):
    """A file of accounts; once valid, `rows` and `filename` are what it holds."""

    table = FileField(_l("Tệp danh sách tài khoản (.xlsx, .csv)"))
    rows: list[Written]
    filename: str

    def validate_table(self, field: Field) -> None:
        sent = field.data
        if not sent or not getattr(sent, "filename", ""):
            raise ValidationError(str(_l("Hãy chọn tệp.")))
        self.filename = nfc(sent.filename)[:FILENAME_CHARACTERS]
        try:
            self.rows = rows_of(read_table(_content(sent), self.filename))
        except UnreadableTable as error:
            raise ValidationError(str(FAULTS[error.fault])) from error
        except WrongColumns as error:
            raise ValidationError(str(_l("Tệp thiếu cột: %(names)s.", names=", ".join(error.missing)))) from error
        except TooManyRows as error:
            raise ValidationError(str(_l("Mỗi tệp mở tối đa %(n)s tài khoản.", n=MOST_ROWS))) from error
        if not self.rows:
            raise ValidationError(str(FAULTS[Fault.EMPTY]))


def _content(sent: FileStorage) -> bytes:
    with closing(sent):
        return bytes(sent.read())
