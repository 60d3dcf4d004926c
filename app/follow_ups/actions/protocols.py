"""The health department says how long isolation takes from a day on; a case is put under another protocol by order."""

from collections.abc import Sequence
from datetime import date

from app import audit
from app.access.scope import within
from app.clock import local_day, now
from app.db import db
from app.door import Viewer
from app.follow_ups.actions.cases import plan_samples, refuse_if_ended
from app.follow_ups.models import FollowUp, FollowUpTest, Protocol
from app.follow_ups.queries.protocols import list_protocols
from app.follow_ups.rules.cases import SampleResult
from app.follow_ups.rules.protocols import planned_end, sample_days
from app.text import nfc


class ProtocolInPast(Exception):
    """A new protocol holds from a day after those of all others and not before today: what held stays true."""


def is_in_past(from_on: date) -> bool:
    """Whether a protocol from that day on would change what held: it is over, or another one begins then or later."""
    return from_on < local_day() or any(each.from_on >= from_on for each in list_protocols())


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
    if is_in_past(from_on):
        raise ProtocolInPast
    before = list_protocols()
    row = Protocol(name=name, basis=basis, from_on=from_on, site_days=site_days, home_days=home_days)
    row.site_test_days, row.home_test_days = list(site_test_days), list(home_test_days)
    row.made_by_id, row.made_at = viewer.user_id, now()
    for each in before[:1]:
        each.until_on = from_on
    db.session.add(row)
    db.session.flush()
    audit.record("protocol.added", row.id, by=viewer, from_on=from_on.isoformat())
    return row


def follow_protocol(viewer: Viewer, row: FollowUp, protocol: Protocol, *, order_number: str) -> None:
    """Put a case under another protocol from today on: its end and its samples to come are those of that one.

    What was sampled, and what was due before today, stays. Raises CaseEnded.
    """
    refuse_if_ended(row)
    if protocol.id == row.protocol_id:
        return
    before, row.protocol = row.protocol_id, protocol
    until_before = row.planned_end_on.isoformat()
    row.planned_end_on = planned_end(row.started_on, protocol.schedule, row.place)
    wanted = {sample.due_on for sample in sample_days(row.started_on, protocol.schedule)}
    stmt = within(viewer, FollowUpTest).where(
        FollowUpTest.follow_up_id == row.id,
        FollowUpTest.due_on >= local_day(),
        FollowUpTest.result == SampleResult.DUE,
        FollowUpTest.due_on.not_in(wanted),
    )
    for test in db.session.scalars(stmt):
        db.session.delete(test)
    db.session.flush()
    plan_samples(viewer, row, from_on=local_day())
    told = {"before_id": before, "protocol_id": protocol.id, "until": row.planned_end_on.isoformat()}
    told["before"] = until_before
    audit.record("follow_up.protocol_changed", row.id, by=viewer, order_number=nfc(order_number), **told)
