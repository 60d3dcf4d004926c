"""What a phone meant to send and what it was told, on disk before it goes on: the truth to compare rows with."""

import json
import os
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any


@dataclass
class Sent:
    """One declaration of one person: the stamp of its form, and the receipts that were answered."""

    stamp: str
    name: str
    receipts: list[str] = field(default_factory=list)
    refusals: list[int] = field(default_factory=list)

    @property
    def is_acknowledged(self) -> bool:
        return bool(self.receipts)


class JournalWriter:
    """Lines that have reached the disk when the call returns; for several threads."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("a", encoding="utf-8")
        self._lock = threading.Lock()

    def sending(self, stamp: str, name: str) -> None:
        self._write({"event": "sending", "stamp": stamp, "name": name})

    def acknowledged(self, stamp: str, name: str, receipt: str) -> None:
        self._write({"event": "acknowledged", "stamp": stamp, "name": name, "receipt": receipt})

    def refused(self, stamp: str, name: str, status: int) -> None:
        """An answer that is neither a receipt nor a request to come again."""
        self._write({"event": "refused", "stamp": stamp, "name": name, "status": status})

    def close(self) -> None:
        self._file.close()

    def _write(self, line: dict[str, object]) -> None:
        with self._lock:
            self._file.write(json.dumps({**line, "at": time.monotonic()}, ensure_ascii=False) + "\n")
            self._file.flush()
            os.fsync(self._file.fileno())


def read_journal(path: Path) -> Sequence[Sent]:
    """What was sent, in order, with what was answered."""
    found: dict[tuple[str, str], Sent] = {}
    for line in _lines(path):
        sent = found.setdefault((line["stamp"], line["name"]), Sent(line["stamp"], line["name"]))
        if line["event"] == "acknowledged":
            sent.receipts.append(line["receipt"])
        elif line["event"] == "refused":
            sent.refusals.append(line["status"])
    return list(found.values())


def receipt_times(path: Path, *, offset: int) -> list[float]:
    """The moments (time.monotonic) at which receipts arrived, from what was written behind `offset`."""
    return [line["at"] for line in _lines(path, offset) if line["event"] == "acknowledged"]


def _lines(path: Path, offset: int = 0) -> list[dict[str, Any]]:
    if not path.exists():
        return []
    with path.open("rb") as file:
        file.seek(offset)
        # The last line may still be on its way.
        whole, _, _ = file.read().rpartition(b"\n")
    return [json.loads(line) for line in whole.splitlines()]
