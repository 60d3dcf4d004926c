"""HMAC under a key that stays: what hangs on the key alone is computed once.

The library's functions prepare the key with every message, which takes four times as long as a short message itself.
"""

from collections.abc import Callable
from typing import Any

_INNER, _OUTER = (bytes(byte ^ pad for byte in range(256)) for pad in (0x36, 0x5C))


class Mac:
    """The codes of RFC 2104 under one key; `hashed` is a function of hashlib."""

    def __init__(self, key: bytes, hashed: Callable[[bytes], Any]) -> None:
        size = hashed(b"").block_size
        padded = (key if len(key) <= size else hashed(key).digest()).ljust(size, b"\0")
        self._inner, self._outer = hashed(padded.translate(_INNER)), hashed(padded.translate(_OUTER))

    def of(self, message: bytes) -> bytes:
        """The code of a message."""
        inner, outer = self._inner.copy(), self._outer.copy()
        inner.update(message)
        outer.update(inner.digest())
        return bytes(outer.digest())
