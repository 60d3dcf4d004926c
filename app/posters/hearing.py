"""What happens to codes when the register changes."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import Select

from app.door import Viewer
from app.posters import actions, queries
from app.units.intake.holds import register_hold
from app.units.models import Checkpoint, Unit
from app.units.printed_codes import register_code_finder
from app.units.signals import (
    checkpoint_changed,
    checkpoint_created,
    checkpoint_retired,
    checkpoints_created,
    unit_changed,
    unit_merged,
    units_withdrawn,
)

PRINTED_FIELDS = frozenset({"name", "address", "area"})
PRINTED_OF_CHECKPOINT = frozenset({"name", "exits"})


def _issue(checkpoint: Checkpoint, *, viewer: Viewer, **_news: Any) -> None:
    actions.issue_poster(viewer, checkpoint)


def _issue_many(_sender: Any, *, doors: Sequence[tuple[int, int]], viewer: Viewer, **_news: Any) -> None:
    actions.issue_posters(viewer, doors)


def _withdraw(_sender: Any, *, unit_ids: Select[Any], **_news: Any) -> None:
    actions.withdraw_posters(unit_ids)


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


def _stand_for(other: Unit, *, viewer: Viewer, doors: Mapping[int, Checkpoint], into: Unit, **_news: Any) -> None:
    """Every code of a unit that was merged opens the door that took the place of its own."""
    valid = {poster.checkpoint_id: poster for poster in queries.list_unit_posters(into.id)}
    for poster in queries.list_unit_posters(other.id):
        actions.let_stand_for(viewer, poster, valid[doors[poster.checkpoint_id].id])


def listen() -> None:
    """Hear the register's news; saying it again changes nothing."""
    checkpoint_created.connect(_issue)
    checkpoint_changed.connect(_outdate_one)
    checkpoints_created.connect(_issue_many)
    units_withdrawn.connect(_withdraw)
    register_code_finder(queries.find_unit_ids)
    register_hold(_l("đã in, treo hoặc thay mã QR"), queries.count_used)
    checkpoint_retired.connect(_retire)
    unit_changed.connect(_outdate)
    unit_merged.connect(_stand_for)
