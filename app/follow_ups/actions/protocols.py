"""The health department says how long isolation takes from a day on."""

from collections.abc import Sequence
from datetime import date

from app import audit
from app.clock import local_day, now
from app.db import db
from app.door import Viewer
from app.follow_ups.models import Protocol
from app.follow_ups.queries.protocols import list_protocols


class ProtocolInPast(Exception):
    """A new protocol holds from a day after those of all others and not before today: what held stays true."""


def add_protocol(
    viewer: Viewer,
    *,
    name: str,
    basis: str,
    from_on: date,
    site_days: int,
    home_days: int,
    site_test_days: Sequence[int],
    home_test_days: Sequence[int],
) -> Protocol:
    """Let cases that start from a day on follow another protocol. Raises ProtocolInPast."""
    before = list_protocols()
    if from_on < local_day() or any(each.from_on >= from_on for each in before):
        raise ProtocolInPast
    row = Protocol(name=name, basis=basis, from_on=from_on, site_days=site_days, home_days=home_days)
    row.site_test_days, row.home_test_days = list(site_test_days), list(home_test_days)
    row.made_by_id, row.made_at = viewer.user_id, now()
    for each in before[:1]:
        each.until_on = from_on
    db.session.add(row)
    db.session.flush()
    audit.record("protocol.added", row.id, by=viewer, from_on=from_on.isoformat())
    return row
