"""Values that the province edits: thresholds, days, windows, each with the day it holds from and its legal basis.

A chapter defines its settings (`define`) with the value that holds until somebody changes it; `value` answers for a
day.
"""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from flask import Flask, current_app
from flask_babel import LazyString
from sqlalchemy import String, UniqueConstraint, select
from sqlalchemy.orm import Mapped, mapped_column

from app import audit
from app.clock import local_day, now
from app.db import Base, db
from app.door import Viewer

CACHE_SECONDS = 20


@dataclass(frozen=True)
class Setting:
    """One value of the province: its key, what it means and in which unit, its first value and that value's basis.

    Where only few values make sense, `choices` names them on screen; keys are the values as text.
    """

    key: str
    label: LazyString
    unit: LazyString
    default: int | str
    basis: str
    parse: Callable[[str], int | str] = int
    choices: Mapping[str, LazyString] = field(default_factory=dict)

    def words(self, value: int | str) -> LazyString | str:
        """A value as people read it."""
        return self.choices.get(str(value), str(value))


class SettingValue(Base):
    """What a setting is from a day on, until a later row; never changed or removed once it has held."""

    __tablename__ = "setting_value"
    __table_args__ = (UniqueConstraint("key", "from_on"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(64))
    value: Mapped[dict[str, Any]]
    from_on: Mapped[date]
    basis: Mapped[str]
    changed_by_id: Mapped[int | None]
    changed_at: Mapped[datetime]


class UnknownSetting(Exception):
    """No chapter defines a setting of this key."""


class SettingInPast(Exception):
    """A value may hold from today at the earliest: what held on a past day stays true."""


_defined: dict[str, Setting] = {}


def between(least: int, most: int) -> Callable[[str], int]:
    """A parser of whole numbers from `least` to `most`, which raises ValueError for anything else."""

    def parse(text: str) -> int:
        number = int(text)
        if not least <= number <= most:
            raise ValueError(text)
        return number

    return parse


def define(*settings: Setting) -> None:
    """Make settings known; called by the chapter that uses them, when it is imported."""
    _defined.update({setting.key: setting for setting in settings})


def defined() -> Sequence[Setting]:
    """All settings by key, for the page on which the province edits them."""
    return [_defined[key] for key in sorted(_defined)]


def value(key: str, *, on: date | None = None) -> Any:
    """What the setting was on the province day `on` (default today). Changes are seen within 20 seconds."""
    rows = _history().get(key)
    if rows is None:
        return _known(key).default
    day = on or local_day()
    held = [row_value for from_on, row_value in rows if from_on <= day]
    return held[-1] if held else _known(key).default


def change(viewer: Viewer, key: str, new: int | str, *, from_on: date, basis: str) -> None:
    """Let a setting be `new` from a day on. Raises UnknownSetting, SettingInPast."""
    setting = _known(key)
    if from_on < local_day():
        raise SettingInPast(key)
    row = db.session.scalar(select(SettingValue).where(SettingValue.key == key, SettingValue.from_on == from_on))
    row = row or SettingValue(key=key, from_on=from_on)
    row.value, row.basis = {"value": new}, basis
    row.changed_by_id, row.changed_at = viewer.user_id, now()
    db.session.add(row)
    audit.record("setting.changed", setting.key, by=viewer, from_on=from_on.isoformat())
    forget()


def changes(key: str) -> Sequence[SettingValue]:
    """What the province set, newest first."""
    stmt = select(SettingValue).where(SettingValue.key == key).order_by(SettingValue.from_on.desc())
    return db.session.scalars(stmt).all()


def forget() -> None:
    """Read the values anew at the next question."""
    current_app.extensions["settings"] = (float("-inf"), {})


def _known(key: str) -> Setting:
    if key not in _defined:
        raise UnknownSetting(key)
    return _defined[key]


def _history() -> dict[str, list[tuple[date, Any]]]:
    read_at, history = current_app.extensions["settings"]
    if time.monotonic() - read_at < CACHE_SECONDS:
        return history  # type: ignore[no-any-return]
    history = {}
    for row in db.session.scalars(select(SettingValue).order_by(SettingValue.from_on)):
        history.setdefault(row.key, []).append((row.from_on, row.value["value"]))
    current_app.extensions["settings"] = (time.monotonic(), history)
    return history


def init_app(app: Flask) -> None:
    app.extensions["settings"] = (float("-inf"), {})
