"""Fixtures whose rows are made once by a worker; every further test finds them put back.

    @made_once
    def hotel(app, cast) -> Place:
        return open_place(app, cast.an)

What such a fixture returns is plain (ids, words, people of the cast, and tuples, lists and classes of them), and it
stands on nothing but the app, the cast, the clock and others of its kind. What it does must be in the database and in
the key store when it returns. Where a test wrote something before it asks for the fixture, the rows are made anew.
"""

from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass, fields, is_dataclass
from datetime import date, datetime, timedelta
from enum import Enum
from inspect import Parameter, signature
from pathlib import Path
from types import FunctionType
from typing import Any

import pytest
import time_machine
from flask import Flask

from app.clock import local_day, now
from app.crypto.files import make_private_directory, replace
from app.db import db
from tests.cast import Cast
from tests.databases import TestDatabase

PLAIN = (str, bytes, int, float, date, timedelta, Enum, type(None))


@dataclass(frozen=True)
class Made:
    """What a fixture returned, and the keys under which it sealed what it stored."""

    value: Any
    keys: dict[str, bytes]


class Worlds:
    """Where one test stands: which fixtures of this kind it has entered, one out of the other."""

    def __init__(self, app: Flask, database: TestDatabase, made: dict[str, Made], forget: Callable[[], None]) -> None:
        self.app, self.database, self.made, self.forget = app, database, made, forget
        self.entered = ""
        self.values: list[Any] = []

    def enter(self, make: Callable[..., Any], given: dict[str, Any]) -> Any:
        for name, value in given.items():
            self._refuse_other_ground(make, name, value)
        if not self._may_be_left():
            return make(**given)
        name = f"{self.entered} > {make.__module__}.{make.__qualname__} at {_moment()}"
        made = self.made.get(name)
        if made is None:
            value = make(**given)
            if not (self._is_nobody_reading() and self.database.keep(name)):
                return value
            if not is_plain(value):
                raise TypeError(f"{make.__qualname__} returns {value!r}, which later tests would share")
            made = self.made[name] = Made(value, _read(self.app.config["KEY_STORE"]))
        else:
            self.database.restore(name)
            _write(self.app.config["KEY_STORE"], made.keys)
        self.forget()
        self.entered = name
        self.values.append(deepcopy(made.value))
        return self.values[-1]

    def _refuse_other_ground(self, make: Callable[..., Any], name: str, value: Any) -> None:
        of_ours = any(value is each for each in self.values)
        if not (of_ours or value is None or isinstance(value, (Flask, Cast, FunctionType, time_machine.Traveller))):
            raise TypeError(f"{make.__qualname__} stands on {name}, which may be another in the next test")

    def _may_be_left(self) -> bool:
        """Whether nothing would be lost by going to another content of the database."""
        return self._is_nobody_reading() and self.database.is_untouched()

    def _is_nobody_reading(self) -> bool:
        with self.app.app_context():
            if db.engine.pool.checkedout():  # type: ignore[attr-defined]
                return False
            db.engine.dispose()
        return True


def made_once(make: Callable[..., Any]) -> Any:
    """A fixture that is made once by a worker; see above."""

    def fixture(worlds: Worlds, **given: Any) -> Any:
        return worlds.enter(make, given)

    needed = list(signature(make).parameters.values())
    fixture.__signature__ = signature(fixture).replace(  # type: ignore[attr-defined]
        parameters=[Parameter("worlds", Parameter.POSITIONAL_OR_KEYWORD), *needed]
    )
    fixture.__doc__, fixture.__module__ = make.__doc__, make.__module__
    return pytest.fixture(name=make.__name__)(fixture)


def is_plain(value: Any) -> bool:
    """Whether a copy of it is as good as itself."""
    if isinstance(value, dict):
        return all(is_plain(each) for pair in value.items() for each in pair)
    if isinstance(value, (tuple, list, set, frozenset)):
        return all(is_plain(each) for each in value)
    if is_dataclass(value):
        return all(is_plain(getattr(value, each.name)) for each in fields(value))
    return isinstance(value, PLAIN)


def _moment() -> datetime | date:
    """The very moment where a test says which it is, else the day."""
    return now() if time_machine.escape_hatch.is_travelling() else local_day()


def _read(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def _write(folder: Path, files: dict[str, bytes]) -> None:
    for name, content in files.items():
        make_private_directory((folder / name).parent)
        replace(folder / name, content)
