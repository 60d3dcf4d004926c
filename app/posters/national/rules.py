"""Which texts of a QR code are a unit's code of the national system, and what the others are."""

import re
from collections.abc import Collection
from enum import StrEnum
from urllib.parse import urlsplit

LONGEST_TEXT = 500
# Pages of the national system that belong to everybody: its front door, and where places are registered.
PAGES_OF_ALL = frozenset({"", "dkdd", "index.html", "index.php"})
_CITIZEN_CARD = re.compile(r"\d{12}\|\d{0,12}\|[^|]*\|\d{8}\|[^|]*\|[^|]*(\|.*)?", re.ASCII | re.DOTALL)
_PERSONAL = re.compile(r"[^|]+\|[^|]+\|[\d*]{4}-[\d*]{2}-[\d*]{2}\|[01]\|[^|]*\|[^|]*", re.ASCII)
_HEALTH_CARD = re.compile(r"([A-Z]{2}\d{13}|\d{10})\|.*", re.ASCII | re.DOTALL)
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*://", re.ASCII | re.IGNORECASE)
_HOST_FIRST = re.compile(r"[a-z0-9-]+(\.[a-z0-9-]+)+(/|$|\?)", re.ASCII | re.IGNORECASE)
# Browsers read a backslash as a slash, so "https://other\@national" leads to `other`.
_NEVER_IN_ADDRESS = re.compile(r"[\s\\\x00-\x1f\x7f]")


class TextSource(StrEnum):
    """How the text of a national code came to us."""

    LINK = "link"
    PICTURE = "picture"
    PDF = "pdf"


class CodeKind(StrEnum):
    """What the text of a QR code is."""

    NATIONAL = "national"
    PAGE_OF_ALL = "page_of_all"
    OWN = "own"
    FOREIGN = "foreign"
    PAYMENT = "payment"
    CITIZEN_CARD = "citizen_card"
    PERSONAL = "personal"
    HEALTH_CARD = "health_card"
    TOO_LONG = "too_long"
    UNKNOWN = "unknown"


def kind_of(text: str, *, national_hosts: Collection[str], own_host: str) -> CodeKind:
    """What a decoded text is; `national_hosts` stand for their subdomains too."""
    text = text.strip()
    if text.startswith("000201"):
        return CodeKind.PAYMENT
    for pattern, kind in (
        (_PERSONAL, CodeKind.PERSONAL),
        (_CITIZEN_CARD, CodeKind.CITIZEN_CARD),
        (_HEALTH_CARD, CodeKind.HEALTH_CARD),
    ):
        if pattern.fullmatch(text):
            return kind
    if len(text) > LONGEST_TEXT:
        return CodeKind.TOO_LONG
    return _kind_of_address(full_address(text), national_hosts, own_host)


def full_address(text: str) -> str:
    """The text with the scheme that people leave out when they type: "tokhaiyte.vn/x" → "https://tokhaiyte.vn/x"."""
    text = text.strip()
    return f"https://{text}" if _HOST_FIRST.match(text) and not _SCHEME.match(text) else text


def _kind_of_address(address: str, national_hosts: Collection[str], own_host: str) -> CodeKind:
    if not _SCHEME.match(address) or _NEVER_IN_ADDRESS.search(address):
        return CodeKind.UNKNOWN
    try:
        parts = urlsplit(address)
        host, port = (parts.hostname or "").rstrip("."), parts.port
    except ValueError:
        return CodeKind.UNKNOWN
    if host and host == own_host:
        return CodeKind.OWN
    is_plain = parts.scheme in ("http", "https") and port in (None, 80, 443) and parts.username is None
    if not is_plain or not any(host == each or host.endswith(f".{each}") for each in national_hosts):
        return CodeKind.FOREIGN
    is_of_all = parts.path.strip("/").lower() in PAGES_OF_ALL and not (parts.query or parts.fragment)
    return CodeKind.PAGE_OF_ALL if is_of_all else CodeKind.NATIONAL
