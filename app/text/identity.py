"""Identity papers and names of citizens: the stored form of a number, and how much of a name others see."""

import re

from app.text.clean import ascii_digits, nfc

_PUNCTUATION = re.compile(r"[\s.\-\u2010-\u2015]")
_CITIZEN_CARD = re.compile(r"\d{9}|\d{12}", re.ASCII)
# All digits is a passport of some countries; 10 digits and more is a citizen's card with one missed or doubled.
_PASSPORT = re.compile(r"(?=[A-Z0-9]*[A-Z])[A-Z0-9]{5,20}|\d{5,8}", re.ASCII)


class InvalidIdNumber(ValueError):
    """Not the number of an identity paper; carries no text, because what was typed may be somebody's."""


def normalise_id_number(text: str) -> str:
    """The stored form of a CCCD (12 digits), CMND (9) or passport number. Raises InvalidIdNumber.

    There is no check digit: the year and gender inside a CCCD are for warnings only.
    """
    number = _PUNCTUATION.sub("", ascii_digits(nfc(text))).upper()
    if _CITIZEN_CARD.fullmatch(number) or _PASSPORT.fullmatch(number):
        return number
    raise InvalidIdNumber


def mask_name(full_name: str) -> str:
    """What a unit may see of a visitor's name: the given name hidden, "Nguyễn Văn ***"; of a single word "A***"."""
    *shown, hidden = nfc(full_name).split() or [""]
    return " ".join([*shown, "***"]) if shown else f"{hidden[:1]}***"
