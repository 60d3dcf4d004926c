"""The map beside a table of districts: each drawn by the share of one measure, with the link to what is below it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from app.areas.boundaries import Drawing, Outline, drawing
from app.directives.measures import Figure
from app.directives.rules import MeasureKey
from app.monitoring.queries import Line, Overview
from app.monitoring.rules import Band, band_of

# Fewer are no picture of the province.
FEWEST_DISTRICTS = 2


@dataclass(frozen=True)
class MapPlace:
    """One district on the map."""

    outline: Outline
    line: Line
    name: str
    figure: Figure
    band: Band


@dataclass(frozen=True)
class DistrictMap:
    """The districts of a table by one measure, and the measures that can be chosen instead."""

    drawing: Drawing
    measure: MeasureKey
    choices: Sequence[MeasureKey]
    places: Sequence[MapPlace]


def map_of(overview: Overview, wish: str) -> DistrictMap | None:
    """The map of the page's districts by the measure wished for, else by the first that there is; None without any."""
    drawn = drawing()
    lines = [
        (drawn.outlines[line.node.place_code], line)
        for table in overview.sections
        for line in table.lines
        if line.node.place_code and line.node.place_code in drawn.outlines and not line.is_own
    ]
    choices = _choices(line for _, line in lines)
    if len(lines) < FEWEST_DISTRICTS or not choices:
        return None
    usual = MeasureKey.ENTRY if MeasureKey.ENTRY in choices else choices[0]
    measure = next((each for each in choices if each.value == wish), usual)
    places = [_place(outline, line, measure) for outline, line in lines]
    return DistrictMap(
        drawn, measure, choices, sorted(places, key=lambda place: (place.outline.row, place.outline.column))
    )


def _choices(lines: Iterable[Line]) -> list[MeasureKey]:
    counted = {measure for line in lines for measure, figure in line.figures.items() if not figure.is_absent}
    return [measure for measure in MeasureKey if measure in counted]


def _place(outline: Outline, line: Line, measure: MeasureKey) -> MapPlace:
    figure = line.figures[measure]
    return MapPlace(outline, line, outline.name, figure, band_of(figure.share, is_rankable=figure.is_rankable))
