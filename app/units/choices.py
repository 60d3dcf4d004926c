"""How long lists of places are offered in a drop-down."""

from collections.abc import Iterable

from app.areas.models import Area


def by_district(communes: Iterable[Area]) -> dict[str | None, list[Area]]:
    """Communes under the names of their districts, in the order given."""
    groups: dict[str | None, list[Area]] = {}
    for commune in communes:
        groups.setdefault(commune.parent.name if commune.parent else None, []).append(commune)
    return groups
