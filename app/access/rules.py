"""Names of accounts, delays after wrong passwords, what a password or PIN must be, how long a session lasts unused."""

import re
from collections.abc import Iterable
from datetime import timedelta
from enum import StrEnum
from ipaddress import IPv6Address, ip_address
from itertools import pairwise

from app.text import search_key

MINIMUM_CHARACTERS = 10
MAXIMUM_CHARACTERS = 128
FEWEST_DIFFERENT_CHARACTERS = 5
NAME_CHARACTERS = 64
NAME = re.compile(r"[a-z0-9][a-z0-9._-]{2,63}", re.ASCII | re.IGNORECASE)

PIN = re.compile(r"[0-9]{6}")
FEWEST_DIFFERENT_DIGITS = 3

FREE_FAILURES = 3
LONGEST_DELAY = timedelta(minutes=15)
# A whole office or a carrier shares one address: what it waits stays short, so that nobody can shut others out.
FREE_FAILURES_OF_ADDRESS = 30
LONGEST_DELAY_OF_ADDRESS = timedelta(seconds=20)
# A PIN has few digits: whoever holds a stolen link must not gain by trying it from many addresses.
FREE_FAILURES_OF_LINK = 10
FORGOTTEN_AFTER = timedelta(hours=6)

IDLE = timedelta(hours=12)
# A boat may be without network for weeks; what ends a device at a gate is its manager.
IDLE_OF_DEVICE = timedelta(days=60)
IDLE_WITH_PERSONAL_DATA = timedelta(minutes=15)


class Weakness(StrEnum):
    """Why a password will not do."""

    SHORT = "short"
    LONG = "long"
    PLAIN = "plain"
    NAME = "name"


class PinWeakness(StrEnum):
    """Why a PIN will not do."""

    SHAPE = "shape"
    PLAIN = "plain"
    ROW = "row"
    KNOWN = "known"


def is_username(username: str) -> bool:
    """Whether an account can be called this: 3–64 plain letters, digits, dots and dashes."""
    return NAME.fullmatch(username) is not None


def username_key(username: str) -> str:
    """What two account names have in common when they read the same."""
    return search_key(username)


def weakness(password: str, *, username: str) -> Weakness | None:
    """Why this password of this account will not do; None when it will."""
    if len(password) < MINIMUM_CHARACTERS:
        return Weakness.SHORT
    if len(password) > MAXIMUM_CHARACTERS:
        return Weakness.LONG
    if len(set(password.lower())) < FEWEST_DIFFERENT_CHARACTERS:
        return Weakness.PLAIN
    if username_key(username) in search_key(password) and len(password) < len(username) + MINIMUM_CHARACTERS:
        return Weakness.NAME
    return None


def pin_weakness(pin: str, *, known: Iterable[str]) -> PinWeakness | None:
    """Why this PIN will not do; None when it will. `known` are numbers on paper and signs: phones, codes."""
    if not PIN.fullmatch(pin):
        return PinWeakness.SHAPE
    repeats = pin in (pin[:2] * 3, pin[:3] * 2) or pin[::2] == pin[1::2]
    if repeats or len(set(pin)) < FEWEST_DIFFERENT_DIGITS:
        return PinWeakness.PLAIN
    # 123456, 890123 and 654321: each digit is the one before plus or minus one.
    if {(int(after) - int(before)) % 10 for before, after in pairwise(pin)} in ({1}, {9}):
        return PinWeakness.ROW
    if any(pin in "".join(filter(str.isdigit, number)) for number in known):
        return PinWeakness.KNOWN
    return None


def delay(failure_count: int) -> timedelta:
    """How long an account waits at one address after so many wrong passwords in a row: doubling to 15 minutes."""
    return _doubling(failure_count - FREE_FAILURES, LONGEST_DELAY)


def address_delay(failure_count: int) -> timedelta:
    """How long all accounts wait at one address that failed so often: doubling to 20 seconds."""
    return _doubling(failure_count - FREE_FAILURES_OF_ADDRESS, LONGEST_DELAY_OF_ADDRESS)


def link_delay(failure_count: int) -> timedelta:
    """How long a link waits on all devices that its account does not know: doubling to 15 minutes."""
    return _doubling(failure_count - FREE_FAILURES_OF_LINK, LONGEST_DELAY)


def _doubling(steps: int, longest: timedelta) -> timedelta:
    if steps <= 0:
        return timedelta()
    # Beyond ten doublings every limit is passed; larger powers would overflow.
    return min(timedelta(seconds=2 ** min(steps, 10)), longest)


def network_of(address: str) -> str:
    """What one caller cannot leave: an IPv4 address, or the /64 of an IPv6 address that a single line is given."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return address
    if not isinstance(parsed, IPv6Address):
        return str(parsed)
    return str(parsed.ipv4_mapped or IPv6Address(int(parsed) >> 64 << 64))


def idle_limit(*, reads_personal_data: bool, is_device: bool = False) -> timedelta:
    """After how long without a request a session ends."""
    if is_device:
        return IDLE_OF_DEVICE
    return IDLE_WITH_PERSONAL_DATA if reads_personal_data else IDLE
