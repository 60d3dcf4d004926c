"""Counts by whose the counted rows are, added up as `within` would limit the rows themselves."""

import json
from collections.abc import Mapping, Sequence
from functools import cached_property

from app.door import Viewer

# Who answers for the rows counted and where they are (0: nowhere), whether they are withheld; then the numbers.
Row = Sequence[int | None]
NOWHERE = NOBODY = 0
KEYS = 3


class Tally:
    """Counts by body and place; of the last `leasts` numbers of each row it is the least that tells of several."""

    def __init__(self, rows: Sequence[Row], *, width: int, leasts: int = 0) -> None:
        self.rows = rows
        self.width = width
        self.leasts = leasts

    def of(self, viewer: Viewer) -> Sequence[int | None]:
        """The numbers of what the viewer sees."""
        if viewer.sees_all and viewer.sees_restricted:
            return self.of_all
        bodies, places = viewer.organisation_ids, viewer.area_ids
        # What is withheld is seen by those to whom it belongs, whoever else sees its place.
        if viewer.sees_all:
            return self._sum([row for row in self.rows if not row[2] or row[0] in bodies])
        return self._sum([row for row in self.rows if row[0] in bodies or (row[1] in places and not row[2])])

    def of_body(self, organisation_id: int | None) -> Sequence[int | None]:
        """The numbers of what belongs to one body itself."""
        return self._sum([row for row in self.rows if row[0] == organisation_id])

    @cached_property
    def of_all(self) -> Sequence[int | None]:
        """The numbers of everything."""
        return self._sum(self.rows)

    def _sum(self, rows: Sequence[Row]) -> Sequence[int | None]:
        columns = list(zip(*rows, strict=True))[KEYS:] if rows else [()] * self.width
        summed = self.width - self.leasts
        least = [min((each for each in column if each is not None), default=None) for column in columns[summed:]]
        return [*(sum(each or 0 for each in column) for column in columns[:summed]), *least]


# Of a topic, by the names of its parts.
Sheet = Mapping[str, Tally]


def sees(viewer: Viewer, body: int, place: int, *, is_withheld: bool) -> bool:
    """Whether rows of this owner are the viewer's, as `Tally.of` takes them."""
    if body in viewer.organisation_ids or (viewer.sees_all and viewer.sees_restricted):
        return True
    return not is_withheld and (viewer.sees_all or place in viewer.area_ids)


def write(sheet: Sheet) -> str:
    """A sheet as it is stored; the same counts are the same text."""
    found = {
        name: [tally.width, tally.leasts, sorted(map(list, tally.rows), key=lambda row: row[:KEYS])]
        for name, tally in sorted(sheet.items())
    }
    return json.dumps(found, separators=(",", ":"))


def read(stored: str) -> Sheet:
    """The reverse."""
    return {name: Tally(rows, width=width, leasts=leasts) for name, (width, leasts, rows) in json.loads(stored).items()}
