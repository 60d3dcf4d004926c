"""Areas under isolation, the teams that go from door to door in them, their households and rounds."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String, UniqueConstraint, false, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.access.scope import Scope, ScopeVia
from app.areas.models import Area
from app.db import Base
from app.organisations.models import Organisation
from app.zones.rules import Answer, DecisionLevel, Need, RoundSession, ZoneKind


class Zone(Base):
    """A part of a commune, or all of it, that a decision put under isolation; `until_on` is its first free day."""

    __tablename__ = "zone"
    __scope__ = Scope(organisation="organisation_id", area="area_id")
    __table_args__ = (
        UniqueConstraint("area_id", "name_key", "decision_number"),
        CheckConstraint("until_on >= from_on", name="days"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    area_id: Mapped[int] = mapped_column(ForeignKey("area.id"), index=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    kind: Mapped[ZoneKind]
    name: Mapped[str] = mapped_column(String(120))
    name_key: Mapped[str] = mapped_column(String(120))
    decision_number: Mapped[str] = mapped_column(String(60))
    decision_on: Mapped[date]
    decision_signer: Mapped[str] = mapped_column(String(120))
    decision_level: Mapped[DecisionLevel]
    from_on: Mapped[date]
    until_on: Mapped[date | None]
    entered_at: Mapped[datetime]
    entered_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    lifting_number: Mapped[str] = mapped_column(String(60), default="")
    lifting_on: Mapped[date | None]
    lifting_signer: Mapped[str] = mapped_column(String(120), default="")
    lifted_at: Mapped[datetime | None]
    lifted_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    area: Mapped[Area] = relationship()
    organisation: Mapped[Organisation] = relationship()


class Team(Base):
    """A community Covid team. What is sealed of its households stands under its own key, which dies after it.

    A standing team goes on when an area is released; another ends with the last area that it was made for.
    """

    __tablename__ = "team"
    __scope__ = Scope(organisation="organisation_id", area="area_id", team="id")
    __table_args__ = (CheckConstraint("until_on >= from_on", name="days"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    area_id: Mapped[int] = mapped_column(ForeignKey("area.id"), index=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    name: Mapped[str] = mapped_column(String(120))
    name_key: Mapped[str] = mapped_column(String(120))
    is_standing: Mapped[bool] = mapped_column(default=False, server_default=false())
    key_id: Mapped[str] = mapped_column(String(80), unique=True)
    from_on: Mapped[date]
    until_on: Mapped[date | None]
    created_at: Mapped[datetime]
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    erased_at: Mapped[datetime | None]
    area: Mapped[Area] = relationship()
    organisation: Mapped[Organisation] = relationship()


class ZoneTeam(Base):
    """A team that works in an area under isolation from a day on: its households are the area's while the decision
    holds.
    """

    __tablename__ = "zone_team"
    __scope__ = ScopeVia("team_id", Team)
    zone_id: Mapped[int] = mapped_column(ForeignKey("zone.id"), primary_key=True)
    team_id: Mapped[int] = mapped_column(ForeignKey("team.id"), primary_key=True, index=True)
    from_on: Mapped[date]
    attached_at: Mapped[datetime]
    zone: Mapped[Zone] = relationship()
    team: Mapped[Team] = relationship()


class TeamMember(Base):
    """Somebody of a team, with the phone at which officials reach him; `user` is his account once he signed in."""

    __tablename__ = "team_member"
    __scope__ = ScopeVia("team_id", Team)
    id: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[int] = mapped_column(ForeignKey("team.id"), index=True)
    full_name: Mapped[str] = mapped_column(String(120))
    phone: Mapped[str] = mapped_column(String(20), default="")
    is_leader: Mapped[bool] = mapped_column(default=False, server_default=false())
    joined_at: Mapped[datetime]
    left_at: Mapped[datetime | None]
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"), index=True)
    team: Mapped[Team] = relationship()


class TeamLink(Base):
    """The secret address on a member's slip: his way in until another is issued; digests only."""

    __tablename__ = "team_link"
    __scope__ = ScopeVia("member_id", TeamMember)
    id: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("team_member.id"), index=True)
    token_digest: Mapped[str] = mapped_column(String(64), unique=True)
    issued_at: Mapped[datetime]
    issued_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]
    member: Mapped[TeamMember] = relationship()


class Household(Base):
    """A household on a team's list from a day until (the first day no longer) it is taken off.

    `details` are the head's name, phone and address, sealed under the team's key; `likeness` is a blind index of them,
    so that nobody is listed twice. Both are empty when they were erased.
    """

    __tablename__ = "household"
    __scope__ = ScopeVia("team_id", Team)
    __table_args__ = (
        UniqueConstraint("team_id", "number"),
        UniqueConstraint("team_id", "likeness"),
        CheckConstraint("until_on >= from_on", name="days"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[int] = mapped_column(ForeignKey("team.id"))
    number: Mapped[int]
    people: Mapped[int]
    details: Mapped[bytes | None] = mapped_column(LargeBinary)
    likeness: Mapped[bytes | None] = mapped_column(LargeBinary)
    from_on: Mapped[date]
    until_on: Mapped[date | None]
    listed_at: Mapped[datetime]
    listed_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    team: Mapped[Team] = relationship()


class Round(Base):
    """That a team filed its round of a session; `on_paper`: typed in from a sheet, so its minutes prove nothing."""

    __tablename__ = "round"
    __scope__ = ScopeVia("team_id", Team)
    __table_args__ = (UniqueConstraint("team_id", "day", "session"), Index("ix_round_day", "day"))
    id: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[int] = mapped_column(ForeignKey("team.id"))
    day: Mapped[date]
    session: Mapped[RoundSession]
    household_count: Mapped[int]
    on_paper: Mapped[bool] = mapped_column(default=False, server_default=false())
    filed_at: Mapped[datetime]
    filed_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    team: Mapped[Team] = relationship()


class RoundEntry(Base):
    """What a round says of one household; `first_at` when it was said first, `written_at` what holds now."""

    __tablename__ = "round_entry"
    __scope__ = ScopeVia("household_id", Household)
    __table_args__ = (
        UniqueConstraint("household_id", "day", "session"),
        Index("ix_round_entry_day", "day", "household_id"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    household_id: Mapped[int] = mapped_column(ForeignKey("household.id"))
    day: Mapped[date]
    session: Mapped[RoundSession]
    symptom_count: Mapped[int]
    absent_count: Mapped[int]
    need: Mapped[Need | None]
    is_national: Mapped[bool] = mapped_column(default=False, server_default=false())
    first_at: Mapped[datetime]
    written_at: Mapped[datetime]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))

    @property
    def answer(self) -> Answer:
        """What holds now."""
        return Answer(self.symptom_count, self.absent_count, self.need, self.is_national)


class RoundCorrection(Base):
    """What an entry said before somebody corrected it, and who had written that."""

    __tablename__ = "round_correction"
    __scope__ = ScopeVia("entry_id", RoundEntry)
    id: Mapped[int] = mapped_column(primary_key=True)
    entry_id: Mapped[int] = mapped_column(ForeignKey("round_entry.id"), index=True)
    symptom_count: Mapped[int]
    absent_count: Mapped[int]
    need: Mapped[Need | None]
    is_national: Mapped[bool] = mapped_column(default=False, server_default=false())
    written_at: Mapped[datetime]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    corrected_at: Mapped[datetime]


class HouseholdNeed(Base):
    """What a round said that a household lacks, since when, and who gave it when; asked for again it stands once.

    `entry_id` is the entry that asked for it: corrected before anybody gave it, it was never asked for.
    """

    __tablename__ = "household_need"
    __scope__ = ScopeVia("household_id", Household)
    __table_args__ = (
        Index(
            "ix_household_need_waiting",
            "household_id",
            sqlite_where=text("answered_at IS NULL"),
            postgresql_where=text("answered_at IS NULL"),
        ),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    household_id: Mapped[int] = mapped_column(ForeignKey("household.id"))
    entry_id: Mapped[int] = mapped_column(ForeignKey("round_entry.id"), index=True)
    kind: Mapped[Need]
    asked_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    household: Mapped[Household] = relationship()


class RoundNote(Base):
    """That an officer knows of a missing round and what he does about it, by name."""

    __tablename__ = "round_note"
    __scope__ = ScopeVia("team_id", Team)
    __table_args__ = (UniqueConstraint("team_id", "day", "session", "organisation_id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[int] = mapped_column(ForeignKey("team.id"))
    day: Mapped[date]
    session: Mapped[RoundSession]
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    text: Mapped[str] = mapped_column(String(300))
    at: Mapped[datetime]


class HouseholdTotal(Base):
    """How many households live in a commune, and who says so: what the teams' lists are held against."""

    __tablename__ = "household_total"
    __scope__ = Scope(organisation="organisation_id", area="area_id")
    id: Mapped[int] = mapped_column(primary_key=True)
    area_id: Mapped[int] = mapped_column(ForeignKey("area.id"), unique=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    household_count: Mapped[int]
    source: Mapped[str] = mapped_column(String(200))
    written_at: Mapped[datetime]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
