"""How long a short message is: letters of the GSM alphabet or of Unicode, in parts as networks count them.

GSM 03.38: 160 letters in one part, 153 in each of several; with any other letter 70 and 67 units of UTF-16. A letter
of the extension table costs two and, like a surrogate pair, is never split between parts.
"""

import unicodedata
from dataclasses import dataclass

BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
EXTENSION = frozenset("^{}\\[~]|€\f")
GSM_ALONE, GSM_PART = 160, 153
UNICODE_ALONE, UNICODE_PART = 70, 67

_PLAIN = str.maketrans(
    {"đ": "d", "Đ": "D", "“": '"', "”": '"', "‘": "'", "’": "'", "–": "-", "—": "-", "…": "...", "\u00a0": " "}
)


@dataclass(frozen=True)
class Length:
    """What a text takes: its units, the parts it is sent in, and whether it needs Unicode."""

    units: int
    segment_count: int
    is_unicode: bool


def measure(text: str) -> Length:
    """How a text is counted and charged."""
    is_unicode = not all(letter in BASIC or letter in EXTENSION for letter in text)
    sizes = [_size(letter, is_unicode) for letter in text]
    alone, part = (UNICODE_ALONE, UNICODE_PART) if is_unicode else (GSM_ALONE, GSM_PART)
    units = sum(sizes)
    return Length(units, 1 if units <= alone else _parts(sizes, part), is_unicode)


def without_diacritics(text: str) -> str:
    """Vietnamese in plain letters, case kept: "Đề nghị ông/bà" is "De nghi ong/ba". Other scripts stay."""
    marked = unicodedata.normalize("NFD", text)
    plain = "".join(letter for letter in marked if not "\u0300" <= letter <= "\u036f")
    return unicodedata.normalize("NFC", plain).translate(_PLAIN)


def _size(letter: str, is_unicode: bool) -> int:
    if is_unicode:
        return 2 if ord(letter) > 0xFFFF else 1
    return 2 if letter in EXTENSION else 1


def _parts(sizes: list[int], part: int) -> int:
    count, used = 1, 0
    for size in sizes:
        if used + size > part:
            count, used = count + 1, 0
        used += size
    return count
