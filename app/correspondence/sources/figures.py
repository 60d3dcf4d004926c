"""Letters from the drill-down: tables of bodies, of places and of units, who is late, the rows behind a figure."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from functools import partial

from app.clock import local_day
from app.correspondence.rules import LetterKind, Listing
from app.correspondence.sources.bodies import days_in_words
from app.correspondence.sources.composing import ROWS_AT_MOST, Committees, Line, listing, of_unit
from app.directives.labels import SPLIT
from app.directives.measures import Figure, LeadStep, UnitDayRow
from app.directives.rules import MeasureKey, Period
from app.documents.wording import short_date
from app.door import Viewer
from app.monitoring import labels
from app.monitoring import queries as monitor
from app.monitoring.periods import chosen_period
from app.monitoring.queries import Line as TableLine
from app.monitoring.queries import Order, Overview, Show, UnitLine, Wanted
from app.monitoring.queries.late import all_late_units
from app.monitoring.queries.rows import BodyRow, Row
from app.monitoring.views import wanted_rows
from app.web.converters import id_in
from app.web.filters import deadline
from app.web.pagination import each_page

Args = Mapping[str, str]
YESTERDAY = "yesterday"
COMPARED = (("Mã QR", MeasureKey.QR), ("Khách đến, khách đi", MeasureKey.ENTRY))
# Of so many missing rows the units are told; a figure with more is narrowed first.
ROWS_LOOKED_AT = 20_000
NAMED_PLACE = "code"
# What the rows of a unit are.
COUNTED = {MeasureKey.ENTRY: "Số ngày", MeasureKey.QR: "Số điểm"}
SUBJECTS: Mapping[MeasureKey, str] = {
    MeasureKey.LEAD: "quán triệt, chỉ đạo thực hiện khai báo y tế điện tử bằng mã QR",
    MeasureKey.QR: "tạo, niêm yết mã QR",
    MeasureKey.ENTRY: "kiểm soát khách đến, khách đi bằng mã QR",
    MeasureKey.SAFETY: "tự đánh giá, cập nhật mức độ an toàn",
    MeasureKey.ISOLATION: "cập nhật tình trạng sức khỏe người được cách ly",
    MeasureKey.ZONES: "cập nhật tình hình sức khỏe hằng ngày tại khu vực cách ly và của Tổ Covid cộng đồng",
    MeasureKey.PUBLICISE: "truyền thông, vận động khai báo y tế điện tử",
}


def results(viewer: Viewer, kind: LetterKind, args: Args) -> Listing:
    """Which bodies or places are below the target of `entry` or `qr`; to commend, which reached both."""
    period = chosen_period(args).period
    overview = _overview(viewer, args, period)
    committees = Committees(viewer) if NAMED_PLACE in args else None
    # Bodies that are never ranked are not held against each other in a letter either.
    tables = [
        table for table in overview.sections if table.is_ranked and args.get("group", table.section) == table.section
    ]
    judged = [line for table in tables for line in table.lines if not line.is_own and _judged(line)]
    chosen = [line for line in judged if _is_good(line, overview.targets) is (kind is LetterKind.COMMEND)]
    lines = (
        Line(
            committees.of_id(line.node.id) if committees else line.node.id,
            [line.node.name, *(_pair(line.figures[key]) for _name, key in COMPARED)],
        )
        for line in chosen
    )
    header = ["Địa bàn" if committees else "Cơ quan", *(name for name, _key in COMPARED)]
    subject = f"kiểm soát khách đến, khách đi và niêm yết mã QR {days_in_words(period)}"
    return listing(viewer, subject, "Kết quả thực hiện", header, lines)


def _overview(viewer: Viewer, args: Args, period: Period) -> Overview:
    body_id = id_in(args.get("organisation_id", ""))
    if args.get(NAMED_PLACE):
        return monitor.area_overview(viewer, args[NAMED_PLACE], period, Order())
    if body_id is not None:
        return monitor.body_overview(viewer, body_id, period, Order())
    return monitor.own_overview(viewer, period, Order())


def _is_good(line: TableLine, targets: Mapping[MeasureKey, float]) -> bool:
    """Whether what was due reached its targets."""
    return not any(each.is_below(targets.get(each.measure, 0)) for each in _judged(line))


def _judged(line: TableLine) -> list[Figure]:
    """The figures of which enough was due to say something of the body."""
    return [line.figures[key] for _name, key in COMPARED if line.figures[key].is_rankable]


def _pair(figure: Figure | None) -> str:
    return f"{figure.numerator}/{figure.denominator}" if figure and figure.denominator else "không phát sinh"


def units(viewer: Viewer, kind: LetterKind, args: Args) -> Listing:
    """Which units of a body or commune lack something that was due; to commend, which lack nothing."""
    period = chosen_period(args).period
    body_id = id_in(args.get("organisation_id", ""))
    if body_id is not None:
        find = partial(monitor.units_of_body, viewer, body_id, period)
    else:
        find = partial(monitor.units_of_area, viewer, args.get(NAMED_PLACE, ""), period)
    found: Iterator[UnitLine] = (line for page in each_page(lambda wish: find(wish).page) for line in page.rows)
    lines = (
        of_unit(each.unit, each.unit.organisation_name, *(_pair(each.figures.get(key)) for _name, key in COMPARED))
        for each in found
        if _lacks(each) is (kind is not LetterKind.COMMEND)
    )
    header = ["Đơn vị", "Cơ quan quản lý", *(name for name, _key in COMPARED)]
    subject = f"kiểm soát khách đến, khách đi và niêm yết mã QR {days_in_words(period)}"
    return listing(viewer, subject, "Danh sách đơn vị", header, lines)


def _lacks(line: UnitLine) -> bool | None:
    """None of a unit of which nothing was due."""
    due = [line.figures[key] for _name, key in COMPARED if key in line.figures and line.figures[key].denominator]
    return any(figure.is_below(1) for figure in due) if due else None


def late(viewer: Viewer, kind: LetterKind, args: Args) -> Listing:
    """Who answers for units that were open and have no data of a day; to commend, nobody: the list names the late."""
    day = local_day() - timedelta(1) if args.get("day") == YESTERDAY else local_day()
    wanted = Wanted(
        MeasureKey.ENTRY,
        Period(day, day),
        body_id=id_in(args.get("body", "")),
        area_code=args.get("area", ""),
        show=Show.MISSING,
    )
    limits = monitor.wanted_rows(viewer, wanted).limits
    found = [] if kind is LetterKind.COMMEND else all_late_units(viewer, day, limits, limit=ROWS_AT_MOST + 1)
    lines = (
        Line(
            unit.organisation_id,
            [unit.name, unit.organisation_name, unit.area_name, str(unit.silent_days)],
            (unit.unit_id, unit.name),
        )
        for unit in found
    )
    subject = f"kiểm soát khách đến, khách đi bằng mã QR ngày {short_date(day)}"
    header = ["Đơn vị", "Cơ quan quản lý", "Địa bàn", "Số ngày không có số liệu trong 7 ngày"]
    return listing(viewer, subject, "Danh sách đơn vị chưa có số liệu", header, lines)


def rows(viewer: Viewer, kind: LetterKind, args: Args) -> Listing:
    """Whose rows a figure misses, each unit once; to commend, whose rows it counted."""
    meant = wanted_rows(args.get("measure", ""))
    shown = Show.COUNTED if kind is LetterKind.COMMEND else Show.MISSING
    found = monitor.all_rows(viewer, replace(meant, wanted=replace(meant.wanted, show=shown)), limit=ROWS_LOOKED_AT)
    measure = meant.wanted.measure
    subject = f"{SUBJECTS[measure]} {days_in_words(meant.wanted.period)}"
    if measure in (MeasureKey.LEAD, MeasureKey.PUBLICISE):
        of_bodies = (row for row in found if not isinstance(row, UnitDayRow))
        header = ["Cơ quan", "Việc", "Hạn", "Kết quả"]
        return listing(viewer, subject, "Danh sách cơ quan", header, map(_body_line, of_bodies))
    header = ["Đơn vị", "Cơ quan quản lý", "Địa bàn", COUNTED.get(measure, "Số lượt"), "Tình trạng"]
    return listing(viewer, subject, "Danh sách đơn vị", header, _unit_lines(found))


def _body_line(row: BodyRow) -> Line:
    if isinstance(row, LeadStep):
        named = [labels.step_words(row), deadline(row.due_at), labels.step_result(row)]
    else:
        named = [row.subject, short_date(row.planned_on) if row.action_id else "", str(SPLIT[row.why])]
    return Line(row.organisation_id, [row.organisation_name, *named])


@dataclass
class _Unit:
    """A unit of the rows: the first of them, its days, and why."""

    row: UnitDayRow
    count: int = 0
    whys: dict[str, None] = field(default_factory=dict)


def _unit_lines(found: Iterable[Row]) -> Iterator[Line]:
    seen: dict[tuple[int, str, int], _Unit] = {}
    for row in found:
        if isinstance(row, UnitDayRow):
            unit = seen.setdefault((row.unit_id, row.unit_name, row.organisation_id), _Unit(row))
            unit.count += 1
            unit.whys[str(SPLIT[row.why])] = None
    for unit in seen.values():
        row, cells = unit.row, _cells(unit)
        yield Line(row.organisation_id, cells, (row.unit_id, row.unit_name) if row.unit_id > 0 else None)


def _cells(unit: _Unit) -> Sequence[str]:
    row = unit.row
    return [row.unit_name, row.organisation_name, row.area_name, str(unit.count), "; ".join(unit.whys)]
