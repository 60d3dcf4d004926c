"""What was stored, for tests that count rows."""

from datetime import date

from flask import Flask
from sqlalchemy import func, select

from app.access.scope import unscoped
from app.clock import local_day
from app.db import db
from app.declarations.models import Declaration, Submission
from app.tallies.models import UnitDay
from app.visits.models import Visit


def counted(app: Flask, unit_id: int, day: date | None = None) -> tuple[int, int, int, int]:
    """Entries, exits, estimated exits and declarations of a unit's day."""
    columns = (UnitDay.entry_count, UnitDay.exit_count, UnitDay.estimated_exit_count, UnitDay.declaration_count)
    stmt = select(*columns).where(UnitDay.unit_id == unit_id, UnitDay.day == (day or local_day()))
    with app.app_context():
        row = db.session.execute(unscoped(stmt, because="a test counts")).one_or_none()
        return tuple(row) if row else (0, 0, 0, 0)  # type: ignore[return-value]


def stored(app: Flask) -> tuple[int, int, int]:
    """How many submissions, declarations and visits there are."""
    with app.app_context():
        return tuple(  # type: ignore[return-value]
            db.session.scalar(unscoped(select(func.count()).select_from(model), because="a test counts"))
            for model in (Submission, Declaration, Visit)
        )


def visits(app: Flask) -> list[Visit]:
    """All visits in the order of entry."""
    with app.app_context():
        stmt = select(Visit).order_by(Visit.checked_in_at, Visit.id)
        found = list(db.session.scalars(unscoped(stmt, because="a test looks")))
        db.session.expunge_all()
        return found


def declarations(app: Flask) -> list[Declaration]:
    """All declarations in the order of sending."""
    with app.app_context():
        stmt = select(Declaration).order_by(Declaration.sent_at, Declaration.id)
        found = list(db.session.scalars(unscoped(stmt, because="a test looks")))
        db.session.expunge_all()
        return found
