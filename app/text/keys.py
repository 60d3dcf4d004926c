"""Stored keys by which both databases search and sort Vietnamese alike.

SQLite folds and sorts only ASCII, PostgreSQL by whatever collation its cluster was made with. A search key is
plain lower-case text; a sort key of Vietnamese holds nothing but 0-9 and a-z, which every collation orders alike.
"""

import re
import unicodedata
from functools import lru_cache

from app.text.clean import JOINERS, ascii_digits, nfc

SORT_KEY_LENGTH = 200

# Marks laid over Latin letters. Khmer vowels and coeng are combining too, but they are letters: they stay.
_MARKS = re.compile(f"[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe00-\ufe0f{JOINERS}]")


class _Plain(dict[int, str]):
    """What stays of each letter without its marks, found once; đ and the two that are typed in its stead are d."""

    def __missing__(self, code: int) -> str:
        marked = unicodedata.normalize("NFD", chr(code))
        self[code] = plain = unicodedata.normalize("NFC", _MARKS.sub("", marked))
        return plain


_PLAIN = _Plain({ord(letter): "d" for letter in "đðɖ"})

_LEVEL_TONE = "0"
_TONES = {"\u0300": "1", "\u0309": "2", "\u0303": "3", "\u0301": "4", "\u0323": "5"}  # huyền hỏi ngã sắc nặng
_TONE_MARKS = re.compile("[" + "".join(_TONES) + "]")
_LETTERS = {"a": "a1", "ă": "a2", "â": "a3", "d": "d1", "đ": "d2", "ð": "d2", "e": "e1", "ê": "e2"}
_LETTERS |= {"o": "o1", "ô": "o2", "ơ": "o3", "u": "u1", "ư": "u2"}
_NUMBER_OR_WORD = re.compile(r"\d+|[^\d\s!-/:-@\[-`{-~\u00a0-\u00bf\u2000-\u206f]+")

_PLACE_KINDS = (
    *("thanh pho", "thi xa", "thi tran", "dac khu", "tinh", "huyen", "quan", "phuong", "xa", "ubnd"),
    *("tp", "tx", "tt", "dk", "t", "h", "q", "p", "x"),
)
_PLACE_PREFIXES = re.compile(rf"^(?:(?:{'|'.join(_PLACE_KINDS)})(?:\s*\.\s*|\s+))+(?=\S)")


def search_key(text: str) -> str:
    """`text` without case, tones and marks, so that "kien luong" finds "Kiên Lương"; never longer than `nfc(text)`."""
    lower = nfc(text).lower()
    if lower.isascii():
        return lower
    plain = lower.translate(_PLAIN)
    return " ".join(plain.split() if plain.isascii() else unicodedata.normalize("NFC", plain).split())


def fold_place(text: str) -> str:
    """Search key of a place without the words and abbreviations for its kind: "TP.Rạch Giá" → "rach gia"."""
    parts = (_PLACE_PREFIXES.sub("", part.strip()) for part in search_key(text).split(","))
    return ", ".join(part for part in parts if part)


def sort_key(text: str) -> str:
    """Key whose plain order is the dictionary's: word by word, letters (a ă â … d đ …) first, then the tone.

    Numbers sort by value and before words; case and punctuation do not count. At most SORT_KEY_LENGTH characters.
    """
    return _joined(_word_keys(text))


def name_sort_key(full_name: str) -> str:
    """Sort key of a Vietnamese person's name: by given name, which stands last, then by family and middle names."""
    keys = _word_keys(full_name)
    return _joined(keys[-1:] + keys[:-1])


def _word_keys(text: str) -> list[str]:
    # Each key tells by itself where it ends (a word in its one tone digit, a number by its length in front):
    # joined without a separator they still compare word by word.
    words = _NUMBER_OR_WORD.findall(nfc(text).lower())
    return [_number_key(word) if word[0].isdecimal() else _word_key(word) for word in words]


def _joined(keys: list[str]) -> str:
    return "".join(keys)[:SORT_KEY_LENGTH]


def _number_key(digits: str) -> str:
    digits = ascii_digits(digits).lstrip("0")
    return f"{min(len(digits), 99):02}{digits}"


@lru_cache(maxsize=4096)
def _word_key(word: str) -> str:
    marked = unicodedata.normalize("NFD", word)
    tone = next((_TONES[mark] for mark in marked if mark in _TONES), _LEVEL_TONE)
    letters = unicodedata.normalize("NFC", _TONE_MARKS.sub("", marked))
    return "".join(map(_letter_key, letters)) + tone


def _letter_key(letter: str) -> str:
    plain = _MARKS.sub("", unicodedata.normalize("NFD", letter))
    return _LETTERS.get(letter) or _LETTERS.get(plain, plain)
