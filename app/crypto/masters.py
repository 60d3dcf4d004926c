"""Master keys (DATA_KEYS) wrap the data keys, so that a copy of the key store alone opens nothing."""

import hashlib
import json
import secrets
from base64 import b64decode, b64encode
from collections.abc import Sequence

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

KEY_BYTES = 32
_NONCE_BYTES = 12
_VERSION = 1


class KeyUnusable(Exception):
    """A file of the key store is damaged or no key in DATA_KEYS opens it: a fault to repair, nothing was erased."""


class Masters:
    """The keys in DATA_KEYS: the newest wraps, every one of them unwraps."""

    def __init__(self, keys: Sequence[bytes]) -> None:
        if not keys or any(len(key) != KEY_BYTES for key in keys):
            raise ValueError(f"DATA_KEYS: one or more keys of {KEY_BYTES} bytes are needed")
        self._by_fingerprint = {_fingerprint(key): AESGCM(key) for key in keys}
        self._newest = _fingerprint(keys[0])

    def wrap(self, key_id: str, data_key: bytes) -> bytes:
        nonce = secrets.token_bytes(_NONCE_BYTES)
        wrapped = nonce + self._by_fingerprint[self._newest].encrypt(nonce, data_key, _bound_to(key_id))
        content = {
            "version": _VERSION,
            "key_id": key_id,
            "master": self._newest,
            "wrapped": b64encode(wrapped).decode(),
        }
        return json.dumps(content).encode()

    def unwrap(self, key_id: str, content: bytes) -> bytes:
        """Raises KeyUnusable, also when the file was made for another key id."""
        try:
            fields = json.loads(content)
            wrapped, master = b64decode(fields["wrapped"]), str(fields["master"])
        except (ValueError, KeyError, TypeError):
            raise KeyUnusable(f"{key_id}: damaged") from None
        if master not in self._by_fingerprint:
            raise KeyUnusable(f"{key_id}: wrapped by master key {master}, which is not in DATA_KEYS")
        return self._open(key_id, wrapped, master)

    def is_newest(self, content: bytes) -> bool:
        """Whether a file is wrapped by the newest master key; a damaged one is not."""
        return f'"master": "{self._newest}"'.encode() in content

    def _open(self, key_id: str, wrapped: bytes, master: str) -> bytes:
        nonce, sealed = wrapped[:_NONCE_BYTES], wrapped[_NONCE_BYTES:]
        try:
            return self._by_fingerprint[master].decrypt(nonce, sealed, _bound_to(key_id))
        except (InvalidTag, ValueError):
            raise KeyUnusable(f"{key_id}: damaged, or the file of another key") from None


def _fingerprint(master_key: bytes) -> str:
    return hashlib.sha256(b"portal master key\0" + master_key).hexdigest()[:16]


def _bound_to(key_id: str) -> bytes:
    return f"portal data key {_VERSION}\0{key_id}".encode()
