"""The machines at a unit's doors: invited, enrolled, shut out; and where the unit takes who is held."""

from app import audit
from app.access.actions import create_device, disable_account, grant_unit
from app.access.models import User
from app.access.sessions import open_session
from app.clock import now
from app.db import db
from app.door import Viewer
from app.gate.models import GateDevice
from app.gate.queries import find_place
from app.gate.rules.acts import is_link_alive
from app.units.models import Checkpoint, Unit
from app.visits.models import GatePlace


class LinkOver(Exception):
    """The machine's link was used, revoked, or its day is over."""


def invite_device(viewer: Viewer, unit: Unit, *, checkpoint: Checkpoint, label: str) -> GateDevice:
    """Let whoever opens the link first be a machine at this door."""
    device = GateDevice(unit_id=unit.id, checkpoint_id=checkpoint.id, label=label, invited_at=now())
    device.invited_by_id = viewer.user_id
    db.session.add(device)
    db.session.flush()
    audit.record("gate.device_invited", device.id, by=viewer, unit_id=unit.id)
    return device


def enrol_device(viewer: Viewer, device: GateDevice) -> tuple[User, str]:
    """Make this browser the machine: its account and the token of its session. Raises LinkOver."""
    db.session.refresh(device, with_for_update={"of": GateDevice})
    if device.enrolled_at or device.revoked_at or not is_link_alive(device.invited_at, now=now()):
        raise LinkOver
    user = create_device(viewer, full_name=device.label)
    grant_unit(viewer, user, device.unit_id, confirmed=True)
    device.user_id, device.enrolled_at = user.id, now()
    return user, open_session(user)


def revoke_device(viewer: Viewer, device: GateDevice) -> None:
    """Shut a machine out at once; said again, nothing changes."""
    if device.revoked_at:
        return
    device.revoked_at, device.revoked_by_id = now(), viewer.user_id
    if device.user:
        disable_account(viewer, device.user)
    audit.record("gate.device_revoked", device.id, by=viewer)


def set_place(viewer: Viewer, unit: Unit, *, place: str, phone: str) -> None:
    """Say where the unit takes who is held, and whom the guard calls."""
    row = find_place(viewer, unit.id) or GatePlace(unit_id=unit.id)
    row.place, row.phone = place, phone
    db.session.add(row)
    audit.record("gate.place_set", unit.id, by=viewer)
