"""The log of what officers did: ids only, written in their own transaction, sealed into a hash chain within a minute.

Events and seals are two tables that are only ever inserted into: a database trigger refuses changes to either.
"""

import hashlib
import json
from collections.abc import Generator, Iterable
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, func, select
from sqlalchemy.orm import Mapped, mapped_column

from app.clock import now
from app.db import Base, add_rows, db
from app.door import Viewer

BATCH = 5000
GENESIS = "0" * 64


class AuditEvent(Base):
    """One thing an officer did: who, in which role, what, to which row. Detail holds ids and enum values, no person."""

    __tablename__ = "audit_event"
    __table_args__ = (Index("ix_audit_event_subject", "subject_kind", "subject_id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    actor_id: Mapped[int | None] = mapped_column(index=True)
    actor_role: Mapped[str] = mapped_column(String(32))
    organisation_id: Mapped[int | None]
    name: Mapped[str] = mapped_column(String(64), index=True)
    subject_kind: Mapped[str] = mapped_column(String(32))
    subject_id: Mapped[str] = mapped_column(String(64))
    detail: Mapped[dict[str, Any]]


class AuditSeal(Base):
    """The place of one event in the chain: the hash of its content and of the seal before it."""

    __tablename__ = "audit_seal"
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    event_id: Mapped[int] = mapped_column(ForeignKey("audit_event.id"), unique=True)
    digest: Mapped[str] = mapped_column(String(64))
    sealed_at: Mapped[datetime]


def record(name: str, subject_id: object, *, by: Viewer, **detail: Any) -> None:
    """Note that `by` did `name` (`unit.approved`) to the row `subject_id`. `detail` holds ids and enum values."""
    db.session.add(
        AuditEvent(
            at=now(),
            actor_id=by.user_id,
            actor_role=by.role,
            organisation_id=by.organisation_id,
            name=name,
            subject_kind=name.partition(".")[0],
            subject_id=str(subject_id),
            detail=detail,
        )
    )


def record_all(name: str, subjects: Iterable[tuple[object, dict[str, Any]]], *, by: Viewer) -> None:
    """Note the same act of many rows, each with its detail: as `record`, at the cost of one statement."""
    common: dict[str, Any] = {"actor_id": by.user_id, "actor_role": by.role, "organisation_id": by.organisation_id}
    common |= {"at": now(), "name": name, "subject_kind": name.partition(".")[0]}
    rows = [{"subject_id": str(subject_id), "detail": detail} for subject_id, detail in subjects]
    add_rows(AuditEvent, rows, common)


def seal_events() -> int:
    """Chain the events that are not sealed yet, oldest first; one sealer at a time. Returns how many."""
    last = db.session.scalar(select(AuditSeal).order_by(AuditSeal.id.desc()).limit(1))
    number, digest = (last.id, last.digest) if last else (0, GENESIS)
    events = db.session.scalars(_unsealed().limit(BATCH)).all()
    for event in events:
        number, digest = number + 1, _digest(digest, event)
        db.session.add(AuditSeal(id=number, event_id=event.id, digest=digest, sealed_at=now()))
    return len(events)


@dataclass(frozen=True)
class Verification:
    """What re-computing the chain found: `broken_at` is the first seal that does not fit, `root` the last digest."""

    sealed_count: int
    unsealed_count: int
    broken_at: int | None
    root: str


def verify() -> Verification:
    """Re-compute the whole chain from the events as they stand now."""
    digest, count = GENESIS, 0
    unsealed = count_unsealed()
    # Closed when the loop ends early too: PostgreSQL holds a cursor open for it.
    with closing(_chain()) as chain:
        for seal, event in chain:
            count += 1
            expected = _digest(digest, event) if event else ""
            if seal.id != count or seal.digest != expected:
                return Verification(count - 1, unsealed, seal.id, digest)
            digest = expected
    return Verification(count, unsealed, None, digest)


def root() -> str:
    """The digest of the newest seal: what a printed report carries so that later changes of the log show."""
    return db.session.scalar(select(AuditSeal.digest).order_by(AuditSeal.id.desc()).limit(1)) or GENESIS


def contains(digest: str) -> bool:
    """Whether a digest that was printed once is one of the chain's."""
    return db.session.scalar(select(AuditSeal.id).where(AuditSeal.digest == digest)) is not None


def count_unsealed() -> int:
    """How many events wait for the sealer."""
    return db.session.scalar(select(func.count()).select_from(_unsealed().subquery())) or 0


def _unsealed() -> Any:
    sealed = select(AuditSeal.event_id).where(AuditSeal.event_id == AuditEvent.id)
    return select(AuditEvent).where(~sealed.exists()).order_by(AuditEvent.id)


def _chain() -> Generator[Any]:
    stmt = select(AuditSeal, AuditEvent).outerjoin(AuditEvent, AuditEvent.id == AuditSeal.event_id)
    with db.session.execute(stmt.order_by(AuditSeal.id).execution_options(yield_per=BATCH)) as rows:
        yield from rows


def _digest(previous: str, event: AuditEvent) -> str:
    content = [
        event.id,
        event.at.isoformat(),
        event.actor_id,
        event.actor_role,
        event.organisation_id,
        event.name,
        event.subject_kind,
        event.subject_id,
        event.detail,
    ]
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(f"{previous}\n{text}".encode()).hexdigest()
