"""Counts of rate limits in memory that all workers of a server share: what a script may do, it may do once.

The memory is a table of numbers of 64 bits, which `script/server` makes and forgets with itself. A key has a row of
eight places, and in each stands who counts there, until when, and how many. No lock: a worker that is stopped in the
middle would stop all. Two that count for one key in the same instant may count once, and where a row is full, whoever
counted least begins anew; what limits are for bears both.
"""

import mmap
import os
import threading
from hashlib import blake2b
from pathlib import Path
from urllib.parse import urlsplit

from limits.storage import Storage

from app import clock

_PLACES = 8
_BYTES_A_ROW = 8 * _PLACES
# Of a number, from the left: 20 bits of the key's digest, 32 of the second at which the window ends, 12 of the count.
_COUNT_BITS, _WHEN_BITS = 12, 32
_MOST = (1 << _COUNT_BITS) - 1
_WHEN = (1 << _WHEN_BITS) - 1
_TAG_AT = _COUNT_BITS + _WHEN_BITS


class SharedMemory(Storage):
    """A count begins anew when its window ends; windows end at whole seconds."""

    STORAGE_SCHEME = ["shared-memory"]  # noqa: RUF012 - as its base class declares it

    def __init__(self, uri: str, **options: str | float | bool) -> None:
        """`uri`: shared-memory:///path/of/the/memory, which is there and at least a row long. Raises OSError."""
        super().__init__(uri)
        opened = os.open(urlsplit(uri).path, os.O_RDWR)
        try:
            self._held = memoryview(mmap.mmap(opened, 0)).cast("Q")
        finally:
            os.close(opened)
        self._row_count = len(self._held) // _PLACES
        self._lock = threading.Lock()

    @property
    def base_exceptions(self) -> type[Exception]:
        return ValueError

    def incr(self, key: str, expiry: float, amount: int = 1) -> int:
        """Count `amount` more, up to 4,095; the window of `expiry` seconds begins with the first."""
        row, tag = self._row_of(key)
        now = int(clock.seconds())
        with self._lock:
            at = _find(self._held, row, tag, now)
            if at is None:
                at, until, count = _free(self._held, row, now), now + int(expiry), 0
            else:
                until, count = _until(self._held[at]), self._held[at] & _MOST
            count = min(count + amount, _MOST)
            self._held[at] = tag << _TAG_AT | until << _COUNT_BITS | count
        return count

    def get(self, key: str) -> int:
        """The count of the window that runs, 0 when none does."""
        held = self._number(key)
        return held & _MOST if held else 0

    def get_expiry(self, key: str) -> float:
        """When the window ends, in seconds of the epoch; now when none runs."""
        held = self._number(key)
        return float(_until(held)) if held else clock.seconds()

    def check(self) -> bool:
        """Memory is always there."""
        return True

    def reset(self) -> int:
        """Forget everything; how many counts that were."""
        now = int(clock.seconds())
        with self._lock:
            count = sum(1 for held in self._held if _until(held) > now)
            self._held[:] = memoryview(bytes(self._held.nbytes)).cast("Q")
        return count

    def clear(self, key: str) -> None:
        """Forget one count."""
        row, tag = self._row_of(key)
        with self._lock:
            at = _find(self._held, row, tag, int(clock.seconds()))
            if at is not None:
                self._held[at] = 0

    def _row_of(self, key: str) -> tuple[int, int]:
        """Where the key's places begin, and by what it is known there."""
        digest = int.from_bytes(blake2b(key.encode(), digest_size=8).digest())
        return digest % self._row_count * _PLACES, digest >> _TAG_AT

    def _number(self, key: str) -> int | None:
        row, tag = self._row_of(key)
        at = _find(self._held, row, tag, int(clock.seconds()))
        return None if at is None else self._held[at]


def _until(number: int) -> int:
    return number >> _COUNT_BITS & _WHEN


def _find(held: "memoryview[int]", row: int, tag: int, now: int) -> int | None:
    """The place at which the key counts, while its window runs."""
    for at in range(row, row + _PLACES):
        number = held[at]
        if number >> _TAG_AT == tag and _until(number) > now:
            return at
        if not number:
            # Never used: nobody went on to the next one.
            return None
    return None


def _free(held: "memoryview[int]", row: int, now: int) -> int:
    """A place whose window ended; where all run, that of whoever counted least."""
    places = range(row, row + _PLACES)
    for at in places:
        if _until(held[at]) <= now:
            return at
    return min(places, key=lambda at: held[at] & _MOST)


def holds_counts(path: str) -> bool:
    """Whether there is memory at this path that counts can be kept in."""
    file = Path(path)
    return file.is_file() and file.stat().st_size >= _BYTES_A_ROW and os.access(path, os.R_OK | os.W_OK)
