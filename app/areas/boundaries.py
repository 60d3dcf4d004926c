"""The districts of May 2021 as parts of a drawing, and as tiles of equal size that roughly keep their places."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from math import cos, radians
from typing import Any

from app.areas.places import SHIPPED

WIDTH = 440
MARGIN = 6
MIDDLE_LATITUDE = 9.9
# The islands of Thổ Châu lie so far out that they would take a third of the sheet: they are drawn nearer.
FAR_WEST, DRAWN_EAST_BY = 103.7, 0.4
# code of a district: (column, row)
TILES: Mapping[str, tuple[int, int]] = {
    "900": (1, 0),
    "914": (2, 0),
    "911": (0, 1),
    "902": (1, 1),
    "903": (2, 1),
    "904": (3, 1),
    "912": (1, 2),
    "899": (2, 2),
    "905": (3, 2),
    "906": (4, 2),
    "908": (2, 3),
    "913": (3, 3),
    "907": (4, 3),
    "909": (2, 4),
    "910": (3, 4),
}
Point = Sequence[float]


@dataclass(frozen=True)
class Outline:
    """A district in the drawing: its name as it stands on a map, the `path` of its parts, their middle, its tile."""

    code: str
    name: str
    path: str
    x: float
    y: float
    column: int
    row: int


@dataclass(frozen=True)
class Drawing:
    """All districts, and the size of the sheet that holds them."""

    width: int
    height: int
    outlines: Mapping[str, Outline]


@cache
def drawing() -> Drawing:
    """The province drawn to a width of WIDTH: near the equator a flat sheet is true enough."""
    features = json.loads((SHIPPED / "districts.geojson").read_text(encoding="utf-8"))["features"]
    points = [point for feature in features for ring in _rings(feature["geometry"]) for point in ring]
    west, north = min(point[0] for point in points), max(point[1] for point in points)
    narrowing = cos(radians(MIDDLE_LATITUDE))
    scale = (WIDTH - 2 * MARGIN) / ((max(point[0] for point in points) - west) * narrowing)

    def place(point: Point) -> tuple[float, float]:
        x, y = (point[0] - west) * narrowing * scale, (north - point[1]) * scale
        return round(x + MARGIN, 1), round(y + MARGIN, 1)

    height = max(place(point)[1] for point in points) + MARGIN
    outlines = {code: _outline(code, feature, place) for feature in features for code in [feature["id"]]}
    return Drawing(WIDTH, round(height), outlines)


def _outline(code: str, feature: Mapping[str, Any], place: Any) -> Outline:
    path = "".join(_closed([place(point) for point in ring]) for ring in _rings(feature["geometry"]))
    x, y = place(feature["properties"]["label"])
    column, row = TILES[code]
    return Outline(code, feature["properties"]["short"], path, x, y, column, row)


def _closed(points: Sequence[tuple[float, float]]) -> str:
    return "M" + "L".join(f"{x:g},{y:g}" for x, y in points) + "Z"


def _rings(geometry: Mapping[str, Any]) -> Iterator[Sequence[Point]]:
    parts = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
    for part in parts:
        yield from map(_drawn_near, part)


def _drawn_near(ring: Sequence[Point]) -> Sequence[Point]:
    if max(point[0] for point in ring) > FAR_WEST:
        return ring
    return [(point[0] + DRAWN_EAST_BY, point[1]) for point in ring]
