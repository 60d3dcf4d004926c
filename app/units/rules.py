"""What a unit can be, what may happen to it, and on which days its door is open."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol

from app.text import search_key

ALL_WEEK = 0b1111111
MONDAY_TO_FRIDAY = 0b0011111
FIRST_GATE = "Cổng chính"


class UnitKind(StrEnum):
    """Kinds of the letter's own list (568/UBND-KGVX, 2a), with the sites of order 2b."""

    OFFICE = "office"  # cơ quan
    HOSPITAL = "hospital"  # bệnh viện, cơ sở y tế
    SCHOOL = "school"  # trường học
    COMPANY = "company"  # công ty
    SUPERMARKET = "supermarket"  # siêu thị
    MARKET = "market"  # chợ
    HOTEL = "hotel"  # khách sạn
    LODGING = "lodging"  # cơ sở lưu trú khác
    RESTAURANT = "restaurant"  # nhà hàng
    EATERY = "eatery"  # quán ăn
    CAFE = "cafe"  # quán cà phê
    SHOP = "shop"  # cửa hàng
    TRANSPORT = "transport"  # phương tiện vận chuyển công cộng
    QUARANTINE_SITE = "quarantine_site"  # cơ sở cách ly tập trung
    OTHER = "other"  # đơn vị khác


class UnitStatus(StrEnum):
    PENDING = "pending"
    ACTIVE = "active"
    SUSPENDED = "suspended"
    CLOSED = "closed"
    REFUSED = "refused"


class Outcome(StrEnum):
    """What became of something that one proposes and another decides."""

    OPEN = "open"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class CheckpointKind(StrEnum):
    GATE = "gate"
    VEHICLE = "vehicle"


NEXT: dict[UnitStatus, frozenset[UnitStatus]] = {
    UnitStatus.PENDING: frozenset({UnitStatus.ACTIVE, UnitStatus.REFUSED}),
    UnitStatus.ACTIVE: frozenset({UnitStatus.SUSPENDED, UnitStatus.CLOSED}),
    UnitStatus.SUSPENDED: frozenset({UnitStatus.ACTIVE, UnitStatus.CLOSED}),
    UnitStatus.CLOSED: frozenset({UnitStatus.ACTIVE}),
    UnitStatus.REFUSED: frozenset(),
}
USABLE = frozenset({UnitStatus.PENDING, UnitStatus.ACTIVE})
# Whose owner can change: what was refused or closed is over.
ANSWERED_FOR = frozenset({UnitStatus.PENDING, UnitStatus.ACTIVE, UnitStatus.SUSPENDED})
# What an officer approved and the poster shows: once approved, a manager proposes changes of these.
REGISTERED_FIELDS = ("name", "kind", "address", "area")


def may_become(status: UnitStatus, wanted: UnitStatus) -> bool:
    """Whether a unit may go from one status to another."""
    return wanted in NEXT[status]


def status_on(changes: Iterable[tuple[date, UnitStatus]], day: date) -> UnitStatus | None:
    """The status that held on `day`, given (first day, status) oldest first; None before the first."""
    held = [status for from_on, status in changes if from_on <= day]
    return held[-1] if held else None


def waiting_days(waiting_since: date, asked_on: date | None, today: date) -> int:
    """How many days a registration has waited for an officer; the days that the unit takes to answer are its own."""
    return ((asked_on or today) - waiting_since).days


def opens_on_weekday(open_weekdays: int, day: date) -> bool:
    """Whether the weekly calendar has the day: bit 0 is Monday, bit 6 Sunday."""
    return bool(open_weekdays >> day.weekday() & 1)


def is_open(open_weekdays: int, closures: Iterable[tuple[date, date]], day: date) -> bool:
    """Whether the unit's door is open on `day`: a weekday of its week, in no closure (first, first no longer)."""
    closed = any(from_on <= day < until_on for from_on, until_on in closures)
    return opens_on_weekday(open_weekdays, day) and not closed


def usual_weekdays(kind: UnitKind) -> int:
    """The week that a unit of this kind has until somebody says otherwise."""
    return MONDAY_TO_FRIDAY if kind in (UnitKind.OFFICE, UnitKind.SCHOOL) else ALL_WEEK


# Which department answers for a kind of unit when nobody says otherwise, and, where only some units of the kind are
# meant, the words of their names. All others belong to the district's committee. A sensible reading of who is
# competent, not verified against the province's own decisions; whoever registers or approves may choose another body.
NATURAL_OWNERS: Mapping[UnitKind, tuple[str, tuple[str, ...]]] = {
    UnitKind.HOSPITAL: ("Sở Y tế", ()),
    UnitKind.HOTEL: ("Sở Du lịch", ()),
    UnitKind.TRANSPORT: ("Sở Giao thông vận tải", ()),
    UnitKind.SUPERMARKET: ("Sở Công Thương", ()),
    UnitKind.SCHOOL: (
        "Sở Giáo dục và Đào tạo",
        ("thpt", "trung hoc pho thong", "trung tam", "cao dang", "dai hoc", "trung cap"),
    ),
}


def natural_department(kind: UnitKind, name: str) -> str | None:
    """The department that usually answers for a unit of this kind and name; None when it is the district."""
    department, words = NATURAL_OWNERS.get(kind, (None, ()))
    return department if not words or any(word in search_key(name) for word in words) else None


class LinkStatus(StrEnum):
    """What has become of a manager's one-time link."""

    OPEN = "open"
    USED = "used"
    REVOKED = "revoked"
    EXPIRED = "expired"


class _Link(Protocol):
    expires_at: datetime
    used_at: datetime | None
    revoked_at: datetime | None


def link_status(link: _Link, *, at: datetime) -> LinkStatus:
    """Whether a manager's link may still be used at an instant, else why not."""
    if link.used_at:
        return LinkStatus.USED
    if link.revoked_at:
        return LinkStatus.REVOKED
    return LinkStatus.OPEN if at < link.expires_at else LinkStatus.EXPIRED
