"""Codes under a kept key are those of the library."""

import hashlib
import hmac

import pytest

from app.crypto.macs import Mac

KEYS = (b"", b"k", b"k" * 32, b"k" * 63 + b"l", b"k" * 64 + b"l", bytes(range(200)))


@pytest.mark.parametrize("name", ["sha1", "sha256"])
@pytest.mark.parametrize("key", KEYS, ids=len)
def test_each_is_what_the_library_says(name, key):
    mac = Mac(key, getattr(hashlib, name))

    for message in (b"", b"m", b"m" * 63, b"m" * 64, "Nguyễn Văn An\n0912345678".encode() * 50, b"m"):
        assert mac.of(message) == hmac.digest(key, message, name)
