"""What a unit can be, what may happen to it, and on which days its door is open."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime, timedelta
from enum import StrEnum
from itertools import count
from typing import Protocol, TypeVar

from app.text import search_key

ALL_WEEK = 0b1111111
MONDAY_TO_FRIDAY = 0b0011111
FIRST_GATE = "Cổng chính"
DOOR_CHARACTERS = 80
Body = TypeVar("Body")


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
    MERGED = "merged"  # found to be another unit's double; that one goes on


class Outcome(StrEnum):
    """What became of something that one proposes and another decides."""

    OPEN = "open"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class CheckpointKind(StrEnum):
    GATE = "gate"
    VEHICLE = "vehicle"


class VehicleKind(StrEnum):
    """What carries passengers."""

    COACH = "coach"  # xe khách
    BUS = "bus"  # xe buýt
    FERRY = "ferry"  # tàu, phà, đò
    TAXI = "taxi"
    MOTORBIKE_TAXI = "motorbike_taxi"  # xe ôm


# Passengers declare when they get in; nobody stands at the place where they get out.
ENTRY_ONLY = frozenset({VehicleKind.TAXI, VehicleKind.MOTORBIKE_TAXI})
MOST_SEATS = 2000


def makes_trips(kind: VehicleKind) -> bool:
    """Whether such a vehicle goes by a timetable, so that its door is open on days with trips only."""
    return kind not in ENTRY_ONLY


NEXT: dict[UnitStatus, frozenset[UnitStatus]] = {
    UnitStatus.PENDING: frozenset({UnitStatus.ACTIVE, UnitStatus.REFUSED}),
    UnitStatus.ACTIVE: frozenset({UnitStatus.SUSPENDED, UnitStatus.CLOSED}),
    UnitStatus.SUSPENDED: frozenset({UnitStatus.ACTIVE, UnitStatus.CLOSED}),
    UnitStatus.CLOSED: frozenset({UnitStatus.ACTIVE}),
    UnitStatus.REFUSED: frozenset(),
    UnitStatus.MERGED: frozenset(),
}
USABLE = frozenset({UnitStatus.PENDING, UnitStatus.ACTIVE})
# Over: nobody takes such a unit for a double of another one.
GONE = frozenset({UnitStatus.REFUSED, UnitStatus.MERGED})
# Whose owner can change: what was refused, closed or merged is over.
ANSWERED_FOR = frozenset({UnitStatus.PENDING, UnitStatus.ACTIVE, UnitStatus.SUSPENDED})
# What an officer approved and the poster shows: once approved, a manager proposes changes of these.
REGISTERED_FIELDS = ("name", "kind", "address", "area")


def may_become(status: UnitStatus, wanted: UnitStatus) -> bool:
    """Whether a unit may go from one status to another."""
    return wanted in NEXT[status]


def may_merge(staying: UnitStatus, other: UnitStatus) -> bool:
    """Whether a unit may go up in `staying`: its visitors come in there, and no approved one ends in a pending one."""
    if staying not in USABLE or other in GONE:
        return False
    return staying is UnitStatus.ACTIVE or other is not UnitStatus.ACTIVE


def free_name(name: str, used: Collection[str]) -> str:
    """The name for a door of a unit that has doors of these names: with a number when it is taken."""
    numbered = (f"{name[: DOOR_CHARACTERS - 4]} {number}" for number in count(2))
    return name if name not in used else next(each for each in numbered if each not in used)


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


def goes_by_trips(points: Iterable[tuple[date, date | None, date | None]], day: date) -> bool:
    """Whether every checkpoint in use at the end of `day` is a vehicle that is open on days with trips only.

    `points`: the day on which it was entered, the day on which it was retired, the day from which it goes by trips.
    """
    in_use = [from_on for entered, retired, from_on in points if entered <= day and (not retired or retired > day)]
    return bool(in_use) and all(from_on is not None and from_on <= day for from_on in in_use)


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


def is_named_household(name: str) -> bool:
    """Whether a unit's name says that it is a household business."""
    return search_key(name).startswith(("ho kinh doanh ", "hkd "))


def natural_owner(
    kind: UnitKind,
    name: str,
    *,
    is_household: bool,
    departments: Mapping[str, Body],
    district: Body | None,
    commune: Body | None,
) -> Body | None:
    """Who usually answers for such a unit, of the departments by folded name and the committees of its place.

    For a household business it is the commune's; for others a department, else the district's.
    """
    if commune is not None and (is_household or is_named_household(name)):
        return commune
    return departments.get(search_key(natural_department(kind, name) or ""), district)


def is_schools_authority(body_name: str) -> bool:
    """Whether the body of this name says when the province's schools are closed."""
    department, _words = NATURAL_OWNERS[UnitKind.SCHOOL]
    return search_key(body_name) == search_key(department)


class LinkStatus(StrEnum):
    """What has become of the link on a manager's slip."""

    OPEN = "open"
    USED = "used"
    REVOKED = "revoked"
    EXPIRED = "expired"


USABLE_LINKS = frozenset({LinkStatus.OPEN, LinkStatus.USED})
# So long a slip can be looked at and saved again, unless its link was used before: then it is on paper or nowhere.
SLIP_SHOWN = timedelta(hours=24)


class CheckedInPerson(StrEnum):
    """What an officer saw before he issued a slip anew."""

    IDENTITY = "identity"
    LICENCE = "licence"
    LETTER = "letter"
    VISIT = "visit"


class _Link(Protocol):
    issued_at: datetime
    expires_at: datetime
    used_at: datetime | None
    revoked_at: datetime | None
    user_id: int | None
    recovery_digest: str | None


def link_status(link: _Link, *, at: datetime) -> LinkStatus:
    """Whether the link on a manager's slip opens something at an instant, else why not."""
    if link.revoked_at:
        return LinkStatus.REVOKED
    if link.used_at or link.user_id:
        return LinkStatus.USED
    return LinkStatus.OPEN if at < link.expires_at else LinkStatus.EXPIRED


def shows_slip(link: _Link, *, at: datetime) -> bool:
    """Whether who holds the link may still see the recovery code beside it."""
    fresh = link.used_at is None and at - link.issued_at < SLIP_SHOWN
    return fresh and link.recovery_digest is not None and link_status(link, at=at) in USABLE_LINKS
