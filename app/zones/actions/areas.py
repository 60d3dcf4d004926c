"""Areas are put under isolation by one decision and released by another."""

from datetime import date

from sqlalchemy import select

from app import audit
from app.access.scope import unscoped
from app.areas.models import Area
from app.clock import local_day, now
from app.db import db
from app.door import Viewer
from app.text import search_key
from app.zones.actions.teams import end_team
from app.zones.models import Team, Zone, ZoneTeam
from app.zones.queries import body_of, teams_of_zone
from app.zones.queries.teams import holds_on
from app.zones.queries.zones import in_force_on
from app.zones.rules import DecisionLevel, ZoneKind
from app.zones.written import Decision


class AlreadyEntered(Exception):
    """This area stands there by the same decision."""


class NoCommittee(Exception):
    """No committee answers for the commune."""


class EndsTooEarly(Exception):
    """An area cannot be released before the day on which it was locked down."""


def enter_zone(
    viewer: Viewer,
    area: Area,
    *,
    kind: ZoneKind,
    name: str,
    decision: Decision,
    level: DecisionLevel,
    from_on: date,
) -> Zone:
    """Put a part of a commune, or all of it, under isolation. Raises AlreadyEntered, NoCommittee."""
    body = body_of(area)
    if body is None:
        raise NoCommittee
    if is_entered(area, kind, name, decision):
        raise AlreadyEntered
    name = _named(area, kind, name)
    zone = Zone(area=area, organisation=body, kind=kind, name=name, name_key=search_key(name), from_on=from_on)
    zone.decision_number, zone.decision_on, zone.decision_signer = decision.number, decision.on, decision.signer
    zone.decision_level, zone.entered_at, zone.entered_by_id = level, now(), viewer.user_id
    db.session.add(zone)
    db.session.flush()
    audit.record("zone.entered", zone.id, by=viewer, area_id=area.id, kind=kind.value, from_on=from_on.isoformat())
    return zone


def lift_zone(viewer: Viewer, zone: Zone, *, decision: Decision, until_on: date) -> None:
    """Release an area from a day on; teams made for it alone end with it. Raises EndsTooEarly.

    Said again before that day, the later decision counts.
    """
    if until_on < zone.from_on:
        raise EndsTooEarly
    before = zone.until_on
    zone.until_on, zone.lifted_at, zone.lifted_by_id = until_on, now(), viewer.user_id
    zone.lifting_number, zone.lifting_on, zone.lifting_signer = decision.number, decision.on, decision.signer
    db.session.flush()
    audit.record("zone.lifted", zone.id, by=viewer, until_on=until_on.isoformat())
    for team in teams_of_zone(viewer, zone):
        ends_with_it = team.until_on is None or _was_to_end(team, before)
        if not team.is_standing and ends_with_it and not _works_elsewhere(team, zone, until_on):
            end_team(viewer, team, until_on=max(until_on, team.from_on))


def _was_to_end(team: Team, day: date | None) -> bool:
    """Whether a team was to end on a day that is still to come: with an area whose release is corrected now."""
    return day is not None and day > local_day() and team.until_on == max(day, team.from_on)


def attach_team(viewer: Viewer, zone: Zone, team: Team) -> None:
    """Let a team of the same commune work in an area: its households are the area's from now on, not before."""
    if not _works_in(team, zone):
        db.session.add(ZoneTeam(zone_id=zone.id, team_id=team.id, from_on=local_day(), attached_at=now()))
        db.session.flush()
        audit.record("zone.team_attached", zone.id, by=viewer, team_id=team.id)


def _works_in(team: Team, zone: Zone) -> bool:
    stmt = select(ZoneTeam.zone_id).where(ZoneTeam.zone_id == zone.id, ZoneTeam.team_id == team.id)
    return db.session.scalar(unscoped(stmt, because="the caller holds the area and the team")) is not None


def is_entered(area: Area, kind: ZoneKind, name: str, decision: Decision) -> bool:
    """Whether an area of this name stands there by this decision."""
    key = search_key(_named(area, kind, name))
    stmt = select(Zone.id).where(Zone.area_id == area.id, Zone.name_key == key, Zone.decision_number == decision.number)
    return db.session.scalar(unscoped(stmt, because="nobody may enter an area twice")) is not None


def _named(area: Area, kind: ZoneKind, name: str) -> str:
    return area.name if kind is ZoneKind.COMMUNE else name


def _works_elsewhere(team: Team, zone: Zone, day: date) -> bool:
    stmt = select(ZoneTeam.zone_id).join(Zone, Zone.id == ZoneTeam.zone_id).join(Team, Team.id == ZoneTeam.team_id)
    stmt = stmt.where(Team.id == team.id, Zone.id != zone.id, in_force_on(day), holds_on(Team, day))
    return db.session.scalar(unscoped(stmt.limit(1), because="whether a team goes on elsewhere")) is not None
