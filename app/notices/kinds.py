"""What people can be told: each kind with its channels, what its text can name, and the words until someone edits them.

A chapter makes its kinds known (`define`) where it is imported, as with settings.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask_babel import LazyString, force_locale
from flask_babel import lazy_gettext as _l

from app.door import Permission
from app.notices.rules import Channel
from app.notices.wording import Values, Variable

LONG = frozenset({Channel.INBOX, Channel.EMAIL})


@dataclass(frozen=True)
class NoticeKind:
    """One kind of message. `permission`: which accounts of an addressed body find it in their inbox.

    `example` has a value for every place that the text may hold; these are the places it may hold.
    """

    key: str
    label: LazyString
    channels: Sequence[Channel]
    subject: LazyString
    long: LazyString
    short: LazyString
    example: Mapping[Variable, str | LazyString]
    permission: Permission = Permission.DESK_READ
    is_urgent: bool = False

    @property
    def variables(self) -> frozenset[Variable]:
        """What the text may name."""
        return frozenset(self.example)

    def wording(self, channel: Channel, language: str) -> "Wording":
        """The words that ship with the portal."""
        with force_locale(language):
            if channel in LONG:
                return Wording(str(self.subject), str(self.long), has_diacritics=True)
            return Wording("", str(self.short), has_diacritics=channel is Channel.ZALO)

    def example_values(self) -> Values:
        """Something to show the words with."""
        return {variable: str(value) for variable, value in self.example.items()}


@dataclass(frozen=True)
class Wording:
    """Subject and text with places; `has_diacritics` matters to SMS alone."""

    subject: str
    body: str
    has_diacritics: bool


class UnknownKind(Exception):
    """No chapter defines a kind of message of this key."""


_defined: dict[str, NoticeKind] = {}

_LINK = {Variable.LINK: "https://portal.example.vn/l/7K3QX9"}
_MONEY = {Variable.MONTH: "05/2021", Variable.SPENT: "1.600.000", Variable.BUDGET: "2.000.000"}


def define(*kinds: NoticeKind) -> None:
    """Make kinds of messages known; called by the chapter that sends them, when it is imported."""
    _defined.update({kind.key: kind for kind in kinds})


def defined() -> Sequence[NoticeKind]:
    """All kinds by key."""
    return [_defined[key] for key in sorted(_defined)]


def kind_of(key: str) -> NoticeKind:
    """The kind of this key. Raises UnknownKind."""
    if key not in _defined:
        raise UnknownKind(key)
    return _defined[key]


CODE = NoticeKind(
    key="notices.code",
    label=_l("Mã dùng một lần để đăng nhập"),
    channels=(Channel.SMS,),
    subject=_l("Mã đăng nhập"),
    long=_l("Mã đăng nhập của ông/bà là {code}, dùng trong {minutes} phút."),
    short=_l("Khai báo y tế Kiên Giang: mã đăng nhập {code}, dùng trong {minutes} phút. Không đưa mã này cho ai."),
    example={Variable.CODE: "123456", Variable.MINUTES: "5"},
    is_urgent=True,
)
TEST = NoticeKind(
    key="notices.test",
    label=_l("Tin gửi thử"),
    channels=(Channel.EMAIL, Channel.SMS, Channel.ZALO),
    subject=_l("Thư gửi thử từ cổng Khai báo y tế điện tử"),
    long=_l("Đây là thư gửi thử. Nếu ông/bà đọc được thư này thì việc gửi thư đang hoạt động.\n\n{link}"),
    short=_l("Tin gửi thử từ cổng Khai báo y tế điện tử Kiên Giang. {link}"),
    example=_LINK,
    is_urgent=True,
)
BUDGET_WARNING = NoticeKind(
    key="notices.budget_warning",
    label=_l("Kinh phí SMS trong tháng sắp hết"),
    channels=(Channel.INBOX, Channel.EMAIL),
    subject=_l("Kinh phí SMS tháng {month} sắp hết"),
    long=_l(
        "Tháng {month} đã dùng {spent} đồng trong {budget} đồng kinh phí SMS. Khi hết kinh phí, tin SMS dừng gửi; thư "
        "điện tử và hộp thư trên cổng vẫn gửi.\n\n{link}"
    ),
    short=_l("Đã dùng {spent}/{budget} đồng kinh phí SMS tháng {month}. {link}"),
    example={**_MONEY, **_LINK},
    permission=Permission.SETTING_MANAGE,
)
BUDGET_STOP = NoticeKind(
    key="notices.budget_stop",
    label=_l("Hết kinh phí SMS trong tháng"),
    channels=(Channel.INBOX, Channel.EMAIL),
    subject=_l("Đã hết kinh phí SMS tháng {month}"),
    long=_l(
        "Kinh phí SMS tháng {month} ({budget} đồng) đã hết: tin SMS dừng gửi đến hết tháng, kể cả mã đăng nhập; thư "
        "điện tử và hộp thư trên cổng vẫn gửi.\n\n{link}"
    ),
    short=_l("Hết kinh phí SMS tháng {month} ({budget} đồng). {link}"),
    example={**_MONEY, **_LINK},
    permission=Permission.SETTING_MANAGE,
)
UNCLEAR = NoticeKind(
    key="notices.unclear",
    label=_l("Có tin không rõ đã gửi hay chưa"),
    # By the way that is at fault nobody would hear of it.
    channels=(Channel.INBOX,),
    subject=_l("Có tin không rõ đã gửi hay chưa"),
    long=_l(
        "Việc gửi bị ngắt khi máy chủ đang nhận tin, nên không rõ người nhận đã nhận được hay chưa. Cổng không tự gửi "
        "lại để không ai nhận hai lần. Ông/bà xem từng tin và chọn gửi lại hoặc ghi là đã đến.\n\n{link}"
    ),
    short=_l("Có tin không rõ đã gửi hay chưa. {link}"),
    example=_LINK,
    permission=Permission.SETTING_MANAGE,
)
define(CODE, TEST, BUDGET_WARNING, BUDGET_STOP, UNCLEAR)
