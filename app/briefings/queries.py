"""Finding the chairman's pages and what was promised on them."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy.orm import joinedload, undefer

from app.access.scope import within
from app.briefings.models import Briefing, Commitment
from app.briefings.rules import BriefingStatus
from app.db import db
from app.door import Absent, Viewer
from app.web.pagination import Page, Wish, paginate


def list_briefings(viewer: Viewer, wish: Wish) -> Page:
    """The viewer's pages, the newest first."""
    return paginate(within(viewer, Briefing).order_by(Briefing.as_of.desc(), Briefing.id.desc()), wish)


def get_briefing(viewer: Viewer, briefing_id: int) -> Briefing:
    """A page in the viewer's scope with the one before it. Raises Absent."""
    stmt = within(viewer, Briefing).where(Briefing.id == briefing_id)
    stmt = stmt.options(joinedload(Briefing.previous), joinedload(Briefing.organisation))
    return _found(db.session.scalar(stmt))


def presented_pdf(viewer: Viewer, briefing_id: int) -> bytes | None:
    """The paper of a page that was presented; None for a draft. Raises Absent."""
    stmt = within(viewer, Briefing).where(Briefing.id == briefing_id).options(undefer(Briefing.pdf))
    return _found(db.session.scalar(stmt)).pdf


def find_last_presented(viewer: Viewer, organisation_id: int) -> Briefing | None:
    """The newest page that was presented: the next one is compared with it."""
    stmt = within(viewer, Briefing).where(
        Briefing.organisation_id == organisation_id, Briefing.status == BriefingStatus.PRESENTED
    )
    found: Briefing | None = db.session.scalar(stmt.order_by(Briefing.as_of.desc(), Briefing.id.desc()).limit(1))
    return found


def find_fresh_draft(viewer: Viewer, organisation_id: int, *, since: datetime) -> Briefing | None:
    """A page that the viewer compiled a moment ago and nobody has written on."""
    stmt = within(viewer, Briefing).where(
        Briefing.organisation_id == organisation_id,
        Briefing.compiled_by_id == viewer.user_id,
        Briefing.status == BriefingStatus.DRAFT,
        Briefing.as_of >= since,
        Briefing.version == 1,
    )
    found: Briefing | None = db.session.scalar(stmt.order_by(Briefing.id).limit(1))
    return found


def list_commitments(viewer: Viewer, briefing_id: int | None) -> Sequence[Commitment]:
    """What was promised on a page, in order."""
    stmt = within(viewer, Commitment).where(Commitment.briefing_id == briefing_id).order_by(Commitment.id)
    return db.session.scalars(stmt).all()


def get_commitment(viewer: Viewer, commitment_id: int) -> Commitment:
    """A promise in the viewer's scope. Raises Absent."""
    found: Commitment | None = db.session.scalar(within(viewer, Commitment).where(Commitment.id == commitment_id))
    if found is None:
        raise Absent
    return found


def kept_lines(viewer: Viewer, briefing: Briefing) -> Sequence[Mapping[str, Any]]:
    """What became of the last page's commitments: as it was when this page was presented, else as it is now."""
    if briefing.kept is not None:
        return briefing.kept
    return [as_json(each) for each in list_commitments(viewer, briefing.previous_id)] if briefing.previous_id else []


def as_json(commitment: Commitment) -> dict[str, Any]:
    """A commitment as a page freezes it."""
    return {
        "id": commitment.id,
        "wording": commitment.wording,
        "responsible": commitment.responsible,
        "due_on": commitment.due_on.isoformat(),
        "outcome": commitment.outcome.value,
        "remark": commitment.remark,
    }


def _found(briefing: Briefing | None) -> Briefing:
    if briefing is None:
        raise Absent
    return briefing
