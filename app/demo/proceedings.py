"""What goes on around some units of the demo: questions, proposed changes, transfers, unclear owners, discretion."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from random import Random

from app import clock
from app.demo.accounts import HOTEL
from app.demo.unit_plans import TOURISM, Fate, UnitPlan
from app.door import Viewer
from app.organisations.models import Organisation
from app.units.actions import (
    accept_transfer,
    answer_question,
    ask_unit,
    correct_by_manager,
    disclaim_unit,
    propose_transfer,
    refuse_proposal,
    restrict_unit,
)
from app.units.models import Unit
from app.units.rules import UnitKind

TOURISM_OFFICE = "so-du-lich"
QUESTIONS = ("Đề nghị cho biết số giấy phép kinh doanh.", "Địa chỉ ghi trên biển hiệu là số nào?")
ANSWER = "Số trên biển hiệu đúng như đã đăng ký, giấy phép do UBND cấp huyện cấp."
NEW_NAME = "{name} – cơ sở 2"
NEW_ADDRESS = "{address} (số nhà mới {number})"
REFUSED_CHANGE = "Tên mới chưa có trên giấy phép kinh doanh"
TRANSFERRED_BECAUSE = "Phân cấp quản lý theo loại hình và địa bàn"
DISCLAIMED_BECAUSE = "Đơn vị không thuộc lĩnh vực quản lý của cơ quan"
BASIS = "Công văn về bảo vệ bí mật nhà nước trong danh mục cơ sở (dữ liệu minh họa)"


class Matter(StrEnum):
    """What is going on with a unit; nothing with most."""

    NONE = "none"
    UNCLEAR = "unclear"
    ASKED = "asked"
    ANSWERED = "answered"
    PROPOSED = "proposed"
    CHANGE_REFUSED = "change_refused"
    OFFERED = "offered"
    TAKEN_OVER = "taken_over"
    DISCLAIMED = "disclaimed"
    RESTRICTED = "restricted"


# Of units that are alike in the plan, every so many the same in turn, so that even a small province has each.
TURNS: Mapping[str, Sequence[Matter]] = {
    "pending": (Matter.UNCLEAR, Matter.ASKED, Matter.ANSWERED, Matter.NONE),
    "office": (*(Matter.NONE,) * 4, Matter.RESTRICTED, *(Matter.NONE,) * 4),
    "tourism": (Matter.NONE, Matter.OFFERED, *(Matter.NONE,) * 3, Matter.TAKEN_OVER, *(Matter.NONE,) * 8),
    "health": (*(Matter.NONE,) * 3, Matter.DISCLAIMED, *(Matter.NONE,) * 6),
    "other": (*(Matter.NONE,) * 9, Matter.PROPOSED, *(Matter.NONE,) * 10, Matter.CHANGE_REFUSED, *(Matter.NONE,) * 9),
}


def matters(plans: Sequence[UnitPlan]) -> list[Matter]:
    """What goes on with each of the plans, in their order."""
    seen: Counter[str] = Counter()
    return [_matter(plan, seen) for plan in plans]


def _matter(plan: UnitPlan, seen: Counter[str]) -> Matter:
    if plan.special:
        return Matter.PROPOSED if plan.special == HOTEL else Matter.NONE
    group = _group(plan)
    if group is None:
        return Matter.NONE
    seen[group] += 1
    turns = TURNS[group]
    return turns[(seen[group] - 1) % len(turns)]


def _group(plan: UnitPlan) -> str | None:
    if plan.fate is Fate.PENDING:
        return "pending"
    if plan.fate is not Fate.ACTIVE:
        return None
    if plan.kind in TOURISM and plan.owner != TOURISM_OFFICE:
        return "tourism"
    return {UnitKind.OFFICE: "office", UnitKind.HOSPITAL: "health"}.get(plan.kind, "other")


class Proceedings:
    """Lets things go on with a unit, one after the other; who has an account acts in his name."""

    def __init__(self, rng: Random, bodies: Mapping[str, Organisation], *, office: Viewer) -> None:
        self._rng, self._bodies, self._office = rng, bodies, office

    def course(self, matter: Matter, viewer: Viewer, unit: Unit) -> Iterator[datetime]:
        """What happens, each step after the instant that it yields."""
        if matter in (Matter.NONE, Matter.UNCLEAR):
            return
        yield self._next_morning()
        manager = Viewer(role="manager", unit_ids=frozenset({unit.id}))
        match matter:
            case Matter.ASKED | Matter.ANSWERED:
                ask_unit(viewer, unit, question=self._rng.choice(QUESTIONS))
            case Matter.PROPOSED:
                address = NEW_ADDRESS.format(address=unit.address, number=self._rng.randrange(1, 200))
                correct_by_manager(manager, unit, name=unit.name, address=address)
            case Matter.OFFERED | Matter.TAKEN_OVER:
                body = self._bodies[TOURISM_OFFICE]
                offer = propose_transfer(self._office, unit, organisation=body, reason=TRANSFERRED_BECAUSE)
            case Matter.DISCLAIMED:
                disclaim_unit(self._office, unit, reason=DISCLAIMED_BECAUSE)
            case Matter.RESTRICTED:
                restrict_unit(self._office, unit, basis=BASIS)
            case Matter.CHANGE_REFUSED:
                proposal = correct_by_manager(manager, unit, name=NEW_NAME.format(name=unit.name))
        yield self._next_morning()
        match matter:
            case Matter.ANSWERED:
                answer_question(manager, unit, answer=ANSWER)
            case Matter.TAKEN_OVER:
                accept_transfer(self._office, offer)
            case Matter.CHANGE_REFUSED if proposal:
                refuse_proposal(viewer, proposal, reason=REFUSED_CHANGE)

    def _next_morning(self) -> datetime:
        return clock.at(clock.local_day() + timedelta(1), self._rng.choice((8, 9, 10)), self._rng.randrange(60))
