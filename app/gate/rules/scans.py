"""What a guard's scanner read: somebody's pass, card or phone number, or why it is none of these.

Each kind of card is read as its issuer wrote it; what a card hides or leaves out stays empty for the guard to ask.
"""

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import urlsplit

from app.declarations.rules import OLDEST_BIRTH_YEAR, Gender
from app.posters.national.rules import CodeKind, kind_of
from app.text import InvalidIdNumber, InvalidPhone, nfc, normalise_id_number, normalise_phone, search_key

LONGEST_NAME = 120
LONGEST_ADDRESS = 200
_PASS = re.compile(r"/r/([\w-]{16})/?", re.ASCII)
_POSTER = re.compile(r"/q/[^/]+/?", re.ASCII | re.IGNORECASE)
_EMPTY_PLACES = "\x81\x8d\x8f\x90\x9d"
# What scanners type for a letter that they do not have.
_LOST_LETTERS = re.compile("[?\ufffd]")
_YEAR = re.compile(r"(?:19|20)\d\d", re.ASCII)
_WORDS_OF_GENDER = {"nam": Gender.MALE, "nu": Gender.FEMALE}
_NUMBERS_OF_GENDER = {"1": Gender.MALE, "2": Gender.FEMALE}


class Unfit(StrEnum):
    """Why a code lets nobody in."""

    POSTER = "poster"  # the unit's own code, which visitors scan
    OTHER_PAGE = "other_page"  # another page of this portal
    NATIONAL_PLACE = "national_place"  # a place's code at tokhaiyte.vn
    PAYMENT = "payment"
    FOREIGN = "foreign"  # an address that is not ours
    MISTYPED = "mistyped"  # one of our passes, changed on its way through the keyboard
    BROKEN = "broken"  # a card whose fields cannot be read
    UNKNOWN = "unknown"


class CardKind(StrEnum):
    """Cards that name who carries them."""

    CITIZEN = "citizen"
    PERSONAL = "personal"
    HEALTH = "health"


@dataclass(frozen=True)
class Pass:
    """The pass on a receipt of ours."""

    receipt: str


@dataclass(frozen=True)
class Phone:
    """A typed number, in its stored form."""

    number: str


@dataclass(frozen=True)
class Card:
    """What a card says of its holder; empty what it hides."""

    kind: CardKind
    full_name: str
    id_number: str = ""
    birth_year: str = ""
    gender: Gender | None = None
    address: str = ""
    phone: str = ""

    @classmethod
    def of_numbers(cls, phone: str, id_number: str = "") -> "Card":
        """As much as a phone number and that of a paper say."""
        return cls(CardKind.PERSONAL, full_name="", phone=phone, id_number=id_number)


Scan = Pass | Phone | Card | Unfit


class _Unreadable(ValueError):
    """A field is not what its place says; carries no text."""


def read_scan(text: str, *, national_hosts: Collection[str], own_host: str) -> Scan:
    """What was scanned or typed into the guard's one field. A scanner's line ends and stray blanks do not matter."""
    text = nfc(_repaired(text))
    if phone := _phone(text):
        return Phone(phone)
    kind = kind_of(text, national_hosts=national_hosts, own_host=own_host)
    if kind is CodeKind.OWN:
        return _own(urlsplit(_without_caps_lock(text)).path)
    if kind in _READERS:
        try:
            return _READERS[kind](text.split("|"))
        except _Unreadable:
            return Unfit.BROKEN
    return _UNFIT.get(kind, Unfit.UNKNOWN)


def _repaired(text: str) -> str:
    """The text whose UTF-8 a scanner typed byte by byte in the Western code page, "Nguyá»…n"; any other as it is."""
    try:
        return b"".join(_western(char) for char in text).decode()
    except UnicodeError:
        return text


def _western(char: str) -> bytes:
    # Five places of the code page are empty; scanners type them by their number.
    return char.encode("latin-1" if char in _EMPTY_PLACES else "cp1252")


def _without_caps_lock(address: str) -> str:
    """Our passes begin in small letters, posters are in capitals throughout: a pass in turned case is turned back."""
    return address.swapcase() if address.startswith("HTTP") and "/R/" in address else address


def _own(path: str) -> Scan:
    if found := _PASS.fullmatch(path):
        return Pass(found[1])
    if path.startswith("/r/"):
        return Unfit.MISTYPED
    return Unfit.POSTER if _POSTER.fullmatch(path) else Unfit.OTHER_PAGE


def _citizen_card(fields: list[str]) -> Card:
    """CCCD: number, CMND (may be empty), name, ddmmyyyy, Nam/Nữ, address, issued; newer cards go on behind."""
    number, _older, name, born, gender, address, *_rest = fields
    return Card(
        CardKind.CITIZEN,
        full_name=_name(name),
        id_number=_id_number(number),
        birth_year=_year(born[-4:]),
        gender=_WORDS_OF_GENDER.get(search_key(gender)),
        address=_address(address),
    )


def _personal_code(fields: list[str]) -> Card:
    """Personal QR 1.1: paper, NAME WITHOUT MARKS, yyyy-mm-dd, kind, id, and behind it sub-fields parted by "<"."""
    number, name, born, _declared_for, _code, more = fields
    parts = more.split("<")
    gender = next((_NUMBERS_OF_GENDER[part] for part in parts if part in _NUMBERS_OF_GENDER), None)
    return Card(
        CardKind.PERSONAL,
        full_name=_name(name.title()),
        id_number=_id_number(number),
        birth_year=_year(born[:4]),
        gender=gender,
        phone=next((phone for part in parts if (phone := _phone(part))), ""),
    )


def _health_card(fields: list[str]) -> Card:
    """BHYT: number, name as hexadecimal UTF-8, dd/mm/yyyy or a year, 1 man or 2 woman, address as hexadecimal."""
    _number, name, born, gender, address, *_rest = [*fields, "", "", ""]
    return Card(
        CardKind.HEALTH,
        full_name=_name(_from_hex(name)),
        birth_year=_year(born[-4:]),
        gender=_NUMBERS_OF_GENDER.get(gender.strip()),
        address=_address(_from_hex(address)) if address.strip(" -") else "",
    )


def _name(text: str) -> str:
    """The name; nothing where letters were lost, for the guard to type."""
    if _LOST_LETTERS.search(text):
        return ""
    name = nfc(text)
    if not any(char.isalpha() for char in name) or len(name) > LONGEST_NAME:
        raise _Unreadable
    return name


def _address(text: str) -> str:
    return "" if _LOST_LETTERS.search(text) else nfc(text.replace(",", ", "))[:LONGEST_ADDRESS]


def _year(text: str) -> str:
    return text if _YEAR.fullmatch(text) and int(text) >= OLDEST_BIRTH_YEAR else ""


def _id_number(text: str) -> str:
    """The number, or nothing where the card hides part of it."""
    try:
        return normalise_id_number(text)
    except InvalidIdNumber:
        return ""


def _phone(text: str) -> str:
    try:
        return normalise_phone(text)
    except InvalidPhone:
        return ""


def _from_hex(text: str) -> str:
    try:
        return bytes.fromhex(text.strip()).decode()
    except ValueError:
        raise _Unreadable from None


_READERS: Mapping[CodeKind, Callable[[list[str]], Card]] = {
    CodeKind.CITIZEN_CARD: _citizen_card,
    CodeKind.PERSONAL: _personal_code,
    CodeKind.HEALTH_CARD: _health_card,
}
_UNFIT: Mapping[CodeKind, Unfit] = {
    CodeKind.PAYMENT: Unfit.PAYMENT,
    CodeKind.NATIONAL: Unfit.NATIONAL_PLACE,
    CodeKind.PAGE_OF_ALL: Unfit.NATIONAL_PLACE,
    CodeKind.FOREIGN: Unfit.FOREIGN,
}
