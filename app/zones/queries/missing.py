"""Which rounds are past their cut-off and missing, who has to know by now, and who says that he does."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, distinct, func, or_, select
from sqlalchemy.orm import joinedload

from app import clock, settings
from app.access.ahead import Sheet, Tally, Topic
from app.access.ahead.topics import of_key, tallies, tally
from app.access.asking import Question
from app.access.scope import Rows, covered_by, within
from app.areas.models import Area, HighRiskListing
from app.clock import local_day, now
from app.db import db
from app.door import Viewer, office_viewer
from app.zones.models import Round, RoundNote, Team
from app.zones.queries.teams import holds_on, teams_in_zones
from app.zones.rules import RoundSession, Rung, rungs_at
from app.zones.settings import DISTRICT_AFTER, EVENING_HOUR, MORNING_HOUR, PROVINCE_AFTER


@dataclass(frozen=True)
class MissingRound:
    """A round that a team owes, since when, and what officers noted of it."""

    team: Team
    day: date
    session: RoundSession
    due_at: datetime
    notes: Sequence[RoundNote] = ()


def due_at(day: date, session: RoundSession) -> datetime:
    """Until when a round is to be filed."""
    hour = MORNING_HOUR if session is RoundSession.MORNING else EVENING_HOUR
    return clock.at(day, int(settings.value(hour, on=day)))


def teams_owing(viewer: Viewer, day: date, session: RoundSession) -> Sequence[Team]:
    """The teams that have to file a round of the session and did not: in the morning those in areas under isolation.

    Teams of places at high risk owe one round a day, whenever they walk; teams in areas under isolation owe both. Who
    was set up, or got an area, after a cut-off owes nothing by then.
    """
    return [each.team for each in _due_teams(viewer, day) if session in each.owed]


def late_teams(viewer: Viewer) -> Collection[int]:
    """The teams whose round of today is missing past its cut-off."""
    day, at = local_day(), now()
    return {each.team.id for each in _due_teams(viewer, day) if any(due_at(day, owed) <= at for owed in each.owed)}


def list_missing(viewer: Viewer) -> Sequence[MissingRound]:
    """What is missing today past its cut-off, as far as the viewer's rung has to know by now."""
    day, found = local_day(), []
    sessions = _sessions_over(viewer, day)
    teams = _due_teams(viewer, day) if sessions else ()
    for session, due in sessions.items():
        owing = [each.team for each in teams if session in each.owed]
        notes = notes_on(viewer, [team.id for team in owing], day, session) if owing else {}
        found += [MissingRound(team, day, session, due, notes.get(team.id, ())) for team in owing]
    return found


def count_missing(viewer: Viewer) -> int:
    """How many of them nobody of the viewer's own body has taken note of."""
    return question_of_missing(viewer).ask()


def question_of_missing(viewer: Viewer) -> Question[int]:
    """The same, to be asked with others."""
    day = local_day()
    sessions = _sessions_over(viewer, day)
    if not sessions:
        return Question((), lambda _rows: 0)
    said, counts = _Said(viewer, day), []
    for session in sessions:
        counts.append(func.count().filter(said.owes(session), ~said.noted[session]).label(session.value))
    return Question([said.covering(said.due.with_only_columns(*counts))], lambda rows: sum(rows[0]))


def _count_rounds() -> Sheet:
    """Which rounds teams owe, whatever the hour, and of how many of them which body took note."""
    everybody, day = office_viewer(), local_day()
    said = _Said(everybody, day)
    owed = {session: said.due.where(said.owes(session)) for session in RoundSession}
    sheet = {
        session.value: tally(said.covering(stmt.with_only_columns(func.count())), Team)
        for session, stmt in owed.items()
    }
    for session, stmt in owed.items():
        note = and_(RoundNote.team_id == Team.id, RoundNote.day == day, RoundNote.session == session)
        noted = stmt.join(RoundNote, note).with_only_columns(func.count(distinct(Team.id)))
        sheet |= tallies(session.value, said.covering(noted), Team, RoundNote.organisation_id)
    return sheet


def _read_rounds(viewer: Viewer, sheet: Sheet) -> int:
    sessions = [session.value for session in _sessions_over(viewer, local_day())]
    owed = sum(sheet[name].of(viewer)[0] or 0 for name in sessions)
    return owed - sum(sheet.get(of_key(name, viewer.organisation_id), NONE).of(viewer)[0] or 0 for name in sessions)


NONE = Tally((), width=1)
ROUNDS: Topic[int] = Topic("rounds", question_of_missing, _count_rounds, _read_rounds)


def _sessions_over(viewer: Viewer, day: date) -> Mapping[RoundSession, datetime]:
    """The sessions of a day past their cut-off of which the viewer's rung has to know by now, and since when."""
    due = {session: due_at(day, session) for session in RoundSession}
    return {session: since for session, since in due.items() if _rung_of(viewer) in rungs_of(since)}


@dataclass(frozen=True)
class _DueTeam:
    """A team that works in an area under isolation or a place at high risk, and the rounds of a day that it owes."""

    team: Team
    owed: Collection[RoundSession]


class _Said:
    """The teams that owe a round on a day, and as conditions what they filed and what the viewer's body noted."""

    def __init__(self, viewer: Viewer, day: date) -> None:
        base, until = within(viewer, Team), {session: due_at(day, session) for session in RoundSession}
        locked = {session: teams_in_zones(viewer, day, known_at=due) for session, due in until.items()}
        risky = select(HighRiskListing.area_id).where(holds_on(HighRiskListing, day))
        filed = {session: _of_session(within(viewer, Round), Round, day, session) for session in RoundSession}
        own = within(viewer, RoundNote).where(RoundNote.organisation_id == viewer.organisation_id)
        noted = {session: _of_session(own, RoundNote, day, session) for session in RoundSession}
        self._locked = {session: Team.id.in_(each) for session, each in locked.items()}
        is_due = or_(*self._locked.values(), Team.area_id.in_(risky), Area.parent_id.in_(risky))
        self.due: Rows = base.join(Area, Area.id == Team.area_id).where(holds_on(Team, day), is_due)
        self._existed = {session: Team.created_at < due for session, due in until.items()}
        self.filed = {session: Team.id.in_(each) for session, each in filed.items()}
        self.noted = {session: Team.id.in_(each) for session, each in noted.items()}
        self._parts = (base, *locked.values(), *filed.values(), *noted.values())

    def covering(self, stmt: Rows) -> Rows:
        """A statement over these conditions, that may read what they may."""
        return covered_by(stmt, *self._parts)

    def owes(self, session: RoundSession) -> ColumnElement[bool]:
        """Whether a team owes the round of a session: both where it is under isolation, else one of the day."""
        once = and_(~self._locked[session], *(~filed for filed in self.filed.values()))
        twice = and_(self._locked[session], ~self.filed[session])
        owed = or_(twice, once) if session is RoundSession.AFTERNOON else twice
        return and_(self._existed[session], owed)


def _due_teams(viewer: Viewer, day: date) -> Sequence[_DueTeam]:
    """Every team of whom rounds are asked on a day with those that it owes, by one statement."""
    said = _Said(viewer, day)
    stmt: Rows = said.due.options(joinedload(Team.area).joinedload(Area.parent))
    owed = (said.owes(session) for session in RoundSession)
    stmt = stmt.add_columns(*owed).order_by(Area.sort_key, Team.name_key, Team.id)
    return [_DueTeam(team, _those(owes)) for team, *owes in db.session.execute(said.covering(stmt))]


def _of_session(stmt: Rows, model: Any, day: date, session: RoundSession) -> Rows:
    return stmt.where(model.day == day, model.session == session).with_only_columns(model.team_id)


def _those(said: Sequence[bool]) -> Collection[RoundSession]:
    return [session for session, is_so in zip(RoundSession, said, strict=True) if is_so]


def notes_on(
    viewer: Viewer, team_ids: Collection[int], day: date, session: RoundSession
) -> Mapping[int, Sequence[RoundNote]]:
    """What officers noted of missing rounds, by team."""
    stmt = within(viewer, RoundNote).where(
        RoundNote.team_id.in_(sorted(team_ids)), RoundNote.day == day, RoundNote.session == session
    )
    found: dict[int, list[RoundNote]] = {}
    for note in db.session.scalars(stmt.order_by(RoundNote.id)):
        found.setdefault(note.team_id, []).append(note)
    return found


def rungs_of(due: datetime) -> Collection[Rung]:
    """Who has to know by now of what was due at an instant."""
    return rungs_at(
        (now() - due) // timedelta(minutes=1),
        district_after=int(settings.value(DISTRICT_AFTER)),
        province_after=int(settings.value(PROVINCE_AFTER)),
    )


def _rung_of(viewer: Viewer) -> Rung:
    """Those who see one commune are told first, those who see the province last."""
    if viewer.sees_all:
        return Rung.PROVINCE
    return Rung.DISTRICT if len(viewer.area_ids) > 1 else Rung.COMMUNE
