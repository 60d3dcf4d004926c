"""Long work that somebody asked for: an intention committed with its cause, done by the worker, progress in numbers.

Whoever asks adds a row in his own transaction; the worker finds it within seconds, and once more when it was killed
half-way: a piece of work goes on where it stopped, so it must be safe to begin again.
"""

import gc
import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Select, String, UniqueConstraint, Update, or_, select, update
from sqlalchemy.orm import Mapped, mapped_column

from app.clock import now
from app.db import Base, Mode, db, mode, transaction
from app.door import Viewer
from app.logs import place_of
from app.loops import LOOK_SECONDS, loop

log = logging.getLogger(__name__)
# A worker that says nothing for so long is taken for dead, and its work for free.
LEASE = timedelta(seconds=90)
MOST_ATTEMPTS = 3
RETRY_AFTER = timedelta(seconds=15)


class Task(Base):
    """One piece of long work: what kind, on which row, how far it is."""

    __tablename__ = "task"
    __table_args__ = (UniqueConstraint("kind", "subject_id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(64))
    subject_id: Mapped[int]
    asked_by_id: Mapped[int | None]
    asked_at: Mapped[datetime]
    attempt_count: Mapped[int] = mapped_column(default=0)
    leased_until: Mapped[datetime | None]
    finished_at: Mapped[datetime | None] = mapped_column(index=True)
    failed_at: Mapped[datetime | None]
    done_count: Mapped[int] = mapped_column(default=0)
    total_count: Mapped[int] = mapped_column(default=0)

    @property
    def is_over(self) -> bool:
        """Whether nothing more will happen, for good or ill."""
        return self.finished_at is not None or self.failed_at is not None


@dataclass(frozen=True)
class Progress:
    """What a piece of work holds while it runs."""

    task_id: int

    def tell(self, done: int, total: int) -> None:
        """Note how far the work is, in the running transaction, so that the number is true of what is stored."""
        db.session.execute(self._noted(done, total))

    def tell_apart(self, done: int, total: int) -> None:
        """The same at once and beside the session: who takes figures goes on reading of the same moment."""
        with mode(Mode.WRITE), db.engine.begin() as connection:
            connection.execute(self._noted(done, total))

    def _noted(self, done: int, total: int) -> Update:
        values = {"done_count": done, "total_count": total, "leased_until": now() + LEASE}
        return update(Task).where(Task.id == self.task_id).values(values)


# Told the row to work on; begins transactions of its own, small ones, each with `progress.tell`.
Work = Callable[[int, Progress], None]
_kinds: dict[str, Work] = {}


def task(kind: str) -> Callable[[Work], Work]:
    """Register the work of a kind of task (`units.import`)."""

    def register(work: Work) -> Work:
        _kinds[kind] = work
        return work

    return register


@contextmanager
def in_bulk() -> Iterator[None]:
    """Thousands of rows held at once: without the collector of cycles, which would look through them again and again.

    They make no cycles; whatever else did meanwhile is collected afterwards.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def ask_for(kind: str, subject_id: int, *, by: Viewer) -> Task:
    """Ask in the running transaction for work on a row; asked again while it runs it is the same task.

    Asked again after it ended, it begins anew.
    """
    found = find_task(kind, subject_id)
    if found and not found.is_over:
        return found
    wanted = found or Task(kind=kind, subject_id=subject_id)
    wanted.asked_by_id, wanted.asked_at = by.user_id, now()
    wanted.attempt_count = wanted.done_count = wanted.total_count = 0
    wanted.leased_until = wanted.finished_at = wanted.failed_at = None
    db.session.add(wanted)
    db.session.flush()
    return wanted


def find_task(kind: str, subject_id: int) -> Task | None:
    """The task of this kind on this row, running or over. Whoever may see the row may see how far its task is."""
    return db.session.scalar(select(Task).where(Task.kind == kind, Task.subject_id == subject_id))


def run_next() -> bool:
    """Do the oldest task that nobody is at; false when there is none. What failed is tried again a little later."""
    with transaction():
        _give_up()
        found = db.session.scalar(_free())
        if found is None:
            return False
        found.leased_until, found.attempt_count = now() + LEASE, found.attempt_count + 1
        task_id, kind, subject_id = found.id, found.kind, found.subject_id
    try:
        _kinds[kind](subject_id, Progress(task_id))
    except Exception as error:
        log.error("task %s %s failed: %s", kind, subject_id, place_of(error))
        _change(task_id, leased_until=now() + RETRY_AFTER)
    else:
        _change(task_id, finished_at=now())
    return True


def run_all() -> int:
    """Do every task that can be done now, as the worker would; returns how many runs that took."""
    count = 0
    while run_next():
        count += 1
    return count


def work_until_over(kind: str, subject_id: int) -> Task:
    """Work as the worker does until this task is over, whoever does it: for commands, which wait."""
    while True:
        db.session.rollback()
        found = find_task(kind, subject_id)
        assert found is not None  # noqa: S101 - the caller asked for it and committed
        if found.is_over:
            return found
        if not run_next():
            threading.Event().wait(LOOK_SECONDS)


_IS_OPEN = (Task.finished_at.is_(None), Task.failed_at.is_(None))


def _is_free() -> ColumnElement[bool]:
    return or_(Task.leased_until.is_(None), Task.leased_until < now())


def _give_up() -> None:
    """Whatever failed, or killed its worker, so many times is not tried for ever."""
    hopeless = (*_IS_OPEN, _is_free(), Task.attempt_count >= MOST_ATTEMPTS)
    db.session.execute(update(Task).where(*hopeless).values(failed_at=now()))


def _free() -> Select[Task]:
    free = (*_IS_OPEN, _is_free(), Task.kind.in_(_kinds))
    return select(Task).where(*free).order_by(Task.asked_at, Task.id).limit(1).with_for_update(skip_locked=True)


def _change(task_id: int, **values: datetime) -> None:
    with transaction():
        db.session.execute(update(Task).where(Task.id == task_id).values(**values))


loop("tasks", run_next)
