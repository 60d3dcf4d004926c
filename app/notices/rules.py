"""Ways by which people are told, how often one is tried again, and when a reminder is due."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

# Some two days: a mail server or the line may be away from Friday's evening on.
MOST_ATTEMPTS = 50
FIRST_RETRY = timedelta(minutes=1)
LONGEST_RETRY = timedelta(hours=1)
# What is urgent is tried each few seconds for a minute, then as everything else: an alert is never given up so soon.
URGENT_RETRY = timedelta(seconds=5)
URGENT_ATTEMPTS = 12
# A gateway that keeps silent may have sent: only after so many times is the other one asked.
SILENT_ATTEMPTS = 3

CODE_LIFE = timedelta(minutes=5)
CODE_DIGITS = 6
CODE_TRIES = 5
CODE_EVERY = timedelta(minutes=1)
CODES_AN_HOUR = 5

SHARED_LINES = 10


class Channel(StrEnum):
    """How a message reaches somebody."""

    INBOX = "inbox"
    EMAIL = "email"
    SMS = "sms"
    ZALO = "zalo"


class MessageStatus(StrEnum):
    WAITING = "waiting"
    SENT = "sent"
    FAILED = "failed"  # thôi thử
    UNCLEAR = "unclear"  # có thể đã gửi, không tự gửi lại
    DROPPED = "dropped"  # không gửi nữa vì không còn cần hoặc không được phép


class Fault(StrEnum):
    """Why a message was not sent, or not yet."""

    UNREACHABLE = "unreachable"
    SILENT = "silent"
    REFUSED = "refused"
    ADDRESS = "address"
    OFF = "off"
    BUDGET = "budget"
    EXPIRED = "expired"
    SETTLED = "settled"
    LOST = "lost"  # tiến trình gửi dừng giữa chừng


class Slot(StrEnum):
    """The gateways that an installation can have; the second for SMS is asked when the first one fails."""

    SMS_FIRST = "sms_first"
    SMS_SECOND = "sms_second"
    ZALO = "zalo"


SLOTS_OF: dict[Channel, tuple[Slot, ...]] = {
    Channel.SMS: (Slot.SMS_FIRST, Slot.SMS_SECOND),
    Channel.ZALO: (Slot.ZALO,),
}


class Verdict(StrEnum):
    """What is known after one try."""

    ACCEPTED = "accepted"
    REFUSED = "refused"  # certainly not taken: tried again, or elsewhere
    UNCLEAR = "unclear"  # no answer came: it may have been taken
    HOPELESS = "hopeless"  # never will be


def retry_after(attempt_count: int, *, urgent: bool) -> timedelta:
    """How long to wait after so many tries: doubling from a minute to an hour; what is urgent begins in seconds."""
    if urgent and attempt_count <= URGENT_ATTEMPTS:
        return URGENT_RETRY
    doublings = min(attempt_count - 1 - (URGENT_ATTEMPTS if urgent else 0), 10)
    return min(FIRST_RETRY * (1 << doublings), LONGEST_RETRY)


def is_given_up(verdict: Verdict, attempt_count: int) -> bool:
    """Whether a message that was not accepted is left alone from now on."""
    return verdict is Verdict.HOPELESS or attempt_count >= MOST_ATTEMPTS


def is_repeated(*, urgent: bool, keeps_numbers: bool) -> bool:
    """Whether a message that may have been taken is handed over once more by itself.

    A gateway that keeps numbers sends one of two. By a way that does not, e-mail above all, whoever reads it would
    have it twice: somebody decides. What is urgent does no harm when it comes twice, and does when it never comes.
    """
    return urgent or keeps_numbers


def may_ask_next_gateway(verdict: Verdict, attempt_count: int, *, urgent: bool) -> bool:
    """Whether the other gateway may be asked in the same try.

    Without an answer the first one may have sent the message: it is asked again by the same number first, so that
    nobody is told twice. A code that comes twice does no harm, one that comes late does.
    """
    if verdict is Verdict.UNCLEAR:
        return urgent or attempt_count >= SILENT_ATTEMPTS
    return verdict is Verdict.REFUSED


class Step(StrEnum):
    """What happens of a reminder, in this order."""

    BEFORE = "before"
    AT_DUE = "due"
    ESCALATION = "escalation"


@dataclass(frozen=True)
class Rhythm:
    """When a body is reminded: so long before the cut-off, at it, and so long after it those above are told."""

    before: timedelta
    escalate_after: timedelta | None = None

    def moments(self, due_at: datetime) -> Sequence[tuple[Step, datetime]]:
        """The steps in order; without escalation the last one is missing."""
        found = [(Step.BEFORE, due_at - self.before), (Step.AT_DUE, due_at)]
        if self.escalate_after is not None:
            found.append((Step.ESCALATION, due_at + self.escalate_after))
        return found


def steps_due(moments: Sequence[tuple[Step, datetime]], taken_count: int, *, at: datetime) -> list[Step]:
    """Which of the steps not taken yet are due. Nobody is told that a cut-off is near once it has passed."""
    due = [step for step, moment in moments[taken_count:] if moment <= at]
    return [step for step in due if step is not Step.BEFORE or Step.AT_DUE not in due]


def awake(local: datetime, *, quiet_from_hour: int, quiet_until_hour: int) -> datetime:
    """The instant itself, or the next morning's end of the quiet hours in which it falls (by the province's clocks)."""
    morning = local.replace(hour=quiet_until_hour, minute=0, second=0, microsecond=0)
    if local < morning:
        return morning
    return morning + timedelta(1) if local.hour >= quiet_from_hour else local


def is_over_share(spent_dong: int, budget_dong: int, *, percent: int) -> bool:
    """Whether this much of the budget is spent."""
    return spent_dong * 100 >= budget_dong * percent


def shared_lines(
    title: str, lines: Sequence[str], *, more: str, beyond: int = 0, write: Callable[[int], str] = str
) -> list[str]:
    """What is copied into a chat: the title and as many lines as leave room for `more` and the link, ten in all.

    `more` says how many were left out and has `{n}` for their number; `beyond` more stand on other pages of the list.
    """
    room = SHARED_LINES - 2
    if len(lines) + beyond <= room:
        return [title, *lines]
    shown = lines[: room - 1]
    return [title, *shown, more.replace("{n}", write(len(lines) + beyond - len(shown)))]
