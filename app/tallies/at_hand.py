"""Connections that wait beside the pool for the next statement that is sent by itself.

Each was taken out of the pool once: the way out of it and back costs more than half of what sending an entry costs.
"""

from contextlib import suppress
from typing import Any

from flask import Flask, current_app
from sqlalchemy import Engine, PoolProxiedConnection, event

from app.db import db


class AtHand:
    """As many as were ever needed at one moment: one a thread of the worker."""

    def __init__(self, engine: Engine) -> None:
        self._waiting: list[PoolProxiedConnection] = []
        event.listen(engine, "engine_disposed", self._let_go)

    def take(self) -> PoolProxiedConnection | None:
        """One that nobody else has; None when none waits."""
        try:
            return self._waiting.pop()
        except IndexError:
            return None

    def give_back(self, connection: PoolProxiedConnection) -> None:
        """For who comes next, unless something went wrong; then what waits here may be as bad."""
        if connection.is_valid and not _is_amid_transaction(connection):
            self._waiting.append(connection)
            return
        connection.close()
        self._let_go()

    def _let_go(self, _engine: Engine | None = None) -> None:
        # Others may take and give meanwhile: what was popped here nobody else has.
        with suppress(IndexError):
            while True:
                connection = self._waiting.pop()
                # Closed itself: the pool out of which it came may be gone.
                connection.invalidate()
                connection.close()


def _is_amid_transaction(connection: PoolProxiedConnection) -> bool:
    driver: Any = connection.driver_connection
    return bool(driver.pgconn.transaction_status)


def at_hand() -> AtHand:
    """Those of the running application."""
    return current_app.extensions["at_hand"]  # type: ignore[no-any-return]


def init_app(app: Flask) -> None:
    with app.app_context():
        app.extensions["at_hand"] = AtHand(db.engine)
