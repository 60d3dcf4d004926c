"""Ways to reach people, languages, and how a planned action stands."""

import re
from datetime import date, timedelta
from enum import StrEnum

PER_RESIDENTS = 1000
LINK = re.compile(r"https?://[^\s/]+\.[^\s]+")


class PublicityChannel(StrEnum):
    LOUDSPEAKER = "loudspeaker"  # loa truyền thanh, loa lưu động
    BROADCAST = "broadcast"  # phát thanh, truyền hình
    SOCIAL = "social"  # Zalo, Facebook
    LEAFLET = "leaflet"  # tờ rơi, áp phích tuyên truyền
    MEETING = "meeting"  # họp dân, hội nghị
    HOUSE_VISIT = "house_visit"  # đến từng nhà


class PublicityLanguage(StrEnum):
    VIETNAMESE = "vi"
    KHMER = "km"
    BOTH = "vi-km"


class ActionStatus(StrEnum):
    """How an action stands on a day; derived, never stored."""

    PLANNED = "planned"  # sắp làm
    MISSED = "missed"  # quá ngày, chưa làm
    WITHOUT_EVIDENCE = "without_evidence"  # đã làm, chưa có minh chứng
    DONE = "done"  # đã làm, có minh chứng


def month_of(day: date) -> tuple[date, date]:
    """First and last day of the month that holds a day."""
    first_on = day.replace(day=1)
    return first_on, (first_on + timedelta(31)).replace(day=1) - timedelta(1)


def status_of(planned_on: date, done_on: date | None, *, has_evidence: bool, today: date) -> ActionStatus:
    """Done needs evidence; what is not done is missed from the day after the planned one."""
    if done_on is not None:
        return ActionStatus.DONE if has_evidence else ActionStatus.WITHOUT_EVIDENCE
    return ActionStatus.PLANNED if today <= planned_on else ActionStatus.MISSED


def belongs_to_plan(done_on: date, *, written_on: date, is_planned: bool) -> bool:
    """What was done before it was written down was not planned: it is a line of its own day."""
    return not is_planned or done_on >= written_on


def is_link(text: str) -> bool:
    """Whether it is the address of a page."""
    return LINK.fullmatch(text) is not None


def per_thousand(count: int, residents: int | None) -> float | None:
    """How many a thousand residents; None where nobody says how many live there."""
    return count * PER_RESIDENTS / residents if residents else None
