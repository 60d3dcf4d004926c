"""The cards of a desk: what this viewer can do something about today, each leading to the list behind its number."""

from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import Any

from app.access.ahead import Topic, answers
from app.door import Permission, Viewer
from app.flags import queries as flags
from app.follow_ups import queries as follow_ups
from app.inspections import queries as inspections
from app.monitoring.desk import care, letters, machines, own_units, register, safety
from app.monitoring.desk.card import Card, Counted, Desk, Source, Urgency
from app.monitoring.queries.desk import ARREARS
from app.safety.grades.queries import GRADES
from app.safety.levels import PRESSING
from app.safety.remedies.queries import REMEDIES
from app.units.work import WORK
from app.zones import queries as zones

__all__ = ["TOPICS", "Card", "Desk", "Urgency", "by_urgency", "cards", "cards_at_once", "topics_of"]


def cards(desk: Desk) -> list[Card]:
    """The cards of what may be known a minute late."""
    told = iter(answers(desk.viewer, topics_of(desk.viewer), desk.ahead))
    return [card for source in _sources_of(desk.viewer) for card in _cards_of(source, desk, told)]


def cards_at_once(viewer: Viewer) -> list[Card]:
    """The cards of what must not be."""
    return list(care.of_alerts(viewer)) if viewer.can(Permission.FOLLOW_UP_REPORT) else []


def by_urgency(found: Iterable[Card]) -> list[Card]:
    """The most urgent first."""
    return sorted(found, key=lambda card: card.urgency)


def topics_of(viewer: Viewer) -> list[Topic[Any]]:
    """What is counted for this viewer's cards."""
    return [topic for source in _sources_of(viewer) if isinstance(source, Counted) for topic in source.topics]


def _sources_of(viewer: Viewer) -> list[Source | Counted]:
    return [source for source, may in SOURCES if may(viewer)]


def _cards_of(source: Source | Counted, desk: Desk, told: Iterator[Any]) -> Iterable[Card]:
    if isinstance(source, Counted):
        return source.make(desk, *islice(told, len(source.topics)))
    return source(desk)


def _needs(permission: Permission) -> Callable[[Viewer], bool]:
    return lambda viewer: viewer.can(permission)


def _watches_others(viewer: Viewer) -> bool:
    return viewer.can(Permission.MONITOR_READ) and viewer.sees_all


def _judges_flags(viewer: Viewer) -> bool:
    """Officers do, units explain; a head finds them in the list."""
    return viewer.can(Permission.FLAG_READ) and not viewer.can(Permission.PERIOD_CONFIRM)


def _manages_rounds(viewer: Viewer) -> bool:
    """Who has to know of a missing round and can say that he does."""
    return viewer.can(Permission.ROUND_READ) and viewer.can(Permission.ZONE_MANAGE)


def _is_in_a_team(viewer: Viewer) -> bool:
    return bool(viewer.team_ids)


def _follows_safety(viewer: Viewer) -> bool:
    """Officers who can give more time, managers who put right."""
    return viewer.can(Permission.REMEDY_EXTEND) or viewer.can(Permission.ASSESSMENT_MAKE)


def _holds_units(viewer: Viewer) -> bool:
    return bool(viewer.unit_ids)


SOURCES: tuple[tuple[Source | Counted, Callable[[Viewer], bool]], ...] = (
    (machines.of_jobs, _needs(Permission.SETTING_MANAGE)),
    (machines.of_seals, _needs(Permission.AUDIT_READ)),
    (machines.of_messages, _needs(Permission.SETTING_MANAGE)),
    (letters.of_heads, _needs(Permission.PERIOD_CONFIRM)),
    (Counted([ARREARS], letters.of_arrears), _watches_others),
    (Counted([WORK], register.of_work), _needs(Permission.UNIT_APPROVE)),
    (register.of_doors, _needs(Permission.MONITOR_READ)),
    (Counted([zones.UNREADY, zones.ROUNDS], care.of_rounds), _manages_rounds),
    (Counted([zones.NEEDS], care.of_household_needs), _needs(Permission.HOUSEHOLD_READ)),
    (care.of_own_rounds, _is_in_a_team),
    (Counted([flags.FLAGS], register.of_flags), _judges_flags),
    (Counted([follow_ups.ISOLATION], care.of_isolation), _needs(Permission.FOLLOW_UP_REPORT)),
    (Counted([REMEDIES, PRESSING], safety.of_safety), _follows_safety),
    (Counted([GRADES], safety.of_grades), _needs(Permission.AREA_GRADE)),
    (Counted([inspections.STANDINGS], safety.of_inspections), _needs(Permission.INSPECTION_READ)),
    (own_units.of_own_units, _holds_units),
)

# What the worker counts for everybody's desk.
TOPICS: tuple[Topic[Any], ...] = tuple(
    topic for source, _may in SOURCES if isinstance(source, Counted) for topic in source.topics
)
