"""Reminders: asked for once, taken step by step on the clock, over as soon as the thing is done.

`remind` says that a body has to do something until an instant. From then on the job `send-reminders` lets the body
know before and at the cut-off and, where the rhythm says so, lets those above know what is still missing.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Select, or_, select, update
from sqlalchemy.orm import joinedload

from app import clock, settings
from app.clock import local_day, now
from app.db import db
from app.notices.kinds import kind_of
from app.notices.models import Message, Reminder
from app.notices.people import people_of
from app.notices.rules import Fault, MessageStatus, Rhythm, Step, awake, steps_due
from app.notices.settings import QUIET_FROM, QUIET_UNTIL
from app.notices.telling import Notice, insert_new, tell
from app.notices.wording import Variable
from app.organisations.models import Organisation

NAMED_BODIES = 5


@dataclass(frozen=True)
class Asked:
    """What bodies have to do: the same `round_key` for all that are asked at once, words and pages, until when.

    `kind` is the first part of the keys of three kinds of messages: `….before`, `….due`, `….escalation`.
    """

    round_key: str
    kind: str
    due_at: datetime
    rhythm: Rhythm
    values: Mapping[Variable, str]
    path: str
    path_above: str


def remind(asked: Asked, organisation_ids: Sequence[int]) -> int:
    """Begin to remind these bodies, in the running transaction; who is reminded of it already is left as he is."""
    if not organisation_ids:
        return 0
    rows = [_row(asked, organisation_id) for organisation_id in organisation_ids]
    return insert_new(Reminder, rows, "round_key", "organisation_id")


def _row(asked: Asked, organisation_id: int) -> dict[str, object]:
    escalate_after = asked.rhythm.escalate_after
    return {
        "round_key": asked.round_key,
        "organisation_id": organisation_id,
        "kind": asked.kind,
        "values": {variable.value: value for variable, value in asked.values.items()},
        "path": asked.path,
        "path_above": asked.path_above,
        "due_at": asked.due_at,
        "before_minutes": _minutes(asked.rhythm.before),
        "escalate_after_minutes": None if escalate_after is None else _minutes(escalate_after),
        "taken_count": 0,
        "next_at": _wakes_at(asked.due_at - asked.rhythm.before),
        "asked_at": now(),
    }


def reminded_ids(round_key: str) -> frozenset[int]:
    """The bodies that are or were reminded in a round."""
    return frozenset(asked_at(round_key))


def asked_at(round_key: str) -> dict[int, datetime]:
    """When each body of a round was asked, by its id."""
    stmt = select(Reminder.organisation_id, Reminder.asked_at).where(Reminder.round_key == round_key)
    return {row.organisation_id: row.asked_at for row in db.session.execute(stmt)}


def settle(round_key: str, organisation_id: int) -> None:
    """The body did it: it is not reminded again, and what waits in the outbox is not sent.

    Rounds whose key goes on behind this one and a slash asked for the same once more: they are over with it.
    """
    is_meant = or_(Reminder.round_key == round_key, Reminder.round_key.startswith(f"{round_key}/", autoescape=True))
    stmt = select(Reminder).where(is_meant, Reminder.organisation_id == organisation_id)
    for reminder in db.session.scalars(stmt.where(Reminder.settled_at.is_(None))):
        _settle(reminder)


def _settle(reminder: Reminder) -> None:
    at = now()
    reminder.settled_at, reminder.next_at = at, None
    waiting = update(Message).where(Message.reminder_id == reminder.id, Message.status == MessageStatus.WAITING)
    # One that the worker has in hand may be on its way: it is told the outcome there.
    free = waiting.where(or_(Message.leased_until.is_(None), Message.leased_until < at))
    db.session.execute(free.values(status=MessageStatus.DROPPED, fault=Fault.SETTLED))


def take_steps() -> int:
    """Everything of reminders that is due by now. Returns how many messages were put into the outbox.

    In the quiet hours nothing is: what was missed while the worker was down waits for the morning too.
    """
    at, count = now(), 0
    if _wakes_at(at) > at:
        return 0
    late: defaultdict[tuple[str, int], list[Reminder]] = defaultdict(list)
    for reminder in db.session.scalars(_due(at)).all():
        for step in _advance(reminder, at):
            if step is not Step.ESCALATION:
                count += _tell_body(reminder, step)
            elif reminder.organisation.parent_id is not None:
                late[reminder.round_key, reminder.organisation.parent_id].append(reminder)
    return count + sum(_tell_above(parent_id, reminders) for (_, parent_id), reminders in late.items())


def _due(at: datetime) -> Select[Reminder]:
    stmt = select(Reminder).options(joinedload(Reminder.organisation)).where(Reminder.next_at <= at)
    # Nobody else takes the same step; on SQLite there is one writer anyway.
    return stmt.order_by(Reminder.next_at, Reminder.id).with_for_update(of=Reminder, skip_locked=True)


def _moments(reminder: Reminder) -> Sequence[tuple[Step, datetime]]:
    minutes = reminder.escalate_after_minutes
    after = None if minutes is None else timedelta(minutes=minutes)
    moments = Rhythm(timedelta(minutes=reminder.before_minutes), after).moments(reminder.due_at)
    return [(step, _wakes_at(moment)) for step, moment in moments]


def _advance(reminder: Reminder, at: datetime) -> list[Step]:
    """The steps to take now; the reminder then waits for the one after them."""
    moments = _moments(reminder)
    steps = steps_due(moments, reminder.taken_count, at=at)
    reminder.taken_count = sum(moment <= at for _step, moment in moments)
    ahead = [moment for _step, moment in moments[reminder.taken_count :]]
    reminder.next_at = ahead[0] if ahead else None
    return steps


def _tell_body(reminder: Reminder, step: Step) -> int:
    kind = kind_of(f"{reminder.kind}.{step.value}")
    people = people_of([reminder.organisation_id], kind.permission, on=local_day())
    cause = f"{reminder.round_key}/{reminder.organisation_id}/{step.value}"
    values = {**_values(reminder), Variable.BODY: reminder.organisation.name}
    return tell(Notice(kind.key, cause, values, reminder.path, reminder_id=reminder.id), people)


def _tell_above(parent_id: int, reminders: Sequence[Reminder]) -> int:
    """One message for all bodies below that are late with the same."""
    first = reminders[0]
    kind = kind_of(f"{first.kind}.{Step.ESCALATION.value}")
    people = people_of([parent_id], kind.permission, on=local_day())
    values = {
        **_values(first),
        Variable.COUNT: str(len(reminders)),
        Variable.BODIES: _names([each.organisation for each in reminders]),
    }
    cause = f"{first.round_key}/above-{parent_id}/{Step.ESCALATION.value}"
    return tell(Notice(kind.key, cause, values, first.path_above), people)


def _values(reminder: Reminder) -> dict[Variable, str]:
    return {Variable(name): value for name, value in reminder.values.items()}


def _names(bodies: Sequence[Organisation]) -> str:
    names = [body.name for body in sorted(bodies, key=lambda body: body.sort_key)]
    return ", ".join(names[:NAMED_BODIES]) + (", …" if len(names) > NAMED_BODIES else "")


def _wakes_at(moment: datetime) -> datetime:
    local = clock.local(moment)
    hours = {
        "quiet_from_hour": settings.value(QUIET_FROM, on=local.date()),
        "quiet_until_hour": settings.value(QUIET_UNTIL, on=local.date()),
    }
    return awake(local, **hours)


def _minutes(span: timedelta) -> int:
    return int(span.total_seconds() // 60)
