"""What bodies planned to persuade people, and what they did of it; some planned nothing."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from random import Random

from sqlalchemy import select

from app import clock
from app.access.models import User
from app.access.sessions import viewer_of
from app.areas.models import Area
from app.areas.rules import AreaLevel
from app.db import db
from app.demo.accounts import list_heads
from app.demo.story import Story
from app.demo.timeline import run_in_order
from app.door import office_viewer
from app.organisations.rules import OrganisationKind
from app.publicity.actions import plan_action, record_result, set_population
from app.publicity.plans import Plan, Result
from app.publicity.queries import get_action
from app.publicity.rules import PublicityChannel, PublicityLanguage

PLANNING = {OrganisationKind.DISTRICT: 8, OrganisationKind.DEPARTMENT: 3}
NO_PLAN_SHARE, DONE_SHARE, EVIDENCE_SHARE = 0.15, 0.8, 0.85
AHEAD_DAYS = 20
SUBJECTS = {
    PublicityChannel.LOUDSPEAKER: ("Phát bài tuyên truyền quét mã QR khi vào, khi ra", "Loa truyền thanh xã"),
    PublicityChannel.BROADCAST: ("Bản tin hướng dẫn khai báo y tế điện tử", "Đài truyền thanh huyện"),
    PublicityChannel.SOCIAL: ("Đăng bài hướng dẫn quét mã QR", "Trang Zalo của cơ quan"),
    PublicityChannel.LEAFLET: ("Phát tờ rơi hướng dẫn khai báo y tế", "Chợ trung tâm"),
    PublicityChannel.MEETING: ("Họp dân phổ biến Công văn số 568/UBND-KGVX", "Nhà văn hóa ấp"),
    PublicityChannel.HOUSE_VISIT: ("Tổ Covid cộng đồng đến từng nhà vận động", "Các tổ dân phố"),
}
LINK = "https://example.vn/truyen-thong/{number}"
# Of the size of the real districts, invented, and marked as not verified.
RESIDENTS = {
    "899": 228_000,
    "900": 47_000,
    "902": 83_000,
    "903": 156_000,
    "904": 126_000,
    "905": 160_000,
    "906": 222_000,
    "907": 130_000,
    "908": 116_000,
    "909": 117_000,
    "910": 81_000,
    "911": 144_000,
    "912": 18_000,
    "913": 65_000,
    "914": 29_000,
}


def persuade(story: Story) -> None:
    """Let the bodies plan on the first day of the story, and carry out most of it on its day."""
    rng = story.random("publicity")
    heads = {code: user for code, user in list_heads().items() if _plans_at_all(user)}
    run_in_order([_plans(story, heads[code], Random(rng.random())) for code in sorted(heads)], until=story.told_until)
    with clock.showing(clock.at(story.first_day, 8)):
        for area in db.session.scalars(select(Area).where(Area.level == AreaLevel.DISTRICT).order_by(Area.code)):
            source = "Số minh họa, chưa kiểm chứng"
            count = RESIDENTS[area.code]
            set_population(office_viewer(), area, resident_count=count, source=source, is_verified=False)


def _plans_at_all(user: User) -> bool:
    return user.organisation is not None and user.organisation.kind in PLANNING


def _plans(story: Story, head: User, rng: Random) -> Iterator[datetime]:
    if head.organisation is None or rng.random() < NO_PLAN_SHARE:
        return
    yield clock.at(story.first_day, 10, rng.randrange(60))
    count, days = PLANNING[head.organisation.kind], story.days + AHEAD_DAYS
    lines = [(story.first_day + timedelta(rng.randrange(days)), number) for number in range(count)]
    planned = [(day, number, plan_action(viewer_of(head), _plan(day, rng)).id) for day, number in sorted(lines)]
    yield from _carry_out(head, planned, rng)


def _plan(day: date, rng: Random) -> Plan:
    channel = rng.choice(list(PublicityChannel))
    subject, place = SUBJECTS[channel]
    language = rng.choice((PublicityLanguage.VIETNAMESE, PublicityLanguage.VIETNAMESE, PublicityLanguage.BOTH))
    return Plan(channel, language, subject, place, day)


def _carry_out(head: User, planned: list[tuple[date, int, int]], rng: Random) -> Iterator[datetime]:
    for day, number, action_id in planned:
        if rng.random() < DONE_SHARE:
            yield max(clock.at(day, 16, rng.randrange(60)), clock.now())
            link = LINK.format(number=f"{action_id}-{number}") if rng.random() < EVIDENCE_SHARE else ""
            result = Result(day, rng.randrange(20, 900), link)
            record_result(viewer_of(head), get_action(viewer_of(head), action_id), result)
