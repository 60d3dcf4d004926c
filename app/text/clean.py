"""The one form in which text is stored: composed, trimmed, without anything that cannot be seen."""

import re
import unicodedata

JOINERS = "\u200c\u200d"
# Joiners shape Khmer clusters; anywhere else they only make equal texts different.
_STRAY_JOINER = re.compile(f"(?<![\u1780-\u17ff])[{JOINERS}]|[{JOINERS}](?![\u1780-\u17ff])")
_UNSEEN = frozenset({"Cc", "Cf", "Cs"})


def nfc(text: str, *, multiline: bool = False) -> str:
    """`text` composed, on one line unless `multiline`, without control, direction or zero-width characters.

    Phones and macOS may send decomposed letters; a lone surrogate would fail in the database.
    """
    if not text.isprintable():
        text = _seen(text)
    text = unicodedata.normalize("NFC", text)
    return _lines(text) if multiline else " ".join(text.split())


def ascii_digits(text: str) -> str:
    """`text` with the decimal digits of every script (Khmer, full width) written 0–9."""
    return text if text.isascii() else re.sub(r"[^\x00-\x7f]", _ascii_digit, text)


def _seen(text: str) -> str:
    text = _STRAY_JOINER.sub("", text)
    return "".join(char for char in text if not _is_unseen(char))


def _is_unseen(char: str) -> bool:
    # Tabs and line ends are control characters too; they become blanks.
    return unicodedata.category(char) in _UNSEEN and not char.isspace() and char not in JOINERS


def _lines(text: str) -> str:
    lines = "\n".join(" ".join(line.split()) for line in text.splitlines())
    return re.sub("\n{3,}", "\n\n", lines).strip()


def _ascii_digit(match: re.Match[str]) -> str:
    digit = unicodedata.decimal(match[0], None)
    return match[0] if digit is None else str(digit)


def begun_small(words: str) -> str:
    """Words inside a sentence: the first letter small; names and what is spelt like F1 or SpO2 as they are."""
    first = words.split(" ", 1)[0]
    is_spelt = any(letter.isupper() or letter.isdigit() for letter in first[1:])
    return words if is_spelt else words[:1].lower() + words[1:]
