"""The doors and vehicles of a unit."""

from app import audit
from app.clock import now
from app.db import db
from app.door import Viewer
from app.text import nfc
from app.units.models import Checkpoint, Unit
from app.units.rules import CheckpointKind
from app.units.signals import checkpoint_created, checkpoint_retired


class LastCheckpoint(Exception):
    """A unit keeps at least one door: without any, nobody could enter."""


def add_checkpoint(viewer: Viewer, unit: Unit, *, name: str, kind: CheckpointKind = CheckpointKind.GATE) -> Checkpoint:
    """Give the unit one more door or vehicle; it gets a code of its own."""
    checkpoint = Checkpoint(unit=unit, name=nfc(name), kind=kind, created_at=now())
    db.session.add(checkpoint)
    db.session.flush()
    audit.record("unit.checkpoint_added", unit.id, by=viewer, checkpoint_id=checkpoint.id)
    checkpoint_created.send(checkpoint, viewer=viewer)
    return checkpoint


def retire_checkpoint(viewer: Viewer, checkpoint: Checkpoint) -> None:
    """The door or vehicle is no longer used. Raises LastCheckpoint."""
    used = [each for each in checkpoint.unit.checkpoints if each.retired_at is None]
    if used == [checkpoint]:
        raise LastCheckpoint
    checkpoint.retired_at = checkpoint.retired_at or now()
    audit.record("unit.checkpoint_retired", checkpoint.unit_id, by=viewer, checkpoint_id=checkpoint.id)
    checkpoint_retired.send(checkpoint, viewer=viewer)
