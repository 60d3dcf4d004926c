"""Random codes: the one printed on a poster, the one in a receipt's address, the one of a secret link."""

import re
import secrets
from collections.abc import Callable

CODE_LENGTH = 9
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's: without I, L, O and U
_VALUES = {symbol: value for value, symbol in enumerate(_ALPHABET)}
_SYMBOL_BITS = 5
_RANDOM_BITS = 40
_RECEIPT_BYTES = 12
_TOKEN_BYTES = 32

_IGNORED = re.compile(r"[\s\-\u2010-\u2015\u2212]")
_LOOKALIKES = str.maketrans("OIL", "011")


class InvalidCode(ValueError):
    """Mistyped: wrong length, a symbol that no code has, or a wrong check character."""


def new_code(*, randbits: Callable[[int], int] = secrets.randbits) -> str:
    """A poster's code as stored: 8 random symbols and their check character.

    Only the demo, whose codes repeat with its seed, passes its own `randbits`.
    """
    bits = randbits(_RANDOM_BITS)
    values = [bits >> shift & 31 for shift in range(_RANDOM_BITS - _SYMBOL_BITS, -1, -_SYMBOL_BITS)]
    return "".join(_ALPHABET[value] for value in [*values, _checksum(values)])


def parse_code(typed: str) -> str:
    """The stored form of a code as someone typed it. Raises InvalidCode."""
    code = read_spelled(typed)
    values = [_VALUES.get(symbol, -1) for symbol in code]
    if len(values) != CODE_LENGTH or -1 in values or _checksum(values[:-1]) != values[-1]:
        raise InvalidCode
    return code


def spell(number: int, length: int) -> str:
    """The lowest bits of a number in `length` symbols that nobody takes for one another."""
    return "".join(_ALPHABET[number >> _SYMBOL_BITS * place & 31] for place in reversed(range(length)))


def read_spelled(typed: str) -> str:
    """What somebody copied from paper, as `spell` wrote it: any case, with or without dashes, O for 0."""
    return _IGNORED.sub("", typed).upper().translate(_LOOKALIKES)


def show_code(code: str) -> str:
    """A stored code as it is printed: XXXX-XXXX-X."""
    return f"{code[:4]}-{code[4:8]}-{code[8:]}"


def new_receipt() -> str:
    """A receipt's identifier, 96 random bits, good in a URL."""
    return secrets.token_urlsafe(_RECEIPT_BYTES)


def new_token() -> str:
    """A secret for a link or a session, 256 random bits, good in a URL."""
    return secrets.token_urlsafe(_TOKEN_BYTES)


def _times_two(value: int) -> int:
    """`value` times 2 in GF(2⁵), that is modulo the primitive polynomial x⁵ + x² + 1."""
    doubled = value << 1
    return doubled ^ 0b100101 if doubled & 32 else doubled


def _weights() -> list[list[int]]:
    # Horner's rule weighs the symbols with 2⁸ … 2¹ and so leaves the weight 1 to the check character. In GF(2⁵) all
    # nine are different and none is zero: one wrong symbol changes the sum, and so does a swap of any two.
    weighed = [list(range(1 << _SYMBOL_BITS))]
    for _ in range(CODE_LENGTH - 1):
        weighed.append([_times_two(value) for value in weighed[-1]])
    return weighed[:0:-1]


# What each symbol adds to the sum, by its place.
_WEIGHED = _weights()


def _checksum(values: list[int]) -> int:
    total = 0
    for weighed, value in zip(_WEIGHED, values, strict=True):
        total ^= weighed[value]
    return total
