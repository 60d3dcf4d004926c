"""What is typed and sent about must-register lists."""

from flask_babel import lazy_gettext as _l
from wtforms.validators import ValidationError

from app.documents.tables_in import Table
from app.units.coverage.labels import CALL_STATUS_LABELS, COLUMN_LABELS, TOO_MANY_ENTRIES
from app.units.coverage.rules import MOST_ENTRIES, NEEDED, CallStatus
from app.units.coverage.sheet import recognise
from app.units.fields import legible
from app.web.forms import EnumRadioField, ParagraphField, PortalForm, TextField, at_most, required
from app.web.table_field import TableField


class LoadForm(PortalForm):
    """A file with a list and whose list it is; `table` are its rows, headings and all."""

    source = TextField(
        _l("Nguồn danh sách"), [required(_l("Hãy ghi danh sách của cơ quan nào.")), legible, at_most(160)]
    )
    file = TableField(_l("Tệp danh sách"))

    @property
    def table(self) -> Table:
        """The rows of the file; none before one was read."""
        return getattr(self.file, "table", [])

    def validate_file(self, field: TableField) -> None:
        sheet = recognise(field.table)
        # With as many columns as are needed the officer says which holds what.
        if sheet.missing and sheet.width < len(NEEDED):
            names = ", ".join(str(COLUMN_LABELS[column]) for column in sheet.missing)
            raise ValidationError(str(_l("Không thấy cột: %(names)s.", names=names)))
        if len(sheet.rows) > MOST_ENTRIES:
            raise ValidationError(str(TOO_MANY_ENTRIES))


class CallForm(PortalForm):
    """How far an officer came with a place that is missing; that it need not register wants a reason."""

    status = EnumRadioField(_l("Tình trạng"), CALL_STATUS_LABELS, [required(_l("Hãy chọn tình trạng."))])
    note = ParagraphField(_l("Ghi chú, lý do"), [at_most(300)])

    def validate_note(self, field: ParagraphField) -> None:
        if self.status.data is CallStatus.NOT_APPLICABLE and not field.data:
            raise ValidationError(str(_l("Hãy ghi vì sao cơ sở không thuộc diện phải đăng ký.")))
