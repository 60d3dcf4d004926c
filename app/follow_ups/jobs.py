"""What the clock does: at each cut-off it says who is missing; it erases what is kept no longer."""

from datetime import date, datetime, timedelta

from sqlalchemy import select

from app import audit
from app.access.scope import unscoped
from app.clock import local, now
from app.crypto import current_keys
from app.db import db
from app.door import office_viewer
from app.follow_ups.actions import raise_missing
from app.follow_ups.ladder import tell_ladder
from app.follow_ups.models import FollowUp
from app.follow_ups.people import key_id
from app.follow_ups.rules.reports import Session, is_late
from app.follow_ups.settings import cut_off_hour, kept_days
from app.jobs import job


@job("isolation-cut-offs", every="minute")
def raise_missing_sessions(today: date) -> int:
    """Raise alerts for those of whom a session is missing whose cut-off is over. Safe to run again."""
    return sum(raise_missing(today, session) for session in Session if _is_over(today, session, local(now())))


@job("isolation-ladder", every="minute")
def tell_of_alerts(today: date) -> int:
    """Tell the next step of the ladder of alerts that nobody has taken in its time. Safe to run again."""
    return tell_ladder()


def _is_over(day: date, session: Session, moment: datetime) -> bool:
    return is_late(day, session, local=moment, cut_off_hour=cut_off_hour(session, day))


@job("isolation-erase", every="day 00:40")
def erase_ended_cases(today: date) -> int:
    """Destroy the keys of cases that ended long ago: nothing of the persons can be read any more. Safe to run again."""
    stmt = select(FollowUp).where(FollowUp.ended_on <= today - timedelta(kept_days()), FollowUp.erased_at.is_(None))
    rows = db.session.scalars(unscoped(stmt, because="their time is over")).all()
    for row in rows:
        current_keys().destroy(key_id(row.key))
        row.person, row.token, row.phone_index, row.erased_at = b"", b"", None, now()
        audit.record("follow_up.erased", row.id, by=office_viewer())
    return len(rows)
