"""What the answers of the forms, and what the health department edits, are called on screen."""

from collections.abc import Mapping

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from app.declarations.rules import Answer, FormKind, Gender, Picture, RiskLevel, Transport, VersionStatus

GENDER_LABELS: Mapping[Gender, LazyString] = {
    Gender.MALE: _l("Nam"),
    Gender.FEMALE: _l("Nữ"),
    Gender.OTHER: _l("Khác"),
}

ANSWER_LABELS: Mapping[Answer, LazyString] = {Answer.NO: _l("Không"), Answer.YES: _l("Có")}

TRANSPORT_LABELS: Mapping[Transport, LazyString] = {
    Transport.COACH: _l("Xe khách"),
    Transport.BOAT: _l("Tàu, phà"),
    Transport.AIRCRAFT: _l("Máy bay"),
    Transport.CAR: _l("Ô tô khác"),
    Transport.MOTORBIKE: _l("Xe máy"),
    Transport.OTHER: _l("Phương tiện khác"),
}

RISK_LABELS: Mapping[RiskLevel, LazyString] = {
    RiskLevel.GREEN: _l("Xanh"),
    RiskLevel.AMBER: _l("Vàng"),
    RiskLevel.RED: _l("Đỏ"),
}
RISK_COLOURS: Mapping[RiskLevel, str] = {
    RiskLevel.GREEN: "green",
    RiskLevel.AMBER: "yellow",
    RiskLevel.RED: "red",
}

FORM_LABELS: Mapping[FormKind, LazyString] = {
    FormKind.GENERAL: _l("Khai báo toàn dân"),
    FormKind.DOMESTIC: _l("Khai di chuyển nội địa"),
}

PICTURE_LABELS: Mapping[Picture, LazyString] = {
    Picture.JOURNEY: _l("Đường đi"),
    Picture.FEVER: _l("Nhiệt kế"),
    Picture.PATIENT: _l("Người bệnh"),
    Picture.GLOBE: _l("Quả địa cầu"),
    Picture.COUGH: _l("Người ho"),
}

STATUS_LABELS: Mapping[VersionStatus, LazyString] = {
    VersionStatus.DRAFT: _l("Đang soạn"),
    VersionStatus.TRIED: _l("Đã thử"),
    VersionStatus.ACTIVE: _l("Đang dùng"),
    VersionStatus.RETIRED: _l("Đã thôi dùng"),
}
STATUS_COLOURS: Mapping[VersionStatus, str] = {
    VersionStatus.DRAFT: "grey",
    VersionStatus.TRIED: "blue",
    VersionStatus.ACTIVE: "green",
    VersionStatus.RETIRED: "grey",
}

FROM_EPIDEMIC_AREA: LazyString = _l("Ông/bà đã đến hoặc đi qua vùng đang có dịch.")
EPIDEMIC_AREA_LABEL: LazyString = _l("Nơi đã đến nằm trong danh sách vùng dịch")
