"""Reading what waits: registrations by body and place, questions, proposed changes, transfers, owners by day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select, true
from sqlalchemy.orm import aliased, joinedload

from app.access.models import User
from app.access.scope import Rows, covered_by, within
from app.areas.models import Area
from app.db import db
from app.door import Absent, Viewer
from app.organisations.models import Organisation
from app.units.models import Unit, UnitOwnership, UnitProposal, UnitQuestion, UnitTransfer
from app.units.rules import Outcome, UnitStatus
from app.web.pagination import Page, Wish, paginate


@dataclass(frozen=True)
class Queue:
    """The registrations that wait in one body or place: for the officer, since when the first, and for the unit."""

    id: int
    name: str
    above: str | None
    officer_count: int
    since: datetime | None
    unit_count: int


def queues_by_body(viewer: Viewer) -> Sequence[Queue]:
    """What waits in the viewer's scope by the body that answers for it, the one waiting longest first."""
    return _queues(within(viewer, Unit), Unit.organisation_id, select(Organisation))


def queues_by_place(viewer: Viewer) -> Sequence[Queue]:
    """What waits in the viewer's scope by the commune where it is, the one waiting longest first."""
    return _queues(within(viewer, Unit), Unit.area_id, select(Area))


def _queues(units: Rows, key: Any, named: Any) -> Sequence[Queue]:
    waits = Unit.asked_at.is_(None)
    pending = units.where(Unit.status == UnitStatus.PENDING).with_only_columns(
        key.label("id"),
        func.count().filter(waits).label("officer_count"),
        func.min(Unit.waiting_since).filter(waits).label("since"),
        func.count().filter(~waits).label("unit_count"),
    )
    pending = pending.group_by(key)
    counted = pending.subquery("pending")
    model = named.column_descriptions[0]["entity"]
    above = aliased(model)
    stmt = (
        select(model.id, model.name, above.name, counted.c.officer_count, counted.c.since, counted.c.unit_count)
        .join(counted, counted.c.id == model.id)
        .outerjoin(above, above.id == model.parent_id)
        .order_by(counted.c.since.is_(None), counted.c.since, model.sort_key, model.id)
    )
    return [Queue(*row) for row in db.session.execute(covered_by(stmt, pending))]


def list_questions(viewer: Viewer, unit: Unit) -> Sequence[tuple[UnitQuestion, str | None, str | None]]:
    """What the unit was asked and what it said, newest first, with the names of who asked and who answered."""
    asker, answerer = aliased(User), aliased(User)
    stmt = within(viewer, UnitQuestion).where(UnitQuestion.unit_id == unit.id)
    stmt = stmt.add_columns(asker.full_name, answerer.full_name)
    stmt = stmt.outerjoin(asker, asker.id == UnitQuestion.asked_by_id)
    stmt = stmt.outerjoin(answerer, answerer.id == UnitQuestion.answered_by_id)
    rows = db.session.execute(stmt.order_by(UnitQuestion.id.desc())).all()
    return [(question, asked_by, answered_by) for question, asked_by, answered_by in rows]


def list_ownerships(viewer: Viewer, unit: Unit) -> Sequence[UnitOwnership]:
    """Which bodies answered for the unit, the present one first; days on which nobody did are left out."""
    stmt = within(viewer, UnitOwnership).where(
        UnitOwnership.unit_id == unit.id,
        or_(UnitOwnership.until_on.is_(None), UnitOwnership.until_on > UnitOwnership.from_on),
    )
    stmt = stmt.options(joinedload(UnitOwnership.organisation))
    return db.session.scalars(stmt.order_by(UnitOwnership.from_on.desc(), UnitOwnership.id.desc())).all()


WITH_PLACES = (
    joinedload(UnitProposal.area).joinedload(Area.parent),
    joinedload(UnitProposal.unit).options(joinedload(Unit.organisation), joinedload(Unit.area).joinedload(Area.parent)),
)


def find_proposal(viewer: Viewer, unit: Unit) -> UnitProposal | None:
    """What the unit's manager proposed last, decided or not."""
    stmt = within(viewer, UnitProposal).where(UnitProposal.unit_id == unit.id).options(*WITH_PLACES)
    return db.session.scalar(stmt.order_by(UnitProposal.id.desc()).limit(1))  # type: ignore[no-any-return]


def list_proposals(viewer: Viewer, wish: Wish) -> Page:
    """A page of the changes that wait for an officer, the oldest first."""
    return paginate(open_proposals(viewer), wish)


def list_all_proposals(viewer: Viewer, unit_ids: Sequence[int] | None = None) -> Sequence[UnitProposal]:
    """All changes that wait for an officer, or those of units with these ids."""
    stmt = open_proposals(viewer)
    if unit_ids is not None:
        stmt = stmt.where(UnitProposal.unit_id.in_(unit_ids))
    return db.session.scalars(stmt).all()


def open_proposals(viewer: Viewer) -> Rows:
    """The changes that wait for an officer, the oldest first."""
    stmt: Rows = within(viewer, UnitProposal).where(UnitProposal.outcome == Outcome.OPEN)
    return stmt.options(*WITH_PLACES).order_by(UnitProposal.proposed_at, UnitProposal.id)


class Direction(StrEnum):
    """Which transfers: those that the viewer's body has to answer, or all he may see, decided ones too."""

    INCOMING = "incoming"
    ALL = "all"


WITH_BODIES = (
    joinedload(UnitTransfer.from_organisation),
    joinedload(UnitTransfer.to_organisation),
    joinedload(UnitTransfer.unit).joinedload(Unit.area).joinedload(Area.parent),
)


def get_transfer(viewer: Viewer, transfer_id: int) -> UnitTransfer:
    """One transfer, for the body that would receive the unit and for whoever sees the unit. Raises Absent."""
    stmt = within(viewer, UnitTransfer).where(UnitTransfer.id == transfer_id).options(*WITH_BODIES)
    transfer = db.session.scalar(stmt)
    if transfer is None:
        raise Absent
    return transfer  # type: ignore[no-any-return]


def find_transfer(viewer: Viewer, unit: Unit) -> UnitTransfer | None:
    """The last transfer of a unit, decided or not."""
    stmt = within(viewer, UnitTransfer).where(UnitTransfer.unit_id == unit.id).options(*WITH_BODIES)
    return db.session.scalar(stmt.order_by(UnitTransfer.id.desc()).limit(1))  # type: ignore[no-any-return]


def list_transfers(viewer: Viewer, direction: Direction, wish: Wish) -> Page:
    """A page of transfers: incoming ones the oldest first, of all the newest."""
    return paginate(_transfers(viewer, direction), wish)


def list_all_transfers(viewer: Viewer, direction: Direction) -> Sequence[UnitTransfer]:
    """What `list_transfers` pages through, whole."""
    return db.session.scalars(_transfers(viewer, direction)).all()


def _transfers(viewer: Viewer, direction: Direction) -> Rows:
    stmt: Rows = within(viewer, UnitTransfer).options(*WITH_BODIES)
    if direction is Direction.ALL:
        return stmt.order_by(UnitTransfer.id.desc())
    return stmt.where(incoming(viewer)).order_by(UnitTransfer.id)


def incoming(viewer: Viewer) -> ColumnElement[bool]:
    """Open, and the viewer's to answer."""
    mine = true() if viewer.sees_all else UnitTransfer.to_organisation_id.in_(sorted(viewer.organisation_ids))
    return and_(UnitTransfer.outcome == Outcome.OPEN, mine)


def is_receiver(viewer: Viewer, transfer: UnitTransfer) -> bool:
    """Whether the viewer works for the body to which the unit is offered, or for one above it."""
    return viewer.sees_all or transfer.to_organisation_id in viewer.organisation_ids
