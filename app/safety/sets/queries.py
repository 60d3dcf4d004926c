"""Reading sets, their drafts, and what was answered lately."""

from collections.abc import Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.access.scope import within
from app.db import db
from app.door import Absent, office_viewer
from app.safety.models import Assessment, CriteriaSet
from app.safety.rules import Level
from app.safety.sets.models import CriteriaDraft
from app.safety.sets.trying import by_text

# So many of the latest answers say enough of what a new version changes.
LATEST = 100


def get_set(set_id: int) -> CriteriaSet:
    """A version of a set. Raises Absent."""
    found = db.session.get(CriteriaSet, set_id)
    if found is None:
        raise Absent(set_id)
    return found


def get_draft(set_draft_id: int) -> CriteriaDraft:
    """A draft. Raises Absent."""
    found = db.session.get(CriteriaDraft, set_draft_id, options=[joinedload(CriteriaDraft.based_on)])
    if found is None:
        raise Absent(set_draft_id)
    return found


def list_drafts() -> Sequence[CriteriaDraft]:
    """All drafts, the newest first."""
    stmt = select(CriteriaDraft).options(joinedload(CriteriaDraft.based_on))
    return db.session.scalars(stmt.order_by(CriteriaDraft.id.desc())).all()


def versions_of(code: str) -> Sequence[CriteriaSet]:
    """All versions of a set, the newest first."""
    stmt = select(CriteriaSet).where(CriteriaSet.code == code)
    return db.session.scalars(stmt.order_by(CriteriaSet.number.desc())).all()


def latest_answers(code: str) -> list[tuple[Level, Mapping[str, int]]]:
    """What units answered lately to versions of a set, by the words of the criteria, and which level that was.

    Nothing says whose answers they are.
    """
    ids = [each.id for each in versions_of(code)]
    stmt = within(office_viewer(), Assessment).where(Assessment.set_id.in_(ids), Assessment.submitted_at.is_not(None))
    stmt = stmt.options(joinedload(Assessment.criteria_set)).order_by(Assessment.id.desc()).limit(LATEST)
    return [(row.level, by_text(row.criteria_set.scoring, row.values)) for row in db.session.scalars(stmt) if row.level]
