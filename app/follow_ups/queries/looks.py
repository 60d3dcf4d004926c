"""Cases that were opened outside duty: how many by whom in the last hour, and what a second officer is asked."""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import joinedload

from app.access.scope import Rows, unscoped, within
from app.clock import now
from app.db import db
from app.door import Absent, Permission, Viewer
from app.follow_ups.models import FollowUp, FollowUpLook, FollowUpLookRequest
from app.follow_ups.rules.looks import COUNTED_FOR, may_open_another
from app.follow_ups.settings import looks_an_hour
from app.notices.people import Recipient, accounts_with
from app.units.rules import Outcome
from app.web.pagination import Page, Wish, paginate

OWN = "how many people somebody opened, and what he asked for, is counted whoever they belong to since"
# Who asked yesterday no longer waits.
WAITS_FOR = timedelta(hours=12)


def count_opened(viewer: Viewer) -> int:
    """How many people the viewer opened outside his duty in the last hour."""
    stmt = select(func.count(FollowUpLook.follow_up_id.distinct())).where(*_mine(viewer))
    return db.session.scalar(unscoped(stmt, because=OWN)) or 0


def may_open(viewer: Viewer, row: FollowUp | None = None) -> bool:
    """Whether the viewer may open one more, or this one, which he may have opened in this hour already."""
    if row is not None:
        again = select(FollowUpLook.id).where(*_mine(viewer), FollowUpLook.follow_up_id == row.id)
        if db.session.scalar(unscoped(again.limit(1), because=OWN)) is not None:
            return True
    return may_open_another(count_opened(viewer), _count_releases(viewer), looks_an_hour())


def _mine(viewer: Viewer) -> tuple[ColumnElement[bool], ...]:
    return FollowUpLook.user_id == viewer.user_id, FollowUpLook.at > now() - COUNTED_FOR


def _count_releases(viewer: Viewer) -> int:
    request = FollowUpLookRequest
    stmt = select(func.count(request.id)).where(
        request.asked_by_id == viewer.user_id,
        request.outcome == Outcome.ACCEPTED,
        request.decided_at > now() - COUNTED_FOR,
    )
    return db.session.scalar(unscoped(stmt, because=OWN)) or 0


def find_open_request(viewer: Viewer) -> FollowUpLookRequest | None:
    """What the viewer has asked and nobody has answered yet."""
    request = FollowUpLookRequest
    stmt = select(request).where(request.asked_by_id == viewer.user_id, *_waiting())
    found: FollowUpLookRequest | None = db.session.scalar(unscoped(stmt.limit(1), because=OWN))
    return found


def list_requests(viewer: Viewer) -> Sequence[FollowUpLookRequest]:
    """What colleagues ask the viewer to agree to: never his own."""
    return db.session.scalars(_requests(viewer).order_by(FollowUpLookRequest.asked_at)).all()


def get_request(viewer: Viewer, request_id: int) -> FollowUpLookRequest:
    """One that waits for the viewer's word. Raises Absent."""
    found = db.session.scalar(_requests(viewer).where(FollowUpLookRequest.id == request_id))
    if found is None:
        raise Absent(request_id)
    return found  # type: ignore[no-any-return]


def _requests(viewer: Viewer) -> Rows:
    request = FollowUpLookRequest
    stmt: Rows = within(viewer, request).where(request.asked_by_id != viewer.user_id, *_waiting())
    return stmt.options(joinedload(request.asked_by))


def _waiting() -> tuple[ColumnElement[bool], ...]:
    request = FollowUpLookRequest
    return request.outcome == Outcome.OPEN, request.asked_at > now() - WAITS_FOR


def list_looks(viewer: Viewer, wish: Wish) -> Page:
    """Who opened the viewer's cases outside his duty, when, what for, the last first."""
    stmt = within(viewer, FollowUpLook).options(joinedload(FollowUpLook.user))
    return paginate(stmt.order_by(FollowUpLook.id.desc()), wish)


def second_officers(viewer: Viewer) -> Sequence[Recipient]:
    """Colleagues of the same body who may open cases; where there is none, all who may."""
    others = [each for each in accounts_with(Permission.PERSON_READ) if each.user_id != viewer.user_id]
    return [each for each in others if each.organisation_id == viewer.organisation_id] or others
