"""What must be true of the installation before production starts."""

import os
import stat
from collections.abc import Iterator, Sequence
from pathlib import Path
from urllib.parse import urlsplit

from flask import current_app
from sqlalchemy.exc import SQLAlchemyError

from app.config import Environment
from app.db import durability_problems
from app.web.assets import STATIC
from app.web.health import schema_problem

LOCAL = frozenset({"localhost", "127.0.0.1", "::1"})


def problems() -> Sequence[str]:
    """What is amiss, a sentence each; nothing when the start is safe. Never quotes a value of a secret."""
    return [*_mode_problems(), *_key_store_problems(), *_asset_problems(), *_database_problems()]


def _mode_problems() -> Iterator[str]:
    if current_app.config["PORTAL_ENV"] is not Environment.PRODUCTION:
        yield "PORTAL_ENV is not production"
    if current_app.debug:
        yield "debug is on: unset FLASK_DEBUG"
    base = urlsplit(str(current_app.config["BASE_URL"]))
    if base.scheme != "https" and base.hostname not in LOCAL:
        yield "BASE_URL must be https: posters and cookies depend on it"


def _key_store_problems() -> Iterator[str]:
    store = Path(str(current_app.config["KEY_STORE"]))
    if not os.access(store if store.exists() else _nearest(store), os.W_OK):
        yield "KEY_STORE cannot be written"
    elif store.exists() and stat.S_IMODE(store.stat().st_mode) & stat.S_IRWXO:
        yield "KEY_STORE is open to every user of this machine: chmod 700"


def _nearest(path: Path) -> Path:
    return next(parent for parent in path.parents if parent.exists())


def _asset_problems() -> Iterator[str]:
    if not (STATIC / "manifest.json").exists():
        yield "the browser's files are missing: run script/setup"


def _database_problems() -> Iterator[str]:
    try:
        yield from filter(None, [schema_problem()])
        yield from durability_problems()
    except SQLAlchemyError:
        yield "DATABASE_URL: the database does not answer"
