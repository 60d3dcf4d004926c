"""The blueprint of all pages of administration, and their links by what a viewer may do."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import Blueprint
from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from app.door import Permission, Viewer

bp = Blueprint("admin", __name__, template_folder="templates")


@dataclass(frozen=True)
class Room:
    """One page of administration: where it is, what it is for, who may open it."""

    endpoint: str
    label: LazyString
    purpose: LazyString
    permission: Permission


_rooms = [
    Room(
        "admin.list_accounts",
        _l("Tài khoản"),
        _l("Mở, khóa tài khoản và cấp lại mật khẩu."),
        Permission.ACCOUNT_MANAGE,
    ),
    Room(
        "admin.list_settings",
        _l("Thông số"),
        _l("Số ngày, ngưỡng và khung giờ mà tỉnh quy định, kèm căn cứ."),
        Permission.SETTING_READ,
    ),
    Room(
        "admin.list_jobs",
        _l("Việc chạy định kỳ"),
        _l("Việc nào chạy lúc nào, lần cuối ra sao."),
        Permission.SETTING_READ,
    ),
    Room("admin.audit_log", _l("Nhật ký"), _l("Ai đã làm gì, lúc nào."), Permission.AUDIT_READ),
]


def add_room(room: Room) -> None:
    """Lead to a page of a later chapter from administration; registering it again changes nothing."""
    if room.endpoint not in {each.endpoint for each in _rooms}:
        _rooms.append(room)


def rooms(viewer: Viewer) -> Sequence[Room]:
    """The pages of administration that this viewer may open."""
    return [room for room in _rooms if viewer.can(room.permission)]
