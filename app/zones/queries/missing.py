"""Which rounds are past their cut-off and missing, who has to know by now, and who says that he does."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import or_
from sqlalchemy.orm import joinedload

from app import clock, settings
from app.access.scope import Rows, within
from app.areas.models import Area
from app.areas.queries import list_high_risk_area_ids
from app.clock import local_day, now
from app.db import db
from app.door import Viewer
from app.zones.models import Round, RoundNote, Team
from app.zones.queries.teams import holds_on, teams_in_force
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

    Teams of places at high risk owe one round a day, whenever they walk; teams in areas under isolation owe both.
    """
    locked, risky = teams_in_force(viewer, day), list_high_risk_area_ids(on=day)
    stmt: Rows = within(viewer, Team).join(Area, Area.id == Team.area_id).where(holds_on(Team, day))
    owing = [Team.id.in_(sorted(locked))]
    if session is RoundSession.AFTERNOON:
        owing += [Area.id.in_(sorted(risky)), Area.parent_id.in_(sorted(risky))]
    stmt = stmt.where(or_(*owing)).options(joinedload(Team.area).joinedload(Area.parent))
    filed = _filed(viewer, day)
    return [
        team
        for team in db.session.scalars(stmt.order_by(Area.sort_key, Team.name_key, Team.id))
        if not _has_filed(filed.get(team.id, ()), session, twice=team.id in locked)
    ]


def list_missing(viewer: Viewer) -> Sequence[MissingRound]:
    """What is missing today past its cut-off, as far as the viewer's rung has to know by now."""
    day, found = local_day(), []
    for session in RoundSession:
        due = due_at(day, session)
        if _rung_of(viewer) in rungs_of(due):
            teams = teams_owing(viewer, day, session)
            notes = notes_on(viewer, [team.id for team in teams], day, session)
            found += [MissingRound(team, day, session, due, notes.get(team.id, ())) for team in teams]
    return found


def count_missing(viewer: Viewer) -> int:
    """How many of them nobody of the viewer's own body has taken note of."""
    missing = list_missing(viewer)
    return sum(viewer.organisation_id not in {note.organisation_id for note in each.notes} for each in missing)


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


def _filed(viewer: Viewer, day: date) -> Mapping[int, Collection[RoundSession]]:
    found: dict[int, set[RoundSession]] = {}
    stmt = within(viewer, Round).where(Round.day == day).with_only_columns(Round.team_id, Round.session)
    for team_id, session in db.session.execute(stmt):
        found.setdefault(team_id, set()).add(session)
    return found


def _has_filed(filed: Collection[RoundSession], session: RoundSession, *, twice: bool) -> bool:
    return session in filed if twice else bool(filed)
