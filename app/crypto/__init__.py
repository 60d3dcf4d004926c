"""Encrypted columns under day, case and list keys; destroying a key erases everything that was sealed under it."""

from typing import cast

from flask import Flask, current_app

from app.crypto.cells import CellRef, Unreadable, blind_index, blind_indexes, seal, seal_json, unseal, unseal_json
from app.crypto.keys import KeyDestroyed, KeyMissing, KeyStore, day_key_id, day_of_key
from app.crypto.masters import KeyUnusable
from app.crypto.parcels import open_parcel, seal_parcel

__all__ = [
    "CellRef",
    "KeyDestroyed",
    "KeyMissing",
    "KeyStore",
    "KeyUnusable",
    "Unreadable",
    "blind_index",
    "blind_indexes",
    "current_keys",
    "day_key_id",
    "day_of_key",
    "init_app",
    "open_parcel",
    "seal",
    "seal_json",
    "seal_parcel",
    "unseal",
    "unseal_json",
]


def init_app(app: Flask) -> None:
    app.extensions["keys"] = KeyStore(app.config["KEY_STORE"], app.config["DATA_KEYS"])


def current_keys() -> KeyStore:
    """The key store of the running application."""
    return cast(KeyStore, current_app.extensions["keys"])
