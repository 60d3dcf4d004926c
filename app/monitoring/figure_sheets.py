"""Tables of figures as files: bodies, places and units with what was done of what was due."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain

from flask_babel import gettext as _

from app.directives.labels import basis_words
from app.directives.measures import Figure
from app.directives.rules import MeasureKey
from app.monitoring import labels
from app.monitoring.queries import Line, Overview
from app.monitoring.queries.figures import OF_UNITS, Figures
from app.monitoring.queries.results import COMPARED, Results
from app.monitoring.queries.units import UnitLine
from app.units.labels import UNIT_STATUS_LABELS
from app.units.work_labels import withheld_words
from app.web.filters import percent
from app.web.sheets import Sheet


def overview_sheet(by: str, overview: Overview) -> Sheet:
    """The tables of a page below each other, in its order; `by` is "owner" or "place"."""
    measures = [measure for measure, figure in overview.figures.items() if not figure.is_absent]
    header = [_("Nhóm"), _("Địa bàn") if by == "place" else _("Cơ quan"), *_headings(measures)]
    rows = (
        (labels.SECTION_LABELS[table.section], _name(line), *_cells(line.figures, measures))
        for table in overview.sections
        for line in table.lines
    )
    return Sheet(_("Theo dõi"), "theo-doi", header, rows)


def results_sheet(found: Results) -> Sheet:
    """One group's table, with the shares of the period before."""
    total = found.table.total if found.table else {}
    measures = [measure for measure, figure in total.items() if not figure.is_absent]
    earlier = [_("%(name)s, kỳ trước", name=labels.MEASURE_LABELS[measure]) for measure in COMPARED]
    header = [_("Nhóm"), _("Cơ quan"), *_headings(measures), *earlier]
    rows = (
        (
            labels.SECTION_LABELS[line.node.section],
            _name(line),
            *_cells(line.figures, measures),
            *_shares(found.before.get(line.node.id, {})),
        )
        for line in (found.table.lines if found.table else ())
    )
    return Sheet(_("Kết quả thực hiện"), "ket-qua-thuc-hien", header, rows)


def _shares(figures: Figures) -> Iterator[str]:
    for measure in COMPARED:
        yield percent(figures[measure].share) if measure in figures else ""


def units_sheet(lines: Iterable[UnitLine], withheld: int) -> Sheet:
    """Units with their figures; those that are not named counted in a last line."""
    last: list[Sequence[object]] = [[withheld_words(withheld)]] if withheld else []
    header = [_("Đơn vị"), _("Trạng thái"), _("Cơ quan quản lý"), _("Địa bàn"), *_headings(OF_UNITS)]
    return Sheet(_("Đơn vị"), "theo-doi-don-vi", header, chain(map(_unit, lines), last))


def _unit(line: UnitLine) -> Sequence[object]:
    unit = line.unit
    named = (unit.name, UNIT_STATUS_LABELS[unit.status], unit.organisation_name, unit.area_name)
    return *named, *_cells(line.figures, OF_UNITS)


def _name(line: Line) -> str:
    return _("%(name)s, trực tiếp quản lý", name=line.node.name) if line.is_own else line.node.name


def _headings(measures: Iterable[MeasureKey]) -> Iterator[str]:
    for measure in measures:
        name = labels.MEASURE_LABELS[measure]
        yield from (_("%(measure)s: đạt", measure=name), _("%(measure)s: phải có", measure=name), f"{name}: %")
        if measure is MeasureKey.QR:
            yield _("%(measure)s: mẫu số", measure=name)


def _cells(figures: Figures, measures: Iterable[MeasureKey]) -> Iterator[object]:
    for measure in measures:
        yield from _figure(figures, measure)


def _figure(figures: Mapping[MeasureKey, Figure], measure: MeasureKey) -> Iterator[object]:
    figure = figures.get(measure)
    if figure is None or not figure.denominator:
        yield from ("", "", _("không phát sinh") if figure and figure.is_nothing_due else _("chưa có số liệu"))
    else:
        yield from (figure.numerator, figure.denominator, percent(figure.share))
    if measure is MeasureKey.QR:
        # Shares of a list and shares of what is registered are never read together.
        yield basis_words(figure) if figure and figure.denominator else ""
