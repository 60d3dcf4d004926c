"""The cards of a desk: what this viewer can do something about today, each leading to the list behind its number."""

from collections.abc import Callable

from app.door import Permission, Viewer
from app.monitoring.desk import care, letters, machines, own_units, register, safety
from app.monitoring.desk.card import Card, Desk, Source, Urgency

__all__ = ["Card", "Desk", "Urgency", "cards"]


def cards(desk: Desk) -> list[Card]:
    """The cards, the most urgent first."""
    found = [card for source, may in SOURCES for card in (source(desk) if may(desk.viewer) else ())]
    return sorted(found, key=lambda card: card.urgency)


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


SOURCES: tuple[tuple[Source, Callable[[Viewer], bool]], ...] = (
    (machines.of_jobs, _needs(Permission.SETTING_MANAGE)),
    (machines.of_seals, _needs(Permission.AUDIT_READ)),
    (letters.of_heads, _needs(Permission.PERIOD_CONFIRM)),
    (letters.of_arrears, _watches_others),
    (register.of_work, _needs(Permission.UNIT_APPROVE)),
    (register.of_doors, _needs(Permission.MONITOR_READ)),
    (care.of_rounds, _manages_rounds),
    (care.of_own_rounds, _is_in_a_team),
    (register.of_flags, _judges_flags),
    (care.of_isolation, _needs(Permission.FOLLOW_UP_REPORT)),
    (safety.of_safety, _follows_safety),
    (safety.of_grades, _needs(Permission.AREA_GRADE)),
    (safety.of_inspections, _needs(Permission.INSPECTION_READ)),
    (own_units.of_own_units, _holds_units),
)
