"""The cards of a desk: what this viewer can do something about today, each leading to the list behind its number."""

from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import Any

from app.access.asking import ask_all
from app.door import Permission, Viewer
from app.flags import queries as flags
from app.follow_ups import queries as follow_ups
from app.inspections import queries as inspections
from app.monitoring.desk import care, letters, machines, own_units, register, safety
from app.monitoring.desk.card import Card, Counted, Desk, Source, Urgency
from app.safety.levels import question_of_pressing
from app.safety.remedies.queries import question_of_remedies
from app.units.waiting import question_of_work
from app.zones import queries as zones

__all__ = ["Card", "Desk", "Urgency", "cards"]


def cards(desk: Desk) -> list[Card]:
    """The cards, the most urgent first."""
    sources = [source for source, may in SOURCES if may(desk.viewer)]
    questions = [ask(desk.viewer) for source in sources if isinstance(source, Counted) for ask in source.asks]
    answers = iter(ask_all(questions))
    found = [card for source in sources for card in _cards_of(source, desk, answers)]
    return sorted(found, key=lambda card: card.urgency)


def _cards_of(source: Source | Counted, desk: Desk, answers: Iterator[Any]) -> Iterable[Card]:
    if isinstance(source, Counted):
        return source.make(desk, *islice(answers, len(source.asks)))
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
    (letters.of_arrears, _watches_others),
    (Counted([question_of_work], register.of_work), _needs(Permission.UNIT_APPROVE)),
    (register.of_doors, _needs(Permission.MONITOR_READ)),
    (Counted([zones.question_of_unready, zones.question_of_missing], care.of_rounds), _manages_rounds),
    (Counted([zones.question_of_needs], care.of_household_needs), _needs(Permission.HOUSEHOLD_READ)),
    (care.of_own_rounds, _is_in_a_team),
    (Counted([flags.question_of_flags], register.of_flags), _judges_flags),
    (Counted([follow_ups.question_of_isolation], care.of_isolation), _needs(Permission.FOLLOW_UP_REPORT)),
    (Counted([question_of_remedies, question_of_pressing], safety.of_safety), _follows_safety),
    (safety.of_grades, _needs(Permission.AREA_GRADE)),
    (Counted([inspections.question_of_standings], safety.of_inspections), _needs(Permission.INSPECTION_READ)),
    (own_units.of_own_units, _holds_units),
)
