"""The worker's part: count every topic for everybody, again and again."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from hashlib import blake2b
from typing import Any

from sqlalchemy import func, select

from app.access.ahead.models import CountedSheet
from app.access.ahead.sheets import write
from app.access.ahead.topics import Topic
from app.db import begin_write, db

COUNTED_EVERY = timedelta(seconds=45)


def is_due(topics: Sequence[Topic[Any]], at: datetime) -> bool:
    """Whether one of these was not counted lately."""
    row = CountedSheet
    stmt = select(func.count()).where(
        row.name.in_([topic.name for topic in topics]), row.counted_at > at - COUNTED_EVERY
    )
    return (db.session.scalar(stmt) or 0) < len(topics)


def count_topics(topics: Sequence[Topic[Any]], at: datetime) -> None:
    """Count each of these as of now, then write down what changed: who enters a gate meanwhile waits for nobody."""
    counted = {topic.name: write(topic.count()) for topic in topics}
    begin_write()
    known = {row.name: row for row in db.session.scalars(select(CountedSheet))}
    for name, rows in counted.items():
        # Whatever two topics say, no version is the other's.
        version = blake2b(f"{name} {rows}".encode(), digest_size=8).hexdigest()
        row = known.get(name)
        if row is None:
            db.session.add(CountedSheet(name=name, counted_at=at, version=version, rows=rows))
            continue
        row.counted_at = at
        if row.version != version:
            row.version, row.rows = version, rows
