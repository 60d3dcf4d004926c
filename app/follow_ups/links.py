"""The link by which somebody in isolation reports: whoever holds it may write, and reads nothing of the case."""

from flask import current_app
from limits import parse
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.access.scope import unscoped
from app.clock import local_day
from app.db import db
from app.door import Absent
from app.follow_ups.models import FollowUp
from app.follow_ups.people import digest_of, token_of

HELD = "the link is the capability"
# Links are 144 bits long: this is for who plays with them. A site's people share one address.
MISSES = parse("60/10 minutes")
SENDING = parse("600/10 minutes")


def address_of(row: FollowUp) -> str | None:
    """The whole link as it is printed; None once it is dead."""
    token = token_of(row)
    return f"{current_app.config['BASE_URL']}/h/{token}" if token else None


def get_linked(token: str) -> FollowUp:
    """The open case of a link. Raises Absent."""
    stmt = select(FollowUp).where(FollowUp.token_digest == digest_of(token), FollowUp.ended_on.is_(None))
    found: FollowUp | None = db.session.scalar(unscoped(stmt.options(joinedload(FollowUp.protocol)), because=HELD))
    if found is None:
        raise Absent
    return found


def people_of(row: FollowUp) -> list[FollowUp]:
    """Who is reported by a link: the person, then those of the household whom he reports; nobody before his day 1."""
    stmt = select(FollowUp).where(FollowUp.head_id == row.id, FollowUp.ended_on.is_(None)).order_by(FollowUp.id)
    everybody = [row, *db.session.scalars(unscoped(stmt, because=HELD))]
    return [each for each in everybody if each.started_on <= local_day()]
