"""The lists that letters are written from: whom of them a letter of a kind concerns, and their rows as an annex."""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import timedelta

from app.clock import local, local_day
from app.correspondence.rules import Addressee, LetterKind, Listing, SourceKey
from app.directives.measures import Figure
from app.directives.queries import get_directive, get_period_book, groups_of, last_over, list_receipts
from app.directives.queries.confirmations import BodyPeriod
from app.directives.rules import ConfirmationOutcome, MeasureKey, Period, PeriodStatus, ReceiptStatus
from app.documents.wording import official_time, short_date
from app.door import Absent, Viewer
from app.monitoring import queries as monitor
from app.monitoring.periods import chosen_period
from app.monitoring.queries import Line, Order, Show, Wanted
from app.monitoring.queries.late import all_late_units
from app.monitoring.rules import Section
from app.organisations.models import Organisation
from app.reports.rules import full_name
from app.reports.wording import span
from app.units.coverage.queries import GapFilter, list_gaps
from app.units.labels import UNIT_KIND_LABELS
from app.web.days import read_day

Args = Mapping[str, str]
ORDER = "STT"
YESTERDAY = "yesterday"
# An annex of more is a file of its own.
UNITS_AT_MOST = 500


def listing(viewer: Viewer, source: SourceKey, kind: LetterKind, args: Args) -> Listing:
    """Whom a letter of this kind concerns, of the list that an address means. Raises Absent."""
    return SOURCES[source](viewer, kind, args)


def _confirmations(viewer: Viewer, kind: LetterKind, args: Args) -> Listing:
    """Who has not confirmed a period; to commend, who confirmed it in time."""
    first_on = read_day(args.get("period", "")) or last_over().first_on
    rows = [row for row in get_period_book(viewer, first_on).others if _is_meant(row, kind)]
    days = span(*_iso(rows[0].period)) if rows else span(first_on.isoformat(), first_on.isoformat())
    return Listing(
        subject=f"xác nhận kết quả khai báo y tế điện tử bằng mã QR kỳ {days}",
        title="Danh sách cơ quan",
        addressees=_addressees([row.body for row in rows]),
        header=[ORDER, "Cơ quan", "Công văn", "Hạn xác nhận", "Tình trạng"],
        rows=[
            (str(number), _name(row.body), row.directive.number, _moment(row), _state(row))
            for number, row in enumerate(rows, start=1)
        ],
    )


def _is_meant(row: BodyPeriod, kind: LetterKind) -> bool:
    given = row.confirmation
    if kind is LetterKind.COMMEND:
        return given is not None and given.outcome is ConfirmationOutcome.CONFIRMED and given.confirmed_at <= row.due_at
    return row.status in (PeriodStatus.DUE, PeriodStatus.OVERDUE)


def _state(row: BodyPeriod) -> str:
    if row.confirmation:
        return f"Đã xác nhận ngày {short_date(local_day(row.confirmation.confirmed_at))}"
    return "Quá hạn, chưa xác nhận" if row.status is PeriodStatus.OVERDUE else "Chưa xác nhận"


def _moment(row: BodyPeriod) -> str:
    due = local(row.due_at)
    return f"{official_time(due.time())} ngày {short_date(due.date())}"


def _receipts(viewer: Viewer, kind: LetterKind, args: Args) -> Listing:
    """Who has not acknowledged a letter; to commend, who has."""
    number = args.get("directive_id", "")
    if not number.isdecimal() or len(number) > 9:
        raise Absent
    directive = get_directive(int(number))
    found = [
        row
        for row in list_receipts(viewer, directive)
        if (row.status is ReceiptStatus.ACKNOWLEDGED) == (kind is LetterKind.COMMEND)
        # Whom nobody above has passed the letter on to answers for nothing yet.
        and row.status is not ReceiptStatus.NOT_PASSED_ON
    ]
    words = {
        ReceiptStatus.UNOPENED: "Chưa mở",
        ReceiptStatus.OPENED: "Đã mở, chưa xác nhận tiếp nhận",
        ReceiptStatus.ACKNOWLEDGED: "Đã xác nhận tiếp nhận",
    }
    return Listing(
        subject=f"tiếp nhận, quán triệt Công văn số {directive.number}",
        title="Danh sách cơ quan",
        addressees=_addressees([row.body for row in found]),
        header=[ORDER, "Cơ quan", "Tình trạng"],
        rows=[(str(order), _name(row.body), words[row.status]) for order, row in enumerate(found, start=1)],
    )


def _results(viewer: Viewer, kind: LetterKind, args: Args) -> Listing:
    """Who is below the target of `entry` or `qr` in the period of a results table; to commend, who reached both."""
    period = chosen_period(args).period
    body_id = args.get("organisation_id", "")
    if body_id.isdecimal() and len(body_id) < 10:
        overview = monitor.body_overview(viewer, int(body_id), period, Order())
    else:
        overview = monitor.own_overview(viewer, period, Order())
    # Bodies that are never ranked are not held against each other in a letter either.
    tables = [
        table for table in overview.sections if table.is_ranked and args.get("group", table.section) == table.section
    ]
    judged = [line for table in tables for line in table.lines if not line.is_own and _judged(line)]
    chosen = [line for line in judged if _is_good(line, overview.targets) is (kind is LetterKind.COMMEND)]
    groups = groups_of((line.node.id for line in chosen), on=local_day())
    names = (("Mã QR", MeasureKey.QR), ("Khách đến, khách đi", MeasureKey.ENTRY))
    return Listing(
        subject=f"kiểm soát khách đến, khách đi và niêm yết mã QR {span(*_iso(period))}",
        title="Kết quả thực hiện",
        addressees=[Addressee(line.node.id, line.node.name, groups.get(line.node.id)) for line in chosen],
        header=[ORDER, "Cơ quan", *(name for name, _key in names)],
        rows=[
            (str(order), line.node.name, *(_pair(line, key) for _name_, key in names))
            for order, line in enumerate(chosen, start=1)
        ],
    )


def _is_good(line: Line, targets: Mapping[MeasureKey, float]) -> bool:
    """Whether what was due reached its targets."""
    return not any(each.is_below(targets.get(each.measure, 0)) for each in _judged(line))


def _judged(line: Line) -> list[Figure]:
    """The figures of which enough was due to say something of the body."""
    return [line.figures[key] for key in (MeasureKey.QR, MeasureKey.ENTRY) if line.figures[key].is_rankable]


def _pair(line: Line, key: MeasureKey) -> str:
    figure = line.figures[key]
    return f"{figure.numerator}/{figure.denominator}" if figure.denominator else "không phát sinh"


def _iso(period: Period) -> tuple[str, str]:
    return period.first_on.isoformat(), period.last_on.isoformat()


def _coverage(viewer: Viewer, kind: LetterKind, args: Args) -> Listing:
    """Where places that must register are missing; to commend, where none is."""
    gaps = [gap for gap in list_gaps(viewer, GapFilter()) if bool(gap.missing) is (kind is not LetterKind.COMMEND)]
    districts = {gap.area.parent.code: gap.area.parent for gap in gaps if gap.area.parent}
    bodies = monitor.organisation_tree(on=local_day())
    found = [node for node in bodies.values() if node.place_code in districts and node.section is Section.DISTRICTS]
    return Listing(
        subject="đăng ký mã QR của các cơ sở trong danh sách gốc",
        title="Số cơ sở chưa đăng ký theo xã, phường, thị trấn",
        addressees=[Addressee(node.id, node.name) for node in found],
        header=[ORDER, "Địa bàn", "Loại hình", "Đã đăng ký", "Chưa đăng ký"],
        rows=[
            (
                str(order),
                f"{gap.area.name}, {gap.area.parent.name}" if gap.area.parent else gap.area.name,
                str(UNIT_KIND_LABELS[gap.kind]),
                str(gap.registered),
                str(gap.missing),
            )
            for order, gap in enumerate(gaps, start=1)
        ],
    )


def _late(viewer: Viewer, kind: LetterKind, args: Args) -> Listing:
    """Who answers for units that were open and have no data of a day; to commend, nobody: the list names the late."""
    day = local_day() - timedelta(1) if args.get("day") == YESTERDAY else local_day()
    body_id = args.get("body", "")
    wanted = Wanted(
        MeasureKey.ENTRY,
        Period(day, day),
        body_id=int(body_id) if body_id.isdecimal() and len(body_id) < 10 else None,
        area_code=args.get("area", ""),
        show=Show.MISSING,
    )
    limits = monitor.wanted_rows(viewer, wanted).limits
    units = [] if kind is LetterKind.COMMEND else all_late_units(viewer, day, limits, limit=UNITS_AT_MOST)
    known = {unit.organisation_id: unit.organisation_name for unit in units}
    groups = groups_of(known, on=local_day())
    return Listing(
        subject=f"kiểm soát khách đến, khách đi bằng mã QR ngày {short_date(day)}",
        title="Danh sách đơn vị chưa có số liệu",
        addressees=[Addressee(id_, name, groups.get(id_)) for id_, name in known.items()],
        header=[ORDER, "Đơn vị", "Cơ quan quản lý", "Địa bàn", "Số ngày không có số liệu trong 7 ngày"],
        rows=[
            (str(order), unit.name, unit.organisation_name, unit.area_name, str(unit.silent_days))
            for order, unit in enumerate(units, start=1)
        ],
    )


def _addressees(bodies: Sequence[Organisation]) -> list[Addressee]:
    known = {body.id: body for body in bodies}
    groups = groups_of(known, on=local_day())
    return [Addressee(body.id, _name(body), groups.get(body.id)) for body in known.values()]


def _name(body: Organisation) -> str:
    return full_name(body.kind, body.name)


def chosen_of(found: Listing, ids: Collection[int]) -> list[Addressee]:
    """Those of the list's bodies that the letter goes to."""
    return [each for each in found.addressees if each.id in ids]


Source = Callable[[Viewer, LetterKind, Args], Listing]
SOURCES: Mapping[SourceKey, Source] = {
    SourceKey.CONFIRMATIONS: _confirmations,
    SourceKey.RECEIPTS: _receipts,
    SourceKey.RESULTS: _results,
    SourceKey.COVERAGE: _coverage,
    SourceKey.LATE: _late,
}
