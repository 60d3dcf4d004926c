"""Protocols, cases with the days on which a body answers for them, what is reported of them every day, alerts."""

from dataclasses import replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.access.models import User
from app.access.scope import Scope, ScopeVia
from app.areas.models import Area
from app.db import Base
from app.follow_ups.rules.alerts import AlertKind
from app.follow_ups.rules.cases import CaseClass, CaseEnd, NeedKind, Place, Reason, SampleResult, reason_of
from app.follow_ups.rules.looks import LookPurpose
from app.follow_ups.rules.protocols import Schedule
from app.follow_ups.rules.reports import Kind, Session, Writer
from app.organisations.models import Organisation
from app.units.models import Unit
from app.units.rules import Outcome
from app.zones.models import Team

_OPEN = text("ended_on IS NULL")
_CURRENT = text("superseded_at IS NULL")
_WAITING = text("acknowledged_at IS NULL")
_UNTAKEN = text("taken_on IS NULL")
_UNANSWERED = text("answered_at IS NULL")


def _open_index(column: str) -> Index:
    """Few of all cases are open: an index of these alone."""
    return Index(f"ix_follow_up_open_{column}", f"{column}_id", "id", sqlite_where=_OPEN, postgresql_where=_OPEN)


# A site that is withheld withholds who is isolated there: others count them.
AT_SITES = Scope(organisation="organisation_id", area="area_id", unit="unit_id", withheld_with=Unit)


class Protocol(Base):
    """How long isolation takes for cases that start from a day on; `until_on` is the first day of another protocol."""

    __tablename__ = "protocol"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(160))
    basis: Mapped[str] = mapped_column(String(300))
    from_on: Mapped[date] = mapped_column(unique=True)
    until_on: Mapped[date | None]
    site_days: Mapped[int]
    home_days: Mapped[int]
    site_test_days: Mapped[list[Any]]
    home_test_days: Mapped[list[Any]]
    made_by_id: Mapped[int | None]
    made_at: Mapped[datetime]

    @property
    def schedule(self) -> Schedule:
        """The protocol as a rule."""
        return Schedule(self.site_days, self.home_days, self.site_test_days, self.home_test_days)


class FollowUp(Base):
    """Somebody in isolation. `person` is JSON sealed under the key of the case, `key`; so is the token of his link.

    `organisation` answers, `area` is the commune of the place, `unit` the site. `team` is the community team
    that looks after who is at home; `head` the case whose link reports for this one too. `morning_on` and `evening_on`
    are the last days with a record of that session.
    """

    __tablename__ = "follow_up"
    __scope__ = replace(AT_SITES, team="team_id")
    __table_args__ = (
        _open_index("organisation"),
        _open_index("area"),
        _open_index("unit"),
        _open_index("team"),
        Index("ix_follow_up_ended", "ended_on"),
        Index("ix_follow_up_head", "head_id"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(32), unique=True)
    case_class: Mapped[CaseClass]
    place: Mapped[Place]
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    area_id: Mapped[int] = mapped_column(ForeignKey("area.id"))
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    room: Mapped[str] = mapped_column(String(20), default="")
    bed: Mapped[str] = mapped_column(String(10), default="")
    team_id: Mapped[int | None] = mapped_column(ForeignKey("team.id"))
    head_id: Mapped[int | None] = mapped_column(ForeignKey("follow_up.id"))
    protocol_id: Mapped[int] = mapped_column(ForeignKey("protocol.id"))
    order_number: Mapped[str] = mapped_column(String(60))
    started_on: Mapped[date]
    planned_end_on: Mapped[date]
    opened_at: Mapped[datetime]
    opened_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    first_report_at: Mapped[datetime | None]
    morning_on: Mapped[date | None]
    evening_on: Mapped[date | None]
    ended_on: Mapped[date | None]
    end: Mapped[CaseEnd | None]
    end_reason: Mapped[str] = mapped_column(default="")
    erased_at: Mapped[datetime | None]
    person: Mapped[bytes]
    phone_index: Mapped[bytes | None]
    token: Mapped[bytes]
    token_digest: Mapped[str | None] = mapped_column(String(64), unique=True)
    organisation: Mapped[Organisation] = relationship()
    area: Mapped[Area] = relationship()
    unit: Mapped[Unit | None] = relationship()
    protocol: Mapped[Protocol] = relationship()
    team: Mapped[Team | None] = relationship()

    @property
    def reason(self) -> Reason:
        """Ill, or exposed."""
        return reason_of(self.case_class)

    @property
    def is_open(self) -> bool:
        return self.ended_on is None

    def last_on(self, session: Session) -> date | None:
        """The last day with a record of the session."""
        return self.morning_on if session is Session.MORNING else self.evening_on


class FollowUpStay(Base):
    """With whom somebody was: in a room of a site, or in a household, that of the case `household_id`.

    From `from_on` to `until_on`, both included; it is asked who was near somebody whose sample is positive, also where
    he has left meanwhile.
    """

    __tablename__ = "follow_up_stay"
    __scope__ = ScopeVia("follow_up_id", FollowUp)
    __table_args__ = (
        Index("ix_follow_up_stay_room", "unit_id", "room"),
        Index("ix_follow_up_stay_household", "household_id"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    follow_up_id: Mapped[int] = mapped_column(ForeignKey("follow_up.id"), index=True)
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    room: Mapped[str] = mapped_column(String(20), default="")
    household_id: Mapped[int | None] = mapped_column(ForeignKey("follow_up.id"))
    from_on: Mapped[date]
    until_on: Mapped[date | None]


class FollowUpSpell(Base):
    """The days on which a body owes an update of somebody: from `from_on` to the day before `until_on`."""

    __tablename__ = "follow_up_spell"
    __scope__ = AT_SITES
    __table_args__ = (
        Index("ix_follow_up_spell_days", "from_on", "until_on"),
        Index("ix_follow_up_spell_organisation", "organisation_id", "from_on"),
        Index("ix_follow_up_spell_area", "area_id", "from_on"),
        Index("ix_follow_up_spell_unit", "unit_id", "from_on"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    follow_up_id: Mapped[int] = mapped_column(ForeignKey("follow_up.id"), index=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    area_id: Mapped[int] = mapped_column(ForeignKey("area.id"))
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    place: Mapped[Place]
    from_on: Mapped[date]
    until_on: Mapped[date | None]


class DailyReport(Base):
    """One session of one person as it was written; a correction is a row of its own that supersedes the one before.

    `health` is JSON sealed under the key of the case; of an absence or of what was told elsewhere there is none.
    `correction_reason` is why it was corrected once its day was over.
    """

    __tablename__ = "daily_report"
    __scope__ = ScopeVia("follow_up_id", FollowUp)
    __table_args__ = (
        Index("ix_daily_report_day", "day", "follow_up_id"),
        Index(
            "uq_daily_report_current",
            "follow_up_id",
            "day",
            "session",
            unique=True,
            sqlite_where=_CURRENT,
            postgresql_where=_CURRENT,
        ),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(32), unique=True)
    follow_up_id: Mapped[int] = mapped_column(ForeignKey("follow_up.id"))
    day: Mapped[date]
    session: Mapped[Session]
    kind: Mapped[Kind]
    writer: Mapped[Writer]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    reported_at: Mapped[datetime]
    superseded_at: Mapped[datetime | None]
    health: Mapped[bytes | None]
    correction_reason: Mapped[str | None] = mapped_column(String(200))


class FollowUpAlert(Base):
    """Something about a person that somebody must look at; where it belongs is as it was when it arose.

    While it waits it is besides the business of the team that looks after the person now.
    """

    __tablename__ = "follow_up_alert"
    __scope__ = replace(AT_SITES, team="team_id")
    __table_args__ = (
        UniqueConstraint("follow_up_id", "kind", "day", "session", name="uq_follow_up_alert_once"),
        Index("ix_follow_up_alert_waiting", "raised_at", sqlite_where=_WAITING, postgresql_where=_WAITING),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    follow_up_id: Mapped[int] = mapped_column(ForeignKey("follow_up.id"))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    area_id: Mapped[int] = mapped_column(ForeignKey("area.id"), index=True)
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"), index=True)
    team_id: Mapped[int | None] = mapped_column(ForeignKey("team.id"), index=True)
    kind: Mapped[AlertKind]
    day: Mapped[date]
    session: Mapped[Session]
    raised_at: Mapped[datetime]
    acknowledged_at: Mapped[datetime | None]
    acknowledged_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    # The highest step of the ladder that was told of it; none yet: -1.
    told_step: Mapped[int] = mapped_column(default=-1, server_default="-1")
    follow_up: Mapped[FollowUp] = relationship()
    area: Mapped[Area] = relationship()
    unit: Mapped[Unit | None] = relationship()
    acknowledged_by: Mapped[User | None] = relationship()


class FollowUpAlertNotice(Base):
    """That messages of this cause tell of an alert; gone as soon as somebody has taken the alert."""

    __tablename__ = "follow_up_alert_notice"
    __table_args__ = (UniqueConstraint("alert_id", "cause"), Index("ix_follow_up_alert_notice_cause", "cause"))
    id: Mapped[int] = mapped_column(primary_key=True)
    alert_id: Mapped[int] = mapped_column(ForeignKey("follow_up_alert.id"))
    cause: Mapped[str] = mapped_column(String(160))


class FollowUpTransfer(Base):
    """A case on its way to another body, site or home; until it is accepted the sender answers."""

    __tablename__ = "follow_up_transfer"
    __scope__ = AT_SITES
    __table_args__ = (
        Index(
            "uq_follow_up_transfer_open",
            "follow_up_id",
            unique=True,
            sqlite_where=text("outcome = 'open'"),
            postgresql_where=text("outcome = 'open'"),
        ),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    follow_up_id: Mapped[int] = mapped_column(ForeignKey("follow_up.id"))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    area_id: Mapped[int] = mapped_column(ForeignKey("area.id"))
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"), index=True)
    place: Mapped[Place]
    reason: Mapped[str] = mapped_column(default="")
    proposed_at: Mapped[datetime]
    proposed_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    outcome: Mapped[Outcome] = mapped_column(default=Outcome.OPEN)
    decided_at: Mapped[datetime | None]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    follow_up: Mapped[FollowUp] = relationship()
    organisation: Mapped[Organisation] = relationship()
    area: Mapped[Area] = relationship()
    unit: Mapped[Unit | None] = relationship()


class FollowUpTest(Base):
    """A sample: due by the protocol or taken besides, and what it showed."""

    __tablename__ = "follow_up_test"
    __scope__ = ScopeVia("follow_up_id", FollowUp)
    __table_args__ = (
        Index("ix_follow_up_test_due", "due_on", sqlite_where=_UNTAKEN, postgresql_where=_UNTAKEN),
        UniqueConstraint("follow_up_id", "due_on"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    follow_up_id: Mapped[int] = mapped_column(ForeignKey("follow_up.id"))
    due_on: Mapped[date]
    day_number: Mapped[int]
    taken_on: Mapped[date | None]
    result: Mapped[SampleResult] = mapped_column(default=SampleResult.DUE)
    result_on: Mapped[date | None]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    follow_up: Mapped[FollowUp] = relationship()


class FollowUpTestCorrection(Base):
    """A result that was written down wrongly: what stood there before, since when and by whom, and why it changed."""

    __tablename__ = "follow_up_test_correction"
    __scope__ = ScopeVia("follow_up_id", FollowUp)
    id: Mapped[int] = mapped_column(primary_key=True)
    follow_up_id: Mapped[int] = mapped_column(ForeignKey("follow_up.id"), index=True)
    test_id: Mapped[int] = mapped_column(ForeignKey("follow_up_test.id"))
    before: Mapped[SampleResult]
    before_on: Mapped[date | None]
    before_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    after: Mapped[SampleResult]
    reason: Mapped[str] = mapped_column(String(200))
    corrected_at: Mapped[datetime]
    corrected_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))


class FollowUpNeed(Base):
    """What an isolated family asked for."""

    __tablename__ = "follow_up_need"
    __scope__ = ScopeVia("follow_up_id", FollowUp)
    __table_args__ = (
        Index("ix_follow_up_need_open", "asked_at", sqlite_where=_UNANSWERED, postgresql_where=_UNANSWERED),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    follow_up_id: Mapped[int] = mapped_column(ForeignKey("follow_up.id"), index=True)
    kind: Mapped[NeedKind]
    asked_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    follow_up: Mapped[FollowUp] = relationship()
    answered_by: Mapped[User | None] = relationship()


class SiteRoom(Base):
    """A room of a site and its beds, until it is used no longer."""

    __tablename__ = "site_room"
    __scope__ = ScopeVia("unit_id", Unit)
    __table_args__ = (Index("ix_site_room_unit", "unit_id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    name: Mapped[str] = mapped_column(String(20))
    beds: Mapped[int]
    ended_at: Mapped[datetime | None]


class FollowUpLook(Base):
    """Somebody opened a person's case outside his duty, and said what for and why."""

    __tablename__ = "follow_up_look"
    __scope__ = ScopeVia("follow_up_id", FollowUp)
    __table_args__ = (Index("ix_follow_up_look", "user_id", "follow_up_id", "at"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    follow_up_id: Mapped[int] = mapped_column(ForeignKey("follow_up.id"))
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    purpose: Mapped[LookPurpose] = mapped_column(default=LookPurpose.OTHER, server_default="other")
    reason: Mapped[str]
    at: Mapped[datetime]
    user: Mapped[User] = relationship()


class FollowUpLookRequest(Base):
    """Somebody has opened as many people in an hour as he may by himself; a second officer lets him go on, or not."""

    __tablename__ = "follow_up_look_request"
    __scope__ = Scope(organisation="organisation_id")
    __table_args__ = (Index("ix_follow_up_look_request", "asked_by_id", "asked_at"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    reason: Mapped[str]
    asked_at: Mapped[datetime]
    outcome: Mapped[Outcome] = mapped_column(default=Outcome.OPEN)
    decided_at: Mapped[datetime | None]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    asked_by: Mapped[User] = relationship(foreign_keys=asked_by_id)
    decided_by: Mapped[User | None] = relationship(foreign_keys=decided_by_id)
