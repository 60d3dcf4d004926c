"""Kinds of areas under isolation, what a round says of a household, when it is due, and who is told that it is not."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

NOON_HOUR = 12
MOST_PEOPLE = 99
# A sheet of paper may be typed in some days later; what is older is history.
TYPED_WITHIN_DAYS = 7


class ZoneKind(StrEnum):
    NEIGHBOURHOOD = "neighbourhood"  # tổ dân phố, khu phố
    HAMLET = "hamlet"  # xóm, ấp
    COMMUNE = "commune"  # cả xã, phường, thị trấn


class DecisionLevel(StrEnum):
    """Whose decision puts an area under isolation."""

    COMMUNE = "commune"
    DISTRICT = "district"
    PROVINCE = "province"


class ZoneStatus(StrEnum):
    """How an area stands on a day; derived, never stored."""

    COMING = "coming"
    IN_FORCE = "in_force"
    LIFTED = "lifted"


class RoundSession(StrEnum):
    MORNING = "morning"
    AFTERNOON = "afternoon"


class Need(StrEnum):
    """What a household lacks."""

    FOOD = "food"
    MEDICINE = "medicine"
    CARE = "care"  # khám, lọc máu, tiêm
    BIRTH = "birth"
    OTHER = "other"


# What cannot wait stands first among what households lack.
URGENT_NEEDS = (Need.CARE, Need.BIRTH, Need.MEDICINE)


class LookReason(StrEnum):
    """Why somebody from outside a team and its commune reads the names on its list."""

    TRACING = "tracing"  # truy vết, điều tra dịch tễ
    SUPPORT = "support"  # hỗ trợ hộ có nhu cầu
    CHECKING = "checking"  # kiểm tra số liệu của tổ
    COMPLAINT = "complaint"  # giải quyết kiến nghị của người dân


class TeamLinkStatus(StrEnum):
    """Whether a member's link opens something."""

    OPEN = "open"  # not used yet: a PIN is to be chosen
    USED = "used"  # the PIN opens it
    EXPIRED = "expired"
    REVOKED = "revoked"


class Rung(StrEnum):
    """Who has to know of a missing round, one after the other."""

    COMMUNE = "commune"
    DISTRICT = "district"
    PROVINCE = "province"


@dataclass(frozen=True)
class Answer:
    """What a round says of one household; seen and well unless something else is typed."""

    symptom_count: int = 0
    absent_count: int = 0
    need: Need | None = None
    is_national: bool = False

    @property
    def is_plain(self) -> bool:
        """Nothing but seen and well."""
        return self == Answer()

    @property
    def code(self) -> str:
        """The answer in a word, to see later whether a form changed it."""
        return f"{self.symptom_count}.{self.absent_count}.{self.need or ''}.{int(self.is_national)}"

    @classmethod
    def of_code(cls, code: str) -> "Answer":
        """The answer of such a word; nothing but seen and well for any other."""
        ill, away, need, national = (*code.split("."), "", "", "", "")[:4]
        if not (ill.isdecimal() and away.isdecimal()):
            return cls()
        return cls(int(ill), int(away), Need(need) if need in set(Need) else None, national == "1")

    def on_top_of(self, stands: "Answer", *, was: "Answer") -> "Answer":
        """What stands now, with that of this answer which is otherwise than it `was` when its page was opened.

        Two may write of one household at once: neither undoes what he did not touch.
        """
        return Answer(
            self.symptom_count if self.symptom_count != was.symptom_count else stands.symptom_count,
            self.absent_count if self.absent_count != was.absent_count else stands.absent_count,
            self.need if self.need != was.need else stands.need,
            self.is_national if self.is_national != was.is_national else stands.is_national,
        )

    def fits(self, people: int) -> bool:
        """Whether a household of so many can have so many ill and so many away."""
        return self.symptom_count + self.absent_count <= people


def zone_status(from_on: date, until_on: date | None, *, today: date) -> ZoneStatus:
    """How an area stands: `until_on` is the first day on which the decision no longer holds."""
    if from_on > today:
        return ZoneStatus.COMING
    return ZoneStatus.LIFTED if until_on is not None and until_on <= today else ZoneStatus.IN_FORCE


def session_at(hour: int) -> RoundSession:
    """Which round is walked at an hour of the day."""
    return RoundSession.MORNING if hour < NOON_HOUR else RoundSession.AFTERNOON


def may_be_typed(day: date, *, today: date) -> bool:
    """Whether a round of a day can still be written down."""
    return today - timedelta(TYPED_WITHIN_DAYS) <= day <= today


def rungs_at(minutes_late: int, *, district_after: int, province_after: int) -> Collection[Rung]:
    """Who knows of a round that is so many minutes past its cut-off; before it nobody."""
    steps = ((0, Rung.COMMUNE), (district_after, Rung.DISTRICT), (province_after, Rung.PROVINCE))
    return [rung for after, rung in steps if minutes_late >= after]
