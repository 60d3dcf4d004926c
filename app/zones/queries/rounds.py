"""One team's round: its households with what was said of each, who said it, and what was corrected."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import joinedload

from app.access.scope import Rows, covered_by, within
from app.db import db
from app.door import Viewer
from app.zones.models import Household, Round, RoundCorrection, RoundEntry, Team
from app.zones.queries.teams import holds_on, list_households
from app.zones.rules import Answer, RoundSession
from app.zones.sealing import details_of
from app.zones.written import NOBODY, Details

SHOWN_ROUNDS = 28


@dataclass(frozen=True)
class SheetRow:
    """A household on the page of a round; nobody is named to who may not know."""

    household: Household
    details: Details
    entry: RoundEntry | None


@dataclass(frozen=True)
class Corrected:
    """What stood before of a household, who had written it and when, and when it was replaced."""

    number: int
    answer: Answer
    by_id: int | None
    written_at: datetime
    corrected_at: datetime


def sheet_rows(
    viewer: Viewer, team: Team, day: date, session: RoundSession, *, named: bool = True
) -> Sequence[SheetRow]:
    """The households of the day's list in its order."""
    entries = entries_of(viewer, team, day, session)
    return [
        SheetRow(each, details_of(each, team) if named else NOBODY, entries.get(each.id))
        for each in list_households(viewer, team, day=day)
    ]


def entries_of(viewer: Viewer, team: Team, day: date, session: RoundSession) -> Mapping[int, RoundEntry]:
    """What was said of each household in a round."""
    stmt: Rows = within(viewer, RoundEntry, Household).join(Household, Household.id == RoundEntry.household_id)
    stmt = stmt.where(Household.team_id == team.id, RoundEntry.day == day, RoundEntry.session == session)
    return {entry.household_id: entry for entry in db.session.scalars(stmt)}


def households_without_entry(viewer: Viewer, day: date, session: RoundSession) -> Sequence[Household]:
    """The households on the day's lists of which a session says nothing yet, each with its team."""
    stmt = within(viewer, Household).options(joinedload(Household.team)).where(holds_on(Household, day))
    said: Rows = within(viewer, RoundEntry).where(RoundEntry.day == day, RoundEntry.session == session)
    silent = stmt.where(Household.id.not_in(said.with_only_columns(RoundEntry.household_id)))
    return db.session.scalars(covered_by(silent.order_by(Household.id), stmt, said)).all()


def round_of(viewer: Viewer, team: Team, day: date, session: RoundSession) -> Round | None:
    """The round, if it was filed."""
    stmt = within(viewer, Round).where(Round.team_id == team.id, Round.day == day, Round.session == session)
    return db.session.scalar(stmt)  # type: ignore[no-any-return]


def list_rounds(viewer: Viewer, team: Team) -> Sequence[Round]:
    """The rounds that a team filed lately, the latest first."""
    stmt = within(viewer, Round).where(Round.team_id == team.id).options(joinedload(Round.team))
    return db.session.scalars(stmt.order_by(Round.day.desc(), Round.session).limit(SHOWN_ROUNDS)).all()


def list_corrections(viewer: Viewer, team: Team, day: date, session: RoundSession) -> Sequence[Corrected]:
    """What was corrected in a round, as it happened."""
    stmt: Rows = within(viewer, RoundCorrection, RoundEntry, Household)
    stmt = stmt.join(RoundEntry, RoundEntry.id == RoundCorrection.entry_id)
    stmt = stmt.join(Household, Household.id == RoundEntry.household_id)
    stmt = stmt.where(Household.team_id == team.id, RoundEntry.day == day, RoundEntry.session == session)
    found = db.session.execute(stmt.add_columns(Household.number).order_by(RoundCorrection.id))
    return [
        Corrected(
            number,
            Answer(old.symptom_count, old.absent_count, old.need, old.is_national),
            old.by_id,
            old.written_at,
            old.corrected_at,
        )
        for old, number in found
    ]
