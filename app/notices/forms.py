"""What is typed about messages: words, gateways, the address of a test."""

import re
from collections.abc import Collection, Mapping
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, Field, ValidationError

from app.notices import gateways
from app.notices.gateways import ContentKind, Plan, SuccessRule
from app.notices.kinds import Wording
from app.notices.labels import CONTENT_KINDS, METHODS, PHONE_FORMS, SUCCESS_RULES
from app.notices.rules import SHARED_LINES, Channel
from app.notices.sharing import page_of
from app.notices.wording import Variable, unknown_places
from app.web.destinations import own_path
from app.web.forms import EnumField, ParagraphField, PhoneField, PortalForm, TextField, at_most, required

SUBJECT_CHARACTERS = 150
BODY_CHARACTERS = 2000
SMS_CHARACTERS = 612
CONTENT_CHARACTERS = 2000
FIELD_CHARACTERS = 80
ADDRESS_CHARACTERS = 120
PATH_CHARACTERS = 500
EMAIL = re.compile(r"[^@\s<>,;\"]+@[^@\s<>,;\"]+\.[^@\s<>,;\".]+")


class TemplateForm(PortalForm):
    """The words of a kind for one way; nothing can be named but what the kind knows."""

    subject = TextField(_l("Tiêu đề"), [at_most(SUBJECT_CHARACTERS)])
    body = ParagraphField(_l("Nội dung"), [required(_l("Hãy nhập nội dung.")), at_most(BODY_CHARACTERS)])
    has_diacritics = BooleanField(_l("Gửi tiếng Việt có dấu"))

    def __init__(self, channel: Channel, known: Collection[Variable], wording: Wording | None = None) -> None:
        shown = {"subject": wording.subject, "body": wording.body} if wording else {}
        super().__init__(**shown, has_diacritics=wording.has_diacritics if wording else False)
        self.known, self.channel = known, channel

    def validate_subject(self, field: Field) -> None:
        if self.channel in (Channel.EMAIL, Channel.INBOX) and not field.data:
            raise ValidationError(str(_l("Hãy nhập tiêu đề.")))
        self._refuse_unknown(field)

    def validate_body(self, field: Field) -> None:
        if self.channel is Channel.SMS and len(field.data) > SMS_CHARACTERS:
            raise ValidationError(str(_l("Chỉ được dài đến %(n)s ký tự.", n=SMS_CHARACTERS)))
        self._refuse_unknown(field)
        if Variable.CODE in self.known and f"{{{Variable.CODE.value}}}" not in field.data:
            raise ValidationError(str(_l("Nội dung phải có chỗ cho mã: {code}.")))

    def _refuse_unknown(self, field: Field) -> None:
        unknown = unknown_places(field.data or "", self.known)
        if unknown:
            message = _l("Không dùng được {%(name)s} trong tin này; các chỗ dùng được ghi bên dưới.", name=unknown[0])
            raise ValidationError(str(message))

    def wording(self) -> Wording:
        """What was typed."""
        return Wording(self.subject.data or "", self.body.data or "", self.has_diacritics.data)


class GatewayForm(PortalForm):
    """How a gateway is asked and what it answers when it took a message."""

    is_on = BooleanField(_l("Đang dùng"))
    method = EnumField(_l("Phương thức"), METHODS, [required(_l("Hãy chọn phương thức."))])
    content_kind = EnumField(_l("Dạng nội dung"), CONTENT_KINDS, [required(_l("Hãy chọn dạng nội dung."))])
    content = ParagraphField(
        _l("Nội dung gửi đi"), [required(_l("Hãy nhập nội dung gửi đi.")), at_most(CONTENT_CHARACTERS)]
    )
    headers = ParagraphField(_l("Dòng tiêu đề HTTP"), [at_most(CONTENT_CHARACTERS)])
    number_form = EnumField(_l("Cách viết số điện thoại"), PHONE_FORMS, [required(_l("Hãy chọn cách viết số."))])
    success_rule = EnumField(_l("Gửi được khi"), SUCCESS_RULES, [required(_l("Hãy chọn dấu hiệu gửi được."))])
    success_field = TextField(_l("Tên trường JSON"), [at_most(FIELD_CHARACTERS)])
    success_value = TextField(_l("Giá trị hoặc đoạn chữ"), [at_most(FIELD_CHARACTERS)])

    @classmethod
    def showing(cls, plan: Plan) -> "GatewayForm":
        """The form with how it is now."""
        return cls(None, **{name: getattr(plan, name) for name in DESCRIBED})

    def validate_content(self, field: Field) -> None:
        self._refuse_unknown(field)
        if self.content_kind.data and gateways.content_fault(field.data, self.content_kind.data):
            raise ValidationError(str(_l("Nội dung này không phải là JSON đúng.")))

    def validate_content_kind(self, field: Field) -> None:
        if field.data is ContentKind.JSON and self.method.data is gateways.Method.GET:
            raise ValidationError(str(_l("Với GET, nội dung viết theo dạng biểu mẫu web.")))

    def validate_headers(self, field: Field) -> None:
        self._refuse_unknown(field)
        try:
            gateways.header_lines(field.data or "")
        except ValueError as error:
            raise ValidationError(str(_l("Mỗi dòng viết theo mẫu Tên: giá trị, không dấu."))) from error

    def validate_success_field(self, field: Field) -> None:
        if self.success_rule.data is SuccessRule.JSON_FIELD and not field.data:
            raise ValidationError(str(_l("Hãy nhập tên trường JSON.")))

    def validate_success_value(self, field: Field) -> None:
        if self.success_rule.data is SuccessRule.TEXT and not field.data:
            raise ValidationError(str(_l("Hãy nhập đoạn chữ phải có.")))

    def _refuse_unknown(self, field: Field) -> None:
        unknown = gateways.unknown_places(field.data or "")
        if unknown:
            raise ValidationError(str(_l("Không có chỗ {%(name)s}; các chỗ dùng được ghi bên dưới.", name=unknown[0])))

    def values(self) -> Mapping[str, Any]:  # type: ignore[override]
        """The description as `change_gateway` takes it."""
        return {name: self.data[name] for name in DESCRIBED}


DESCRIBED = (
    *("is_on", "method", "content_kind", "content", "headers"),
    *("number_form", "success_rule", "success_field", "success_value"),
)


class EmailTestForm(PortalForm):
    """Where a test goes by e-mail."""

    email = TextField(_l("Địa chỉ thư điện tử"), [required(_l("Hãy nhập địa chỉ.")), at_most(ADDRESS_CHARACTERS)])

    def validate_email(self, field: Field) -> None:
        if not EMAIL.fullmatch(field.data):
            raise ValidationError(str(_l("Địa chỉ thư điện tử phải có dạng ten@coquan.gov.vn.")))


class PhoneTestForm(PortalForm):
    """Where a test goes by a gateway."""

    phone = PhoneField(_l("Số điện thoại nhận thử"), [required(_l("Hãy nhập số điện thoại."))])


class ShareForm(PortalForm):
    """A list's lines and the page on which it stands."""

    text = TextField(_l("Nội dung"), [required(_l("Hãy nhập nội dung.")), at_most(BODY_CHARACTERS)])
    path = TextField(_l("Đường dẫn"), [required(_l("Hãy nhập đường dẫn.")), at_most(PATH_CHARACTERS)])

    def validate_path(self, field: Field) -> None:
        if own_path(field.data) is None:
            raise ValidationError(str(_l("Chỉ rút gọn được đường dẫn của cổng này.")))

    def lines(self) -> str:
        """The text in lines, as many as leave room for the link."""
        return "\n".join((self.text.data or "").split("¶")[: SHARED_LINES - 1])


class ListForm(PortalForm):
    """Where the lines of a list stand."""

    path = TextField(_l("Đường dẫn"), [required(_l("Hãy nhập đường dẫn.")), at_most(PATH_CHARACTERS)])

    def validate_path(self, field: Field) -> None:
        if page_of(field.data or "") is None:
            raise ValidationError(str(_l("Chỉ rút gọn được đường dẫn của cổng này.")))
