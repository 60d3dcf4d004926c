"""What kinds, groups and posts of state bodies are called on screen."""

from collections.abc import Mapping

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from app.organisations.rules import OrganisationKind, Position, RelationGroup

KIND_LABELS: Mapping[OrganisationKind, LazyString] = {
    OrganisationKind.PROVINCE_OFFICE: _l("Văn phòng UBND tỉnh"),
    OrganisationKind.DEPARTMENT: _l("Sở, ban, ngành"),
    OrganisationKind.DISTRICT: _l("Huyện, thành phố"),
    OrganisationKind.COMMUNE: _l("Xã, phường, thị trấn"),
}
GROUP_LABELS: Mapping[RelationGroup, LazyString] = {
    RelationGroup.DIRECT: _l("Trực thuộc UBND tỉnh"),
    RelationGroup.PARTY: _l("Khối Đảng"),
    RelationGroup.MASS: _l("Đoàn thể"),
    RelationGroup.VERTICAL: _l("Ngành dọc, lực lượng vũ trang"),
}
POSITION_LABELS: Mapping[Position, LazyString] = {
    Position.HEAD: _l("Người đứng đầu"),
    Position.DEPUTY: _l("Cấp phó phụ trách"),
    Position.FOCAL: _l("Cán bộ đầu mối"),
}
