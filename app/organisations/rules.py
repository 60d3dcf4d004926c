"""Kinds of state bodies, their relation to the province, and the posts people hold in them."""

from enum import StrEnum


class OrganisationKind(StrEnum):
    PROVINCE_OFFICE = "province_office"
    DEPARTMENT = "department"
    DISTRICT = "district"
    COMMUNE = "commune"


class RelationGroup(StrEnum):
    """How a body stands to the provincial committee; decides wording, reminders and with whom it is compared."""

    DIRECT = "direct"  # trực thuộc
    PARTY = "party"  # khối Đảng
    MASS = "mass"  # đoàn thể
    VERTICAL = "vertical"  # ngành dọc, lực lượng vũ trang


class Position(StrEnum):
    HEAD = "head"  # người đứng đầu
    DEPUTY = "deputy"  # cấp phó phụ trách
    FOCAL = "focal"  # cán bộ đầu mối
