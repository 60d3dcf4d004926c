"""Judging again what was declared lately, when an area is put on the list of epidemic areas: done by the worker."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import and_, bindparam, exists, or_, select, tuple_, update

from app import settings
from app.access.scope import unscoped
from app.clock import now
from app.db import db, transaction
from app.declarations.catalogue import catalogue, forget
from app.declarations.judging import judge_said
from app.declarations.models import Declaration
from app.declarations.queries import open_said
from app.declarations.rulebook.actions import REJUDGE
from app.declarations.rules import SEVERITY
from app.declarations.settings import VALID_HOURS
from app.tallies.hot_path import Call, run_many
from app.tasks import Progress, task
from app.visits.models import Visit

AT_ONCE = 1000
BECAUSE = "an outbreak concerns whoever was there, at whichever unit he declared it"

_TABLE = Declaration.__table__
_RAISE = unscoped(
    update(_TABLE)  # type: ignore[arg-type]
    .where(_TABLE.c.day == bindparam("of_day"), _TABLE.c.id == bindparam("of_id"))
    .values(risk=bindparam("new_risk"), rules_version=bindparam("by_version"), judged_at=bindparam("at")),
    because=BECAUSE,
)


@task(REJUDGE)
def rejudge(_listing_id: int, progress: Progress) -> None:
    """Judge what entries may still go by, or what an open stay went by, anew; a level only ever gets graver.

    Answers are opened by the machine alone; nobody is shown them. Safe to begin again.
    """
    forget()
    db.session.rollback()
    at = now()
    wanted = db.session.execute(unscoped(_lately(at), because=BECAUSE)).all()
    for first in range(0, len(wanted), AT_ONCE):
        part = [(row.day, row.id) for row in wanted[first : first + AT_ONCE]]
        with transaction():
            run_many([call for row in _read(part) if (call := _raised(row, at))])
            progress.tell(first + len(part), len(wanted))
    db.session.rollback()


def _lately(at: datetime) -> Any:
    since = at - timedelta(hours=settings.value(VALID_HOURS))
    open_stay = exists().where(
        Visit.declaration_day == Declaration.day, Visit.declaration_id == Declaration.id, Visit.checked_out_at.is_(None)
    )
    lately = or_(Declaration.sent_at >= since, open_stay)
    days = and_(Declaration.day >= _first_day(at), Declaration.withdrawn_at.is_(None))
    return select(Declaration.day, Declaration.id).where(days, lately).order_by(Declaration.day, Declaration.id)


def _first_day(at: datetime) -> date:
    # No stay is open for longer than three days, and none goes by a declaration that was no longer valid.
    return (at - timedelta(days=4, hours=settings.value(VALID_HOURS))).date()


def _read(part: Sequence[tuple[date, str]]) -> Sequence[Any]:
    table = Declaration
    columns = (table.day, table.id, table.answers, table.form, table.form_version, table.risk, table.sent_at)
    stmt = select(*columns).where(tuple_(table.day, table.id).in_(part))
    return db.session.execute(unscoped(stmt, because=BECAUSE)).all()


def _raised(row: Any, at: datetime) -> Call | None:
    """What stores a graver level; None where there is none."""
    said = open_said(row.day, row.id, row.answers)
    if said is None:
        return None
    table = catalogue().table
    judged = judge_said(said, catalogue().get_form(row.form, row.form_version), table, on=row.day)
    if SEVERITY[judged.risk] <= SEVERITY[row.risk]:
        return None
    return Call(
        _RAISE,
        {"of_day": row.day, "of_id": row.id, "new_risk": judged.risk.value, "by_version": table.number, "at": at},
    )
