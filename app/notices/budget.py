"""Money for SMS: reserved before each is sent, given back when no gateway took it; a warning, then a stop."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from app import settings
from app.clock import local_day
from app.db import db
from app.documents.wording import vietnamese_number
from app.notices.kinds import BUDGET_STOP, BUDGET_WARNING, NoticeKind
from app.notices.models import Message, SmsMonth
from app.notices.people import accounts_with
from app.notices.rules import is_over_share
from app.notices.segments import measure
from app.notices.settings import BUDGET, SEGMENT_COST, WARNING_PERCENT
from app.notices.telling import INSERTS, Notice, tell
from app.notices.wording import Variable

PAGE = "/admin/messages"


@dataclass(frozen=True)
class Spending:
    """A month's SMS: what they cost, how many parts they had, and what may be spent."""

    month: str
    spent_dong: int
    segment_count: int
    budget_dong: int

    @property
    def is_used_up(self) -> bool:
        """Whether not even one more part can be paid."""
        return self.spent_dong + int(settings.value(SEGMENT_COST)) > self.budget_dong

    @property
    def is_warned(self) -> bool:
        return is_over_share(self.spent_dong, self.budget_dong, percent=settings.value(WARNING_PERCENT))


def this_month() -> str:
    """The province's month, as `2021-05`."""
    return local_day().strftime("%Y-%m")


def spending() -> Spending:
    """How this month stands."""
    row = db.session.get(SmsMonth, this_month())
    return Spending(
        this_month(), row.spent_dong if row else 0, row.segment_count if row else 0, int(settings.value(BUDGET))
    )


def list_months() -> Sequence[SmsMonth]:
    """Months in which SMS were sent, newest first."""
    return db.session.scalars(select(SmsMonth).order_by(SmsMonth.month.desc()).limit(12)).all()


def reserve(message: Message, text: str) -> bool:
    """Take the cost of this SMS from the month's budget, once; false when it does not reach.

    Joins the transaction in which the message is claimed and holds the month's row, so that two workers never spend
    the same money. A try whose worker died keeps what it took: it may have been sent.
    """
    if message.cost_dong is not None:
        return True
    segment_count = measure(text).segment_count
    cost = segment_count * int(settings.value(SEGMENT_COST))
    month, budget = _lock(this_month()), int(settings.value(BUDGET))
    if month.spent_dong + cost > budget:
        _announce(BUDGET_STOP, month, budget)
        return False
    month.spent_dong, month.segment_count = month.spent_dong + cost, month.segment_count + segment_count
    message.cost_dong, message.segment_count, message.charged_month = cost, segment_count, month.month
    if is_over_share(month.spent_dong, budget, percent=settings.value(WARNING_PERCENT)):
        _announce(BUDGET_WARNING, month, budget)
    return True


def give_back(message: Message) -> None:
    """No gateway took it: its money can be spent again."""
    if message.cost_dong is None or message.charged_month is None:
        return
    month = _lock(message.charged_month)
    month.spent_dong -= message.cost_dong
    month.segment_count -= message.segment_count or 0
    message.cost_dong = message.segment_count = message.charged_month = None


def _lock(name: str) -> SmsMonth:
    insert = INSERTS[db.engine.dialect.name](SmsMonth.__table__)
    db.session.execute(insert.values(month=name, spent_dong=0, segment_count=0).on_conflict_do_nothing())
    return db.session.scalars(select(SmsMonth).where(SmsMonth.month == name).with_for_update()).one()


def _announce(kind: NoticeKind, month: SmsMonth, budget: int) -> None:
    values = {
        Variable.MONTH: f"{month.month[5:]}/{month.month[:4]}",
        Variable.SPENT: vietnamese_number(month.spent_dong),
        Variable.BUDGET: vietnamese_number(budget),
    }
    tell(Notice(kind.key, f"{kind.key}/{month.month}", values, PAGE), accounts_with(kind.permission))
