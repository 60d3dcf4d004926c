"""A small world to send declarations to, made with the real actions in a database of its own."""

import base64
import json
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from flask import Flask
from flask_migrate import upgrade

from app import create_app
from app.access.passwords import use_cheap_hashes
from app.clock import local_day
from app.crypto import current_keys, day_key_id
from app.db import db, transaction
from app.partitions import DAYS_AHEAD, ensure_days
from tests.cast import make_cast
from tests.factories import make_poster


@dataclass(frozen=True)
class Door:
    """A code on a wall, and the rows behind it."""

    code: str
    unit_id: int
    poster_id: int


@dataclass(frozen=True)
class World:
    """The settings with which a server serves it, and the doors through which people come."""

    environ: Mapping[str, str]
    doors: Sequence[Door]

    def app(self) -> Flask:
        """The same application in this process, to make stamps and to read what was stored."""
        return create_app(self.environ)


def make_world(database_url: str, directory: Path, *, door_count: int = 1) -> World:
    """Migrate an empty database and let the cast and `door_count` active units move in."""
    environ = settings(database_url, directory)
    use_cheap_hashes()
    app = create_app(environ)
    with app.app_context():
        upgrade()
        doors = _move_in(door_count)
        db.session.remove()
        db.engine.dispose()
    return World(
        {**environ, "BENCH_DOORS": json.dumps({door.code: (door.unit_id, door.poster_id) for door in doors})}, doors
    )


def make_app(database_url: str, directory: Path) -> Flask:
    """The application over an empty, migrated database."""
    app = create_app(settings(database_url, directory))
    with app.app_context():
        upgrade()
    return app


def settings(database_url: str, directory: Path) -> dict[str, str]:
    """Fresh keys, and one trusted proxy, so that a load can come from as many addresses as a province has phones."""
    return {
        "PORTAL_ENV": "development",
        "SECRET_KEY": secrets.token_hex(32),
        "DATA_KEYS": base64.urlsafe_b64encode(secrets.token_bytes(32)).decode(),
        "DATABASE_URL": database_url,
        "KEY_STORE": str(directory / "keys"),
        "TRUSTED_PROXIES": "1",
    }


def _move_in(door_count: int) -> list[Door]:
    yesterday = local_day() - timedelta(1)
    # People came yesterday too, so that its key exists: who enters is looked for among those who never left.
    current_keys().key(day_key_id(yesterday))
    with transaction():
        ensure_days(yesterday, local_day() + timedelta(DAYS_AHEAD))
        cast = make_cast()
    posters = [make_poster(cast.an, name=f"Khách sạn Biển Xanh {n + 1}") for n in range(door_count)]
    return [Door(poster.code, poster.unit_id, poster.id) for poster in posters]
