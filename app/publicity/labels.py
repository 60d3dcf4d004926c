"""How ways, languages and statuses of publicity are named."""

from collections.abc import Mapping

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from app.publicity.rules import ActionStatus, PublicityChannel, PublicityLanguage

CHANNELS: Mapping[PublicityChannel, LazyString] = {
    PublicityChannel.LOUDSPEAKER: _l("Loa truyền thanh, loa lưu động"),
    PublicityChannel.BROADCAST: _l("Phát thanh, truyền hình"),
    PublicityChannel.SOCIAL: _l("Zalo, Facebook"),
    PublicityChannel.LEAFLET: _l("Tờ rơi, áp phích tuyên truyền"),
    PublicityChannel.MEETING: _l("Họp dân, hội nghị"),
    PublicityChannel.HOUSE_VISIT: _l("Đến từng nhà"),
}
LANGUAGES: Mapping[PublicityLanguage, LazyString] = {
    PublicityLanguage.VIETNAMESE: _l("Tiếng Việt"),
    PublicityLanguage.KHMER: _l("Tiếng Khmer"),
    PublicityLanguage.BOTH: _l("Tiếng Việt và tiếng Khmer"),
}
# status: (word, colour of its tag)
STATUSES: Mapping[ActionStatus, tuple[LazyString, str]] = {
    ActionStatus.PLANNED: (_l("Trong kế hoạch"), "grey"),
    ActionStatus.MISSED: (_l("Chưa làm"), "red"),
    ActionStatus.WITHOUT_EVIDENCE: (_l("Chưa có minh chứng"), "yellow"),
    ActionStatus.DONE: (_l("Đã làm"), "green"),
}
