"""Making an installation ready to serve: what `script/server` does before it starts in development."""

from collections.abc import Callable, Mapping, Sequence

from flask import current_app
from flask_migrate import upgrade

from app import clock, partitions
from app.config import Environment
from app.db import db, transaction
from app.demo.listing import list_accounts
from app.demo.load import is_empty, load_demo
from app.demo.story import Story
from app.demo.telling import tell_on
from app.web.health import schema_problem

Say = Callable[[str], None]


def prepare(say: Say) -> None:
    """Migrate, make days ready, load the demo where it belongs; quick when nothing is to do."""
    if schema_problem():
        say("bringing the database up to date")
        db.session.remove()
        upgrade()
    _make_days_ready()
    if _wants_demo():
        say("telling the demo province; this takes half a minute")
        load_demo(Story(clock.local_day()), say)
        with transaction():
            say(f"{tell_on(clock.now())} visits today so far")
    _welcome(say)


def _make_days_ready() -> None:
    if partitions.problem():
        with transaction():
            partitions.ensure_partitions(clock.local_day())


def _wants_demo() -> bool:
    return current_app.config["PORTAL_ENV"] is Environment.DEVELOPMENT and is_empty()


def _welcome(say: Say) -> None:
    accounts = list_accounts() if current_app.config["PORTAL_ENV"] is not Environment.PRODUCTION else []
    for line in _table(accounts):
        say(line)
    say(f"\n  {current_app.config['BASE_URL']}\n")


def _table(accounts: Sequence[Mapping[str, str]]) -> list[str]:
    if not accounts:
        return []
    columns = ("username", "password", "role", "scope")
    widths = [max(len(row[column]) for row in (*accounts, {c: c for c in columns})) for column in columns]
    rows = [columns, *([account[column] for column in columns] for account in accounts)]
    return ["  " + "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in rows]
