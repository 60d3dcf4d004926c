"""The key store: one wrapped data key a file, made once by whoever needs it first, destroyed once and for all.

A tombstone is written before a key is removed and looked for after a key was placed; so whichever of two racing
processes comes last sees the other, and a destroyed key never comes back.
"""

import hashlib
import json
import re
import secrets
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from app import clock
from app.crypto import files
from app.crypto.macs import Mac
from app.crypto.masters import KEY_BYTES, KeyUnusable, Masters

# Within 60 s every process stops reading what another has destroyed.
CACHE_SECONDS = 45
# Elapsed keys, which nothing reads with any more, leave memory within this time of the next that is loaded.
TIDY_SECONDS = 5
_KEY_ID = re.compile(r"[a-z]+-[a-z0-9-]{1,80}")


class KeyMissing(LookupError):
    """No such key was ever made here."""


class KeyDestroyed(Exception):
    """The key was destroyed; what it sealed is gone and nothing can be sealed under it again."""


def day_key_id(day: date) -> str:
    """The key of what happened on a province day."""
    return f"day-{day.isoformat()}"


def day_of_key(key_id: str) -> date | None:
    """The day whose key this is, or None for the key of something else."""
    kind, _, day = key_id.partition("-")
    return date.fromisoformat(day) if kind == "day" else None


class DataKey:
    """A data key unwrapped: ciphers of cells, and a key of its own for each purpose of blind indexes."""

    def __init__(self, secret: bytes) -> None:
        self._secret = secret
        self._index_macs: dict[str, Mac] = {}
        self.cells = AESGCM(self._derive("cells"))

    def index_mac(self, purpose: str) -> Mac:
        found = self._index_macs.get(purpose)
        if found is None:
            found = self._index_macs[purpose] = Mac(self._derive(f"blind index {purpose}"), hashlib.sha256)
        return found

    def given_to(self, holder: str) -> bytes:
        """The key that a machine outside is given; the same each time, so that nothing of it has to be stored."""
        return self._derive(f"given to {holder}")

    def _derive(self, use: str) -> bytes:
        return HKDF(SHA256(), KEY_BYTES, salt=None, info=use.encode()).derive(self._secret)


@dataclass(frozen=True, slots=True)
class _Held:
    key: DataKey
    until: float


class KeyStore:
    """The data keys in one directory, shared by all processes and servers of an installation."""

    def __init__(
        self, path: Path, master_keys: Sequence[bytes], *, monotonic: Callable[[], float] = time.monotonic
    ) -> None:
        self._path = path
        self._masters = Masters(master_keys)
        self._monotonic = monotonic
        self._held: dict[str, _Held] = {}
        self._tidied_at = monotonic()
        self._lock = threading.Lock()
        files.make_private_directory(path)

    def key(self, key_id: str) -> DataKey:
        """The key to seal with, made on first use and on disk before it is returned. Raises KeyDestroyed."""
        return self._remembered(key_id) or self._load(key_id, self._read_or_make)

    def existing(self, key_id: str) -> DataKey:
        """The key to read or search with. Raises KeyMissing, KeyDestroyed."""
        return self._remembered(key_id) or self._load(key_id, self._read)

    def ids(self) -> list[str]:
        """The ids of all keys that have a file, also of those whose destruction was interrupted."""
        return sorted(path.stem for path in self._path.glob("[a-z]*.key"))

    def is_destroyed(self, key_id: str) -> bool:
        """Whether the key is gone for good: never to be made again, and nothing of it left here."""
        return self._tombstone(key_id).exists() and not self._file(key_id).exists()

    def destroy(self, key_id: str) -> None:
        """Erase everything sealed under this key, whether or not the key was ever made. Safe to repeat."""
        note = {"key_id": key_id, "destroyed_at": clock.now().isoformat()}
        with self._lock:
            files.place_new(self._tombstone(key_id), json.dumps(note).encode())
            files.shred(self._file(key_id))
            self._held.pop(key_id, None)

    def rewrap(self) -> int:
        """Wrap every key by the newest master key; the number changed. Interrupted, it goes on where it stopped."""
        return sum(self._rewrap(key_id) for key_id in self.ids())

    def _remembered(self, key_id: str) -> DataKey | None:
        held = self._held.get(key_id)
        return held.key if held and self._monotonic() < held.until else None

    def _load(self, key_id: str, read: Callable[[str], bytes]) -> DataKey:
        with self._lock:
            if found := self._remembered(key_id):
                return found
            # Counted from before the look for a tombstone, so that no key outlives its time.
            until = self._monotonic() + CACHE_SECONDS
            key = DataKey(read(key_id))
            self._forget_elapsed()
            self._held[key_id] = _Held(key, until)
            return key

    def _forget_elapsed(self) -> None:
        """Once in a while: a list of people holds a key for each, and to look through them for every new one takes
        longer than to read it.
        """
        moment = self._monotonic()
        if moment < self._tidied_at + TIDY_SECONDS:
            return
        self._tidied_at = moment
        self._held = {key_id: held for key_id, held in self._held.items() if moment < held.until}

    def _read_or_make(self, key_id: str) -> bytes:
        try:
            secret = self._read(key_id)
        except KeyMissing:
            return self._make(key_id)
        # Whoever made it may not have come so far.
        files.sync_directory(self._path)
        return secret

    def _make(self, key_id: str) -> bytes:
        # A draft vanishes when another process destroys the key meanwhile; reading then says so.
        with suppress(FileNotFoundError):
            files.place_new(self._file(key_id), self._masters.wrap(key_id, secrets.token_bytes(KEY_BYTES)))
        self._shred_if_destroyed(key_id)
        return self._read(key_id)

    def _read(self, key_id: str) -> bytes:
        self._refuse_destroyed(key_id)
        try:
            return self._masters.unwrap(key_id, self._file(key_id).read_bytes())
        except (FileNotFoundError, KeyUnusable) as fault:
            self._refuse_destroyed(key_id)  # in the meantime
            raise fault if isinstance(fault, KeyUnusable) else KeyMissing(key_id) from None

    def _rewrap(self, key_id: str) -> bool:
        path = self._file(key_id)
        with self._lock, suppress(FileNotFoundError, KeyDestroyed):
            if self._masters.is_newest(path.read_bytes()):
                return False
            files.replace(path, self._masters.wrap(key_id, self._read(key_id)))
            self._shred_if_destroyed(key_id)
            return True
        return False

    def _refuse_destroyed(self, key_id: str) -> None:
        if self._tombstone(key_id).exists():
            raise KeyDestroyed(key_id)

    def _shred_if_destroyed(self, key_id: str) -> None:
        if self._tombstone(key_id).exists():
            files.shred(self._file(key_id))

    def _file(self, key_id: str) -> Path:
        return self._path / f"{_checked(key_id)}.key"

    def _tombstone(self, key_id: str) -> Path:
        return self._path / f"{_checked(key_id)}.destroyed"


def _checked(key_id: str) -> str:
    """Key ids become names of files: nothing else may pass."""
    if not _KEY_ID.fullmatch(key_id):
        raise ValueError(f"not a key id: {key_id!r}")
    return key_id
