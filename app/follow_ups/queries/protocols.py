"""Protocols are the same for everybody."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import or_, select

from app.db import db
from app.follow_ups.models import Protocol


def list_protocols() -> Sequence[Protocol]:
    """All of them, the one that begins last first."""
    return db.session.scalars(select(Protocol).order_by(Protocol.from_on.desc())).all()


def find_protocol(on: date) -> Protocol | None:
    """The protocol of cases that start on a day."""
    stmt = select(Protocol).where(Protocol.from_on <= on, or_(Protocol.until_on.is_(None), Protocol.until_on > on))
    return db.session.scalar(stmt)
