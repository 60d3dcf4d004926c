"""What happens to codes when the register changes."""

from collections.abc import Collection
from typing import Any

from app.door import Viewer
from app.posters import actions, queries
from app.units.models import Checkpoint, Unit
from app.units.signals import checkpoint_changed, checkpoint_created, checkpoint_retired, unit_changed

PRINTED_FIELDS = frozenset({"name", "address", "area"})
PRINTED_OF_CHECKPOINT = frozenset({"name"})


def _issue(checkpoint: Checkpoint, *, viewer: Viewer, **_news: Any) -> None:
    actions.issue_poster(viewer, checkpoint)


def _retire(checkpoint: Checkpoint, *, viewer: Viewer, **_news: Any) -> None:
    valid = queries.list_unit_posters(checkpoint.unit_id)
    mine = [poster for poster in valid if poster.checkpoint_id == checkpoint.id]
    others = [poster for poster in valid if poster.checkpoint_id != checkpoint.id]
    for poster in mine:
        actions.retire_poster(viewer, poster, successor=next(iter(others), None))


def _outdate(unit: Unit, *, fields: Collection[str], **_news: Any) -> None:
    if PRINTED_FIELDS & set(fields):
        for poster in queries.list_unit_posters(unit.id):
            actions.outdate_poster(poster)


def _outdate_one(checkpoint: Checkpoint, *, fields: Collection[str], **_news: Any) -> None:
    if PRINTED_OF_CHECKPOINT & set(fields):
        for poster in queries.list_unit_posters(checkpoint.unit_id):
            if poster.checkpoint_id == checkpoint.id:
                actions.outdate_poster(poster)


def listen() -> None:
    """Hear the register's news; saying it again changes nothing."""
    checkpoint_created.connect(_issue)
    checkpoint_changed.connect(_outdate_one)
    checkpoint_retired.connect(_retire)
    unit_changed.connect(_outdate)
