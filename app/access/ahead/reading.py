"""Reading what was counted ahead; where nobody counted lately, or the reader has just acted, the database is asked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from flask import Flask, current_app
from sqlalchemy import case, select

from app.access.ahead.models import CountedSheet
from app.access.ahead.sheets import Sheet, read
from app.access.ahead.topics import Topic
from app.access.asking import ask_all
from app.clock import now
from app.db import db
from app.door import Viewer

NAME = "counted_sheets"
# Three turns of the worker: older than that it must be down.
FRESH_FOR = timedelta(seconds=150)


@dataclass(frozen=True)
class Ahead:
    """What the worker counted a moment ago: as of when, and the sheets by topic."""

    at: datetime
    sheets: Mapping[str, Sheet]


def counted_ahead(viewer: Viewer, topics: Sequence[Topic[Any]]) -> Ahead | None:
    """What the viewer's numbers can be read off, in one statement; None where they have to be counted.

    Sheets know bodies and places, no single units and teams; and they know nothing yet of what he did just now.
    """
    if not topics or viewer.acted is not None or viewer.unit_ids or viewer.team_ids or _counts_withheld(viewer):
        return None
    # This process remembers what it read last: of what has not changed since, no rows are fetched.
    known: dict[str, tuple[str, Sheet]] = current_app.extensions[NAME]
    names = [topic.name for topic in topics]
    remembered = {name: known[name] for name in names if name in known}
    row = CountedSheet
    is_known = row.version.in_([version for version, _sheet in remembered.values()])
    stmt = select(row.name, row.counted_at, row.version, case((is_known, None), else_=row.rows))
    stmt = stmt.where(row.name.in_(names), row.counted_at > now() - FRESH_FOR)
    counted_at, sheets = [], {}
    for name, at, version, rows in db.session.execute(stmt):
        if rows is not None:
            known[name] = remembered[name] = version, read(rows)
        if remembered.get(name, ("",))[0] == version:
            sheets[name] = remembered[name][1]
            counted_at.append(at)
    return Ahead(min(counted_at), sheets) if len(sheets) == len(names) else None


def _counts_withheld(viewer: Viewer) -> bool:
    """`counting(viewer)`, unless he sees everything anyway."""
    return viewer.sees_restricted and not viewer.sees_all


def answers(viewer: Viewer, topics: Sequence[Topic[Any]], ahead: Ahead | None) -> list[Any]:
    """What each of these topics tells the viewer: read off what was counted `ahead`, or else asked in one statement."""
    if ahead is None:
        return ask_all([topic.ask(viewer) for topic in topics])
    return [topic.read(viewer, ahead.sheets[topic.name]) for topic in topics]


def init_app(app: Flask) -> None:
    app.extensions[NAME] = {}
