"""What is typed or sent about a national code."""

from collections.abc import Callable, Sequence

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms.validators import ValidationError

from app.documents.codes_in import UnreadableFile, read_codes
from app.posters.national.labels import NOT_NATIONAL, SEVERAL_CODES, UNREADABLE
from app.posters.national.rules import CodeKind, TextSource, full_address
from app.web.forms import PortalForm, RowField, TextField, optional

LONGEST_TYPED = 4000
KindOf = Callable[[str], CodeKind]


class NationalCodeForm(PortalForm):
    """A pasted link, or a picture or PDF of the code; `content` is the one national code that they hold.

    `vehicle`: for which of the unit's vehicles; none is for the unit itself.
    """

    link = TextField(_l("Đường dẫn trong mã"), [optional()])
    file = FileField(_l("Ảnh hoặc tệp PDF của mã"))
    vehicle = RowField(_l("Mã này dùng cho"), [optional()])

    def __init__(self, *, kind_of: KindOf) -> None:
        super().__init__()
        self._kind_of = kind_of
        self.content = ""
        self.text_source = TextSource.LINK

    def validate_link(self, field: TextField) -> None:
        if field.data:
            self.content = full_address(_the_national([field.data[:LONGEST_TYPED]], self._kind_of))

    def validate_file(self, field: FileField) -> None:
        if self.link.data or not field.data:
            return
        sent = field.data.read()
        self.content = full_address(_the_national(_codes_in(sent), self._kind_of))
        self.text_source = TextSource.PDF if b"%PDF-" in sent[:1024] else TextSource.PICTURE

    def refuse(self, why: LazyString) -> None:
        """Say beside what was given that it cannot be taken."""
        (self.link if self.link.data else self.file).errors = [str(why)]

    def validate(self, extra_validators: object = None) -> bool:
        """Besides the fields' own mistakes: nothing was given at all."""
        right: bool = super().validate(extra_validators)
        if not self.link.data and not self.file.data:
            self.link.errors = [str(_l("Hãy dán đường dẫn, hoặc gửi ảnh của mã."))]
            return False
        return right


def _codes_in(sent: bytes) -> Sequence[str]:
    try:
        return read_codes(sent)
    except UnreadableFile as error:
        raise ValidationError(str(UNREADABLE[error.why])) from error


def _the_national(texts: Sequence[str], kind_of: KindOf) -> str:
    """The one national code among the texts. Raises ValidationError, which names what else it is."""
    kinds = {text: kind_of(text) for text in texts}
    national = [text for text, kind in kinds.items() if kind is CodeKind.NATIONAL]
    if not national:
        raise ValidationError(str(NOT_NATIONAL[next(iter(kinds.values()))]))
    if len(national) > 1:
        raise ValidationError(str(SEVERAL_CODES))
    return national[0]
