"""What every list becomes for a letter: whom each of its rows is written to, and the row itself for the annex."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from app.areas.models import Area
from app.clock import local_day
from app.correspondence import queries
from app.correspondence.rules import Addressee, Listing, Row
from app.directives.labels import is_ordered
from app.directives.queries import groups_of
from app.door import Viewer
from app.monitoring.queries.units import ListedUnit
from app.organisations.models import Organisation
from app.organisations.rules import OrganisationKind
from app.reports.rules import full_name
from app.units.models import Unit

# An annex of more is a file of its own.
ROWS_AT_MOST = 500


@dataclass(frozen=True)
class Line:
    """A row of a list: the body that answers for it, and the unit that is written to where that is the issuer."""

    body_id: int | None
    cells: Sequence[str]
    unit: tuple[int, str] | None = None


def listing(viewer: Viewer, subject: str, title: str, header: Sequence[str], lines: Iterable[Line]) -> Listing:
    """The rows, at most so many, each with its addressee; nobody writes to himself."""
    shown: list[Line] = []
    count = 0
    # To the end, which closes what is read row by row.
    for count, line in enumerate(lines, start=1):
        if count <= ROWS_AT_MOST:
            shown.append(line)
    bodies = _bodies(viewer, {line.body_id for line in shown if line.body_id})
    known: dict[str, Addressee] = {}
    rows: list[Row] = []
    for line in shown:
        to = _addressee(viewer, line, bodies)
        if to:
            rows.append(Row(known.setdefault(to.key, to).key, line.cells))
    # Bodies in their usual order, then the issuer's own units as the list has them.
    named = [each for each in bodies.values() if each.key in known]
    named += [each for each in known.values() if each.is_unit]
    return Listing(subject, title, named, header, rows, is_cut=count > ROWS_AT_MOST)


def _addressee(viewer: Viewer, line: Line, bodies: Mapping[int, Addressee]) -> Addressee | None:
    if line.body_id != viewer.organisation_id:
        return bodies.get(line.body_id or 0)
    return Addressee(f"unit-{line.unit[0]}", line.unit[1], is_ordered=True, is_unit=True) if line.unit else None


def _bodies(viewer: Viewer, ids: Collection[int]) -> Mapping[int, Addressee]:
    groups = groups_of(ids, on=local_day())
    return {body.id: _body(viewer, body, groups) for body in queries.list_bodies(ids)}


def _body(viewer: Viewer, body: Organisation, groups: Mapping[int, object]) -> Addressee:
    """Required is only of who is below the issuer; the chairman asks the Party and the unions for cooperation."""
    is_below = viewer.sees_all or body.id in viewer.organisation_ids
    ordered = is_below and is_ordered(groups.get(body.id))  # type: ignore[arg-type]
    return Addressee(f"body-{body.id}", full_name(body.kind, body.name), is_ordered=ordered)


def of_unit(unit: Unit | ListedUnit, *cells: object) -> Line:
    """A row about a unit: it goes to who answers for it, or to the unit itself where that is the issuer."""
    return Line(unit.organisation_id, [unit.name, *map(str, cells)], (unit.id, unit.name))


class Committees:
    """Which committee is written to about a place: the province writes to districts, a district to communes."""

    def __init__(self, viewer: Viewer) -> None:
        self._level = OrganisationKind.DISTRICT if viewer.sees_all else OrganisationKind.COMMUNE
        self._by_area = queries.committees_by_area()

    def of(self, area: Area) -> int | None:
        """The body's id; a place above the level is written to as it is."""
        is_commune = area.parent is not None and area.parent.parent_id is not None
        if is_commune and self._level is OrganisationKind.DISTRICT:
            return self._by_area.get(area.parent_id or 0)
        return self._by_area.get(area.id)

    def of_id(self, area_id: int) -> int | None:
        """The committee of exactly this place."""
        return self._by_area.get(area_id)


def place(area: Area) -> str:
    """`xã Dương Tơ, thành phố Phú Quốc`."""
    named = [area.name, area.parent.name] if area.parent and area.parent.parent_id else [area.name]
    return ", ".join(named)
