"""Letters from lists of places: who is missing by commune, grades, areas under isolation, teams, high risk."""

from collections.abc import Mapping

from app.areas.queries import list_high_risk
from app.clock import local_day
from app.correspondence.rules import LetterKind, Listing
from app.correspondence.sources.composing import Committees, Line, listing, place
from app.documents.wording import short_date
from app.door import Viewer
from app.safety.grades.queries import list_lines
from app.safety.grades.views import wanted_district
from app.units.coverage.queries import list_gaps
from app.units.coverage.views import wanted_gaps
from app.units.labels import UNIT_KIND_LABELS
from app.zones import queries as zones
from app.zones.labels import KINDS, SESSIONS, STATUSES
from app.zones.rules import zone_status
from app.zones.views.areas import wanted_zones
from app.zones.views.teams import wanted_teams

Args = Mapping[str, str]
PLACE = "Địa bàn"


def coverage(viewer: Viewer, kind: LetterKind, args: Args) -> Listing:
    """Where places that must register are missing; to commend, where none is."""
    committees = Committees(viewer)
    lines = (
        Line(
            committees.of(gap.area),
            [place(gap.area), str(UNIT_KIND_LABELS[gap.kind]), str(gap.registered), str(gap.missing)],
        )
        for gap in list_gaps(viewer, wanted_gaps())
        if bool(gap.missing) is (kind is not LetterKind.COMMEND)
    )
    subject = "đăng ký mã QR của các cơ sở trong danh sách gốc"
    header = [PLACE, "Loại hình", "Đã đăng ký", "Chưa đăng ký"]
    return listing(viewer, subject, "Số cơ sở chưa đăng ký theo xã, phường, thị trấn", header, lines)


def grades(viewer: Viewer, kind: LetterKind, args: Args) -> Listing:
    """Whose grade is to be set or confirmed again; to commend, whose is up to date."""
    committees = Committees(viewer)
    lines = (
        Line(
            committees.of_id(line.area.id),
            [line.area.name, line.grading.grade.name, short_date(line.grading.from_on)]
            if line.grading
            else [line.area.name, "Chưa đánh giá", ""],
        )
        for line in list_lines(district=wanted_district())
        if line.is_old is (kind is not LetterKind.COMMEND)
    )
    subject = "đánh giá, xác nhận lại cấp độ an toàn của địa bàn"
    return listing(viewer, subject, "Cấp độ an toàn của địa bàn", [PLACE, "Cấp độ", "Từ ngày"], lines)


def under_isolation(viewer: Viewer, kind: LetterKind, args: Args) -> Listing:
    """The areas under isolation as they are filtered."""
    committees, today = Committees(viewer), local_day()
    lines = (
        Line(
            committees.of(zone.area),
            [
                zone.name,
                str(KINDS[zone.kind]),
                place(zone.area),
                short_date(zone.from_on),
                str(STATUSES[zone_status(zone.from_on, zone.until_on, today=today)][0]),
            ],
        )
        for zone in zones.list_all_zones(viewer, wanted_zones())
    )
    subject = "cập nhật tình hình sức khỏe người dân trong khu vực cách ly y tế"
    header = ["Khu vực", "Phạm vi", PLACE, "Từ ngày", "Tình trạng"]
    return listing(viewer, subject, "Danh sách khu vực cách ly y tế", header, lines)


def teams(viewer: Viewer, kind: LetterKind, args: Args) -> Listing:
    """The teams that owe today's round; to commend, those that filed it."""
    committees = Committees(viewer)
    lines = (
        Line(
            committees.of(line.team.area),
            [line.team.name, place(line.team.area), str(line.household_count), str(line.reported_count)],
        )
        for line in zones.list_all_teams(viewer, wanted_teams(), day=local_day())
        if line.is_due and bool(line.rounds) is (kind is LetterKind.COMMEND)
    )
    subject = f"hoạt động của Tổ Covid cộng đồng ngày {short_date(local_day())}"
    header = ["Tổ", PLACE, "Số hộ trong danh sách", "Số hộ đã cập nhật"]
    return listing(viewer, subject, "Danh sách Tổ Covid cộng đồng", header, lines)


def rounds(viewer: Viewer, kind: LetterKind, args: Args) -> Listing:
    """The rounds past their cut-off; who owes one is not commended."""
    committees = Committees(viewer)
    found = () if kind is LetterKind.COMMEND else zones.list_missing(viewer)
    lines = (
        Line(committees.of(each.team.area), [each.team.name, place(each.team.area), str(SESSIONS[each.session])])
        for each in found
    )
    subject = f"đi từng hộ, cập nhật sức khỏe của Tổ Covid cộng đồng ngày {short_date(local_day())}"
    return listing(viewer, subject, "Danh sách Tổ Covid cộng đồng chưa nộp lượt đi", ["Tổ", PLACE, "Buổi"], lines)


def high_risk(viewer: Viewer, kind: LetterKind, args: Args) -> Listing:
    """The places at high risk today."""
    committees, today = Committees(viewer), local_day()
    lines = (
        Line(committees.of(each.area), [place(each.area), short_date(each.from_on), each.basis])
        for each in list_high_risk()
        if each.from_on <= today and (each.until_on is None or each.until_on > today)
    )
    subject = "khai báo y tế điện tử bằng mã QR tại địa bàn nguy cơ cao"
    return listing(viewer, subject, "Địa bàn nguy cơ cao", [PLACE, "Từ ngày", "Căn cứ"], lines)
