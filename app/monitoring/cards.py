"""The card of every list of the drill-down: its columns and first rows for a chat."""

from collections.abc import Sequence

from flask_babel import gettext as _

from app.directives.labels import SPLIT, figure_words
from app.directives.measures import Figure, LeadStep
from app.directives.rules import MeasureKey, Period
from app.monitoring import labels
from app.monitoring.queries import Line, Overview, Point, Rows, UnitLine
from app.monitoring.queries.late import LateUnit
from app.monitoring.queries.results import Results
from app.monitoring.queries.rows import Row
from app.monitoring.rules import Step
from app.notices.cards import ON_PICTURE, Card
from app.publicity.measure import PublicityRow
from app.web.filters import day as write_day
from app.web.filters import number


def overview_card(overview: Overview, name: str, measure: MeasureKey, *, by_place: bool) -> Card:
    """The lines of a page of the drill-down, in its order, with one measure."""
    lines = [line for table in overview.sections for line in table.lines]
    first = _("Địa bàn") if by_place else _("Cơ quan")
    return _figures_card(f"{name}, {_days(overview.period)}", first, lines, measure)


def results_card(found: Results, period: Period, measure: MeasureKey) -> Card:
    """One group's table, with the measure by which it is sorted."""
    lines = list(found.table.lines) if found.table else []
    return _figures_card(_("Kết quả thực hiện %(days)s", days=_days(period)), _("Cơ quan"), lines, measure)


def _figures_card(title: str, first: str, lines: Sequence[Line], measure: MeasureKey) -> Card:
    # No more than a picture has room for.
    rows = [(line.node.name, _short(line.figures.get(measure))) for line in lines[:ON_PICTURE]]
    return Card(title, (first, str(labels.MEASURE_LABELS[measure])), rows, len(lines))


def units_card(name: str, period: Period, units: Sequence[UnitLine], total: int) -> Card:
    """Units with what their doors had of the days on which they were open."""
    rows = [(line.unit.name, _short(line.figures.get(MeasureKey.ENTRY))) for line in units]
    header = (_("Đơn vị"), str(labels.MEASURE_LABELS[MeasureKey.ENTRY]))
    return Card(f"{name}, {_days(period)}", header, rows, total)


def rows_card(rows: Rows, listed: Sequence[Row], total: int) -> Card:
    """The rows behind a figure."""
    wanted = rows.wanted
    where = rows.body or rows.area
    name = f"{labels.MEASURE_LABELS[wanted.measure]} – {labels.SHOW_LABELS[wanted.show]}"
    title = f"{name}{f', {where.name}' if where else ''}, {_days(wanted.period)}"
    is_of_bodies = bool(listed) and isinstance(listed[0], LeadStep | PublicityRow)
    header = (_("Cơ quan") if is_of_bodies else _("Đơn vị"), _("Ngày"), _("Kết quả"))
    return Card(title, header, [_row(row) for row in listed], total)


def _row(row: Row) -> Sequence[str]:
    if isinstance(row, LeadStep):
        return row.organisation_name, labels.step_words(row), labels.step_result(row)
    if isinstance(row, PublicityRow):
        return row.organisation_name, write_day(row.planned_on), str(SPLIT[row.why])
    people = f": {number(row.people)}" if row.people > 1 else ""
    return row.unit_name, write_day(row.day), f"{SPLIT[row.why]}{people}"


def late_card(title: str, units: Sequence[LateUnit], total: int) -> Card:
    """Units without data of a day."""
    rows = [(unit.name, unit.area_name, number(unit.silent_days)) for unit in units]
    return Card(title, (_("Đơn vị"), _("Địa bàn"), _("Ngày im lặng")), rows, total)


def trend_card(rows: Rows, step: Step, points: Sequence[Point]) -> Card:
    """How a measure went, the latest point first."""
    where = rows.body or rows.area
    name = str(labels.MEASURE_LABELS[rows.wanted.measure])
    shown = [(labels.point_words(step, point.period), _short(point.figure)) for point in reversed(points)]
    return Card(f"{name}{f', {where.name}' if where else ''}", (_("Kỳ"), _("Tỷ lệ")), shown, len(shown))


def _short(figure: Figure | None) -> str:
    return figure_words(figure) if figure else _("chưa có số liệu")


def _days(period: Period) -> str:
    first, last = write_day(period.first_on), write_day(period.last_on)
    return first if first == last else f"{first} – {last}"
