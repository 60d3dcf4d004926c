"""Letters from lists of units: the register, codes, levels, what is to be put right, data to check, inspections."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from app.clock import local_day
from app.correspondence.rules import LetterKind, Listing
from app.correspondence.sources.composing import Committees, Line, listing, of_unit, place
from app.documents.wording import short_date
from app.door import Viewer
from app.flags import queries as flags
from app.flags.labels import KIND_LABELS as FLAG_LABELS
from app.flags.labels import STATUS_LABELS as FLAG_STATUSES
from app.flags.models import Flag
from app.flags.views import wanted_flags
from app.inspections import queries as inspections
from app.inspections.labels import STATUS_LABELS as INSPECTION_STATUSES
from app.inspections.views.listing import wanted_inspections
from app.inspections.views.planning import wanted_places
from app.posters import queries as posters
from app.posters.labels import STATE_LABELS
from app.posters.rules import poster_state
from app.posters.views.wanted import wanted_codes
from app.safety import levels
from app.safety.labels import LEVEL_LABELS
from app.safety.remedies import queries as remedies
from app.safety.remedies.labels import STATUS_LABELS as REMEDY_STATUSES
from app.safety.remedies.rules import RemedyStatus
from app.safety.remedies.views import wanted_remedies
from app.safety.rules import Level
from app.safety.sources.queries import SourceLine
from app.safety.sources.queries import list_gaps as list_contradicted
from app.safety.sources.views import wanted_sources
from app.safety.views.listing import wanted_levels
from app.units import queries
from app.units.coverage.queries import list_all_missing
from app.units.coverage.views import wanted_gaps
from app.units.labels import UNIT_KIND_LABELS, UNIT_STATUS_LABELS
from app.units.queries import Need
from app.units.rules import UnitStatus
from app.units.views.listing import wanted_units
from app.web.pagination import each_page

Args = Mapping[str, str]
TITLE = "Danh sách đơn vị"
UNIT, OWNER, PLACE = "Đơn vị", "Cơ quan quản lý", "Địa bàn"


def register(viewer: Viewer, kind: LetterKind, args: Args) -> Listing:
    """The units as they are filtered; without a wish for others those in operation."""
    wanted = wanted_units()
    if wanted.status is None and wanted.need is None:
        wanted = replace(wanted, status=UnitStatus.ACTIVE)
    lines = (
        of_unit(
            unit,
            UNIT_KIND_LABELS[unit.kind],
            unit.organisation.name,
            place(unit.area),
            UNIT_STATUS_LABELS[unit.status],
        )
        for unit in queries.list_all_units(viewer, wanted)
    )
    subject = "khai báo y tế điện tử bằng mã QR tại các đơn vị"
    if wanted.need is Need.OWNER:
        subject = "xác định cơ quan quản lý của các đơn vị đăng ký mã QR"
    elif wanted.status is UnitStatus.PENDING or wanted.need is Need.OFFICER:
        subject = "xét duyệt hồ sơ đăng ký mã QR của các đơn vị"
    return listing(viewer, subject, TITLE, [UNIT, "Loại hình", OWNER, PLACE, "Trạng thái"], lines)


def codes(viewer: Viewer, kind: LetterKind, args: Args) -> Listing:
    """The codes as they are filtered."""
    lines = (
        of_unit(
            each.unit,
            each.checkpoint.name,
            each.unit.organisation.name,
            place(each.unit.area),
            STATE_LABELS[poster_state(each)],
        )
        for each in posters.list_all_codes(viewer, wanted_codes())
    )
    header = [UNIT, "Cổng, xe, tàu", OWNER, PLACE, "Tình trạng mã QR"]
    return listing(viewer, "niêm yết mã QR tại các đơn vị", TITLE, header, lines)


def safety(viewer: Viewer, kind: LetterKind, args: Args) -> Listing:
    """The levels as they are filtered; without a filter those that are not safe, to commend those that are."""
    wanted = wanted_levels()
    is_chosen = wanted.level is not None or wanted.need is not None
    lines = (
        of_unit(line.unit, line.unit.organisation.name, place(line.unit.area), LEVEL_LABELS[line.level])
        for line in levels.list_all_levels(viewer, wanted)
        if is_chosen or (line.level is Level.SAFE) == (kind is LetterKind.COMMEND)
    )
    subject = "tự đánh giá, cập nhật mức độ an toàn của các đơn vị"
    return listing(viewer, subject, TITLE, [UNIT, OWNER, PLACE, "Mức độ an toàn"], lines)


def contradicted(viewer: Viewer, kind: LetterKind, args: Args) -> Listing:
    """The units of which an inspection or their visitors find worse than they say; that is no merit."""
    wanted = wanted_sources()
    found: Iterator[SourceLine] = (
        line for page in each_page(lambda wish: list_contradicted(viewer, wanted, wish)) for line in page.rows
    )
    lines = (
        of_unit(line.unit, line.unit.organisation.name, place(line.unit.area))
        for line in found
        if kind is not LetterKind.COMMEND
    )
    subject = "rà soát, đánh giá lại mức độ an toàn của các đơn vị"
    return listing(viewer, subject, TITLE, [UNIT, OWNER, PLACE], lines)


def to_put_right(viewer: Viewer, kind: LetterKind, args: Args) -> Listing:
    """What is still to be put right, as it is filtered; to commend, what was put right."""
    lines = (
        of_unit(row.unit, row.unit.organisation.name, row.subject, short_date(row.due_on), REMEDY_STATUSES[row.status])
        for row in remedies.list_all_remedies(viewer, wanted_remedies())
        if (row.status is RemedyStatus.DONE) == (kind is LetterKind.COMMEND)
    )
    header = [UNIT, OWNER, "Nội dung phải khắc phục", "Hạn", "Tình trạng"]
    return listing(viewer, "khắc phục tồn tại tại các đơn vị", "Danh sách việc phải khắc phục", header, lines)


def to_check(viewer: Viewer, kind: LetterKind, args: Args) -> Listing:
    """Data to check, as they are filtered; they blame and commend nobody."""
    committees, today = Committees(viewer), local_day()
    found = flags.list_all_flags(viewer, wanted_flags()) if kind is LetterKind.URGE else ()
    lines = (
        _flag_line(
            flag,
            committees,
            [
                place(flag.area),
                str(FLAG_LABELS[flag.kind]),
                short_date(flag.day),
                str(FLAG_STATUSES[flag.status_on(today)][0]),
            ],
        )
        for flag in found
    )
    header = ["Đơn vị, tổ", PLACE, "Dấu hiệu", "Ngày", "Tình trạng"]
    subject = "kiểm tra, giải trình số liệu khai báo y tế điện tử"
    return listing(viewer, subject, "Số liệu cần kiểm tra", header, lines)


def _flag_line(flag: Flag, committees: Committees, cells: list[str]) -> Line:
    if flag.unit:
        return of_unit(flag.unit, *cells)
    return Line(committees.of(flag.area), [flag.subject.name, *cells])


def inspected(viewer: Viewer, kind: LetterKind, args: Args) -> Listing:
    """The inspections as they are filtered: to whoever answers for the unit."""
    lines = (
        of_unit(
            each.unit,
            each.unit.organisation.name,
            each.organisation.name,
            short_date(each.inspected_on or each.planned_on),
            INSPECTION_STATUSES[each.status][0],
        )
        for each in inspections.list_all_inspections(viewer, wanted_inspections())
    )
    header = [UNIT, OWNER, "Cơ quan kiểm tra", "Ngày", "Tình trạng"]
    return listing(viewer, "chấp hành kiểm tra và khắc phục sau kiểm tra", TITLE, header, lines)


def at_risk(viewer: Viewer, kind: LetterKind, args: Args) -> Listing:
    """The units at which a visit would be worth most."""
    found = () if kind is LetterKind.COMMEND else inspections.list_risks(viewer, wanted_places())
    lines = (of_unit(each.unit, UNIT_KIND_LABELS[each.unit.kind], place(each.unit.area)) for each in found)
    subject = "tăng cường phòng, chống dịch tại các đơn vị có nguy cơ"
    return listing(viewer, subject, TITLE, [UNIT, "Loại hình", PLACE], lines)


def not_registered(viewer: Viewer, kind: LetterKind, args: Args) -> Listing:
    """The call list as it is filtered: to the committees of the places; who is missing is not commended."""
    committees = Committees(viewer)
    found = () if kind is LetterKind.COMMEND else list_all_missing(viewer, wanted_gaps())
    lines = (
        Line(committees.of(entry.area), [entry.name, str(UNIT_KIND_LABELS[entry.kind]), place(entry.area)])
        for entry in found
    )
    subject = "đăng ký mã QR của các cơ sở trong danh sách gốc"
    return listing(viewer, subject, "Danh sách cơ sở chưa đăng ký", ["Cơ sở", "Loại hình", PLACE], lines)
