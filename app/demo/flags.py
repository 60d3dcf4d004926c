"""What was odd in the last days, what the units said to it, what officers found."""

from collections.abc import Mapping, Sequence
from datetime import timedelta

from sqlalchemy import select

from app import clock
from app.access.models import User
from app.access.scope import unscoped
from app.access.sessions import viewer_of
from app.db import db
from app.demo.doors import BECAUSE
from app.demo.story import Story
from app.door import office_viewer
from app.flags.actions import close_flag, explain_flag, find_flags
from app.flags.models import Flag
from app.flags.rules import FlagKind, FlagOutcome
from app.monitoring.actions import save_view
from app.monitoring.keeping import keep_figures
from app.units.actions import announce_closure
from app.units.models import Unit
from app.units.queries import UnitFilter, list_all_units
from app.units.rules import UnitKind, UnitStatus

# The days that were looked at, each on the morning after, and each takes its time: what was seen a week ago and not
# explained is overdue by now, whatever day of the week it is.
LOOKED_AT = (7, 4, 3, 2)
EXPLAINED_SHARE, CLOSED_SHARE, JUSTIFIED_SHARE = 0.5, 0.6, 0.75
LATE_CLOSURES = 3
CLOSED_BECAUSE = "Nghỉ đột xuất, chủ quán có việc gia đình"
EXPLANATIONS: Mapping[FlagKind, str] = {
    FlagKind.MISSING: "Quán tạm nghỉ mấy ngày, quên báo đóng cửa trên cổng; từ nay sẽ báo trước.",
    FlagKind.LATE_CLOSURE: "Nghỉ đột xuất trong ngày nên hôm sau mới báo được.",
    FlagKind.QUIET_RUN: "Mùa này vắng khách, mỗi ngày chỉ có người quen ra vào.",
}
USUALLY = "Người trực cổng mới vào làm, ghi chưa đúng cách; đã hướng dẫn lại."
FOUND = {
    FlagOutcome.JUSTIFIED: "Đã đối chiếu sổ của đơn vị, giải trình phù hợp.",
    FlagOutcome.TO_VERIFY: "Sẽ đến xem tại chỗ trong tuần.",
}
# account: name and page of what it keeps
VIEWS: Mapping[str, tuple[str, str]] = {
    "province": ("Bản đồ toàn tỉnh, hôm qua", "/monitor/areas/91?period=yesterday"),
    "district": ("Phú Quốc: đơn vị chưa có lượt vào", "/monitor/rows/entry?area=911&show=missing"),
}


def tell_flags(story: Story, users: Mapping[str, User]) -> int:
    """The mornings of the last days, and what came of them. Returns how many flags were opened."""
    _close_late(story)
    opened = 0
    for back in LOOKED_AT:
        day = story.until - timedelta(back)
        with clock.showing(clock.at(day + timedelta(1), 10, 30)):
            opened += find_flags(day)
    _answer(story)
    with clock.showing(story.told_until - timedelta(minutes=5)):
        keep_figures(story.last_day)
        for username, (name, path) in VIEWS.items():
            save_view(viewer_of(users[username]), name=name, path=path)
    return opened


def _close_late(story: Story) -> None:
    """Some cafés say afterwards that they were closed."""
    office, said_on = office_viewer(), story.until - timedelta(3)
    cafes: Sequence[Unit] = list(list_all_units(office, UnitFilter(status=UnitStatus.ACTIVE, kind=UnitKind.CAFE)))
    with clock.showing(clock.at(said_on, 8)):
        for unit in cafes[:LATE_CLOSURES]:
            since = said_on - timedelta(1)
            announce_closure(office, unit, from_on=since, until_on=said_on, reason=CLOSED_BECAUSE)


def _answer(story: Story) -> None:
    rng, office = story.random("flags"), office_viewer()
    for flag in db.session.scalars(unscoped(select(Flag).order_by(Flag.id), because=BECAUSE)).all():
        if rng.random() < EXPLAINED_SHARE:
            with clock.showing(min(flag.opened_at + timedelta(hours=5), story.told_until)):
                explain_flag(office, flag, explanation=EXPLANATIONS.get(flag.kind, USUALLY))
            _judge(story, flag, rng.random())


def _judge(story: Story, flag: Flag, chance: float) -> None:
    judged_at = flag.opened_at + timedelta(hours=22)
    if chance < CLOSED_SHARE and judged_at < story.told_until:
        is_right = chance < CLOSED_SHARE * JUSTIFIED_SHARE
        outcome = FlagOutcome.JUSTIFIED if is_right else FlagOutcome.TO_VERIFY
        with clock.showing(judged_at):
            close_flag(office_viewer(), flag, outcome=outcome, note=FOUND[outcome])
