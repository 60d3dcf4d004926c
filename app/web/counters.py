"""Counts of rate limits in the process's memory, at the same small cost however many addresses come.

The storage that `limits` brings looks at every address each hundredth of a second, in a thread of its own: with the
phones of a province it would do nothing else.
"""

import threading

from limits.storage import Storage

from app import clock

FEWEST_SWEPT = 1024


class ProcessMemory(Storage):
    """Counts that begin anew when their window ends. Swept whenever they have doubled, so a count costs its share."""

    STORAGE_SCHEME = ["process-memory"]  # noqa: RUF012 - as its base class declares it

    def __init__(self, uri: str | None = None, **options: str | float | bool) -> None:
        super().__init__(uri)
        self._counts: dict[str, tuple[int, float]] = {}
        self._sweep_at_count = FEWEST_SWEPT
        self._lock = threading.Lock()

    @property
    def base_exceptions(self) -> type[Exception]:
        return ValueError

    def incr(self, key: str, expiry: float, amount: int = 1) -> int:
        """Count `amount` more; the window of `expiry` seconds begins with the first."""
        now = clock.now().timestamp()
        with self._lock:
            count, until = self._counts.get(key, (0, 0.0))
            count, until = (count + amount, until) if now < until else (amount, now + expiry)
            self._counts[key] = count, until
            if len(self._counts) > self._sweep_at_count:
                self._sweep(now)
        return count

    def get(self, key: str) -> int:
        """The count of the window that runs, 0 when none does."""
        count, until = self._counts.get(key, (0, 0.0))
        return count if clock.now().timestamp() < until else 0

    def get_expiry(self, key: str) -> float:
        """When the window ends, in seconds of the epoch; now when none runs."""
        return max(self._counts.get(key, (0, 0.0))[1], clock.now().timestamp())

    def check(self) -> bool:
        """Memory is always there."""
        return True

    def reset(self) -> int:
        """Forget everything; how many counts that were."""
        with self._lock:
            count = len(self._counts)
            self._counts.clear()
        return count

    def clear(self, key: str) -> None:
        """Forget one count."""
        with self._lock:
            self._counts.pop(key, None)

    def _sweep(self, now: float) -> None:
        self._counts = {key: held for key, held in self._counts.items() if now < held[1]}
        self._sweep_at_count = max(FEWEST_SWEPT, 2 * len(self._counts))
