"""Sealed cells of tables, each bound to its own place, and blind indexes to find them by."""

import json
import os
from collections.abc import Iterable
from typing import Any, NamedTuple

from cryptography.exceptions import InvalidTag

from app.crypto.keys import DataKey, KeyDestroyed, KeyMissing, KeyStore

INDEX_BYTES = 16
_VERSION = b"\x01"
_COMPACT = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))
_NONCE_START, _NONCE_END = 1, 13


class Unreadable(Exception):
    """The cell's key is gone, or the cell was changed or moved. Names the place, never the content."""


class CellRef(NamedTuple):
    """Where a sealed cell belongs; read anywhere else it is refused. The row's id must be known before sealing."""

    table: str
    column: str
    row_id: int | str
    key_id: str


def seal(keys: KeyStore, ref: CellRef, plain: str) -> bytes:
    """The cell's stored form: version, nonce, ciphertext. Raises KeyDestroyed."""
    nonce = os.urandom(_NONCE_END - _NONCE_START)
    return _VERSION + nonce + keys.key(ref.key_id).cells.encrypt(nonce, plain.encode(), _place(ref))


def unseal(keys: KeyStore, ref: CellRef, sealed: bytes) -> str:
    """What was sealed. Raises Unreadable."""
    if sealed[:_NONCE_START] != _VERSION:
        raise Unreadable(ref)
    try:
        cells = keys.existing(ref.key_id).cells
        return cells.decrypt(sealed[_NONCE_START:_NONCE_END], sealed[_NONCE_END:], _place(ref)).decode()
    # ValueError: too short to be a nonce and a tag.
    except (KeyDestroyed, KeyMissing, InvalidTag, ValueError):
        raise Unreadable(ref) from None


def seal_json(keys: KeyStore, ref: CellRef, value: object) -> bytes:
    """`seal` for anything that JSON can hold."""
    return seal(keys, ref, _COMPACT.encode(value))


def unseal_json(keys: KeyStore, ref: CellRef, sealed: bytes) -> Any:
    """What `seal_json` sealed. Raises Unreadable."""
    return json.loads(unseal(keys, ref, sealed))


def blind_index(keys: KeyStore, key_id: str, purpose: str, value: str) -> bytes:
    """What stands beside a sealed cell so that equal values under one key are found; dies with the key.

    `value` must be normalised. Raises KeyDestroyed.
    """
    return _index(keys.key(key_id), purpose, value)


def blind_indexes(keys: KeyStore, key_ids: Iterable[str], purpose: str, value: str) -> dict[str, bytes]:
    """The index of `value` under each of these keys that exists, to search with; makes no key."""
    found = {}
    for key_id in key_ids:
        try:
            found[key_id] = _index(keys.existing(key_id), purpose, value)
        except (KeyMissing, KeyDestroyed):
            continue
    return found


def _index(key: DataKey, purpose: str, value: str) -> bytes:
    return key.index_mac(purpose).of(value.encode())[:INDEX_BYTES]


def _place(ref: CellRef) -> bytes:
    # One byte that no name contains stands between the parts, so that no two places read alike.
    return "\0".join((ref.table, ref.column, str(ref.row_id), ref.key_id)).encode()
