"""Work that cannot wait for the next minute: each kind in a thread of the worker that looks every second."""

import logging
import threading
from collections.abc import Callable

from flask import Flask

from app.logs import place_of

log = logging.getLogger(__name__)
LOOK_SECONDS = 1.0

# Does one piece of work; false when there is none.
Look = Callable[[], bool]
_looks: dict[str, Look] = {}


def loop(name: str, look: Look) -> None:
    """Let the worker call `look` again and again, in a thread of its own."""
    _looks[name] = look


def begin(app: Flask) -> list[threading.Thread]:
    """Begin all of them in this process, until it ends."""
    threads = [
        threading.Thread(target=_go_on, args=(app, name, look), name=name, daemon=True)
        for name, look in sorted(_looks.items())
    ]
    for thread in threads:
        thread.start()
    return threads


def _go_on(app: Flask, name: str, look: Look) -> None:
    rest = threading.Event()
    while True:
        if not look_safely(app, name, look):
            rest.wait(LOOK_SECONDS)


def look_safely(app: Flask, name: str, look: Look) -> bool:
    """Look once; a database that is away for a moment must not end the thread."""
    with app.app_context():
        try:
            return look()
        except Exception as error:
            log.error("looking for %s failed: %s", name, place_of(error))
            return False
