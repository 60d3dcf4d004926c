"""Signers of itsdangerous for what every phone brings along: the same signatures at a third of the cost.

The key is derived once a secret instead of twice a request, and prepared once for all signatures (`crypto/macs.py`).
"""

import hashlib
from functools import lru_cache

from itsdangerous import Signer, TimestampSigner
from itsdangerous.signer import SigningAlgorithm

from app.crypto.macs import Mac


@lru_cache(maxsize=16)
def _mac(key: bytes) -> Mac:
    return Mac(key, hashlib.sha1)


class _AtOnce(SigningAlgorithm):
    def get_signature(self, key: bytes, value: bytes) -> bytes:
        # The library's usual digest: what it signed before stays good.
        return _mac(key).of(value)


class _WithKeptKey(Signer):
    """One secret, whose key for this salt is kept."""

    _key: bytes | None = None

    def derive_key(self, secret_key: str | bytes | None = None) -> bytes:
        if self._key is None:
            self._key = super().derive_key()
        return self._key


class _TimedWithKeptKey(_WithKeptKey, TimestampSigner):
    """The same, and the moment of signing."""


@lru_cache(maxsize=8)
def signer(secret: str, salt: str, separator: str) -> Signer:
    """Signs and verifies under a key of its own for what `salt` names."""
    return _WithKeptKey(secret, salt=salt, sep=separator, algorithm=_AtOnce())


@lru_cache(maxsize=8)
def timed_signer(secret: str, salt: str, separator: str) -> TimestampSigner:
    """The same, and says when it was signed."""
    return _TimedWithKeptKey(secret, salt=salt, sep=separator, algorithm=_AtOnce())
