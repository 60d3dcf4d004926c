"""Phone numbers: Vietnamese ones as 0xxxxxxxxx, foreign ones as +xxxxxxxx; always text, never numbers."""

import re

from app.text.clean import ascii_digits, nfc

_HIDDEN_DIGITS = 3
_PUNCTUATION = re.compile(r"[\s.()/\-\u2010-\u2015\u2212]")
# Many write the trunk zero behind the country's code as well: +84 (0)912… Other countries need their plus: two zeros
# in front are more often a slip of the thumb.
_HOME_COUNTRY = re.compile(r"^(?:\+|00)?840?(?=[1-9]\d{8,9}$)", re.ASCII)
_MOBILE = re.compile(r"0(?:3\d|5[125689]|7[06-9]|8\d|9\d)\d{7}", re.ASCII)
_LANDLINE = re.compile(r"02\d{8,9}", re.ASCII)
_FOREIGN = re.compile(r"\+(?!84)[1-9]\d{6,14}", re.ASCII)

# The renumbering of 15 September 2018; such numbers still stand in old address books.
_OLD_PREFIXES = {f"016{n}": f"03{n}" for n in range(2, 10)}
_OLD_PREFIXES |= {"0120": "070", "0121": "079", "0122": "077", "0126": "076", "0128": "078"}
_OLD_PREFIXES |= {"0123": "083", "0124": "084", "0125": "085", "0127": "081", "0129": "082"}
_OLD_PREFIXES |= {"0186": "056", "0188": "058", "0199": "059"}
_OLD_LENGTH = 11


class InvalidPhone(ValueError):
    """Not a phone number; carries no text, because what was typed may be somebody's."""


def normalise_phone(text: str) -> str:
    """The stored form of a typed number: "+84 912.345.678" → "0912345678". Raises InvalidPhone."""
    number = _PUNCTUATION.sub("", ascii_digits(nfc(text)))
    number = _renumbered(_HOME_COUNTRY.sub("0", number))
    if any(pattern.fullmatch(number) for pattern in (_MOBILE, _LANDLINE, _FOREIGN)):
        return number
    raise InvalidPhone


def show_phone(number: str) -> str:
    """A stored number in groups: "0912 345 678", "0297 3812 345", "024 3812 3456"; foreign ones as they are."""
    if not number.startswith("0"):
        return number
    area = 3 if number.startswith(("024", "028")) else 4
    middle = (area + len(number) + 1) // 2
    return f"{number[:area]} {number[area:middle]} {number[middle:]}"


def mask_phone(number: str) -> str:
    """What a unit may see of a visitor's number: "0912345 ***"."""
    return f"{number[:-_HIDDEN_DIGITS]} ***"


def _renumbered(number: str) -> str:
    new = _OLD_PREFIXES.get(number[:4])
    return new + number[4:] if new and len(number) == _OLD_LENGTH else number
