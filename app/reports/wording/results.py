"""Part II: the six results of the skeleton, each with what it was counted of and what it is made of. Pure."""

from collections.abc import Mapping, Sequence
from datetime import date, time

from app.documents.wording import official_time, short_date, vietnamese_number
from app.reports.wording.figures import Figures, Piece, Sentence, count, parts, reached, share

# How the points of `qr` are split: by the code that is up and who saw it, then by what is missing.
QR_PARTS = (
    ("national_officer", "điểm có mã tokhaiyte.vn, cán bộ nhìn thấy tại chỗ"),
    ("national_manager", "điểm có mã tokhaiyte.vn, đơn vị tự xác nhận đã dán"),
    ("displayed_officer", "điểm chỉ có mã của cổng, cán bộ nhìn thấy tại chỗ"),
    ("displayed_manager", "điểm chỉ có mã của cổng, đơn vị tự xác nhận đã dán"),
    ("not_accepted", "điểm đã dán mã không phải loại được yêu cầu"),
    ("national_not_displayed", "điểm có mã tokhaiyte.vn nhưng chưa xác nhận dán"),
    ("not_displayed", "điểm chỉ có mã của cổng, chưa xác nhận dán"),
    ("no_code", "điểm chưa có mã dùng được"),
    ("unregistered", "cơ sở trong danh sách gốc chưa đăng ký hoặc chưa được duyệt"),
)

NOT_COUNTED = "Chưa có số liệu trên hệ thống."
INSPECTED_LEVELS = (("safe", "lượt an toàn"), ("at_risk", "lượt có rủi ro"), ("unsafe", "lượt không an toàn"))
SAFETY_OF_UNITS = "đơn vị có mức độ an toàn còn hạn"
SAFETY_OF_BOTH = "đơn vị có mức độ an toàn còn hạn và xã, phường, thị trấn được đặt hoặc xác nhận cấp độ trong kỳ"
AREA_PARTS = (
    ("area_set", "xã được cấp huyện đặt hoặc xác nhận cấp độ"),
    ("area_by_province", "xã chỉ có quyết định của tỉnh"),
    ("area_before", "xã có cấp độ từ trước kỳ, chưa xác nhận lại"),
    ("area_never", "xã chưa đặt cấp độ"),
)
UNIT_LEVELS = (
    ("level_safe", "đơn vị an toàn"),
    ("level_at_risk", "đơn vị có rủi ro"),
    ("level_unsafe", "đơn vị không an toàn"),
    ("level_expired", "đơn vị có đánh giá đã hết hiệu lực"),
    ("not_assessed", "đơn vị chưa đánh giá"),
)
# Results that other chapters bring: key, title, what is counted.
BY_LATER_CHAPTERS = (
    ("safety", "Đánh giá mức độ an toàn", SAFETY_OF_UNITS),
    ("isolation", "Người được cách ly cập nhật sức khỏe", "lượt người được cách ly trong ngày đã cập nhật sức khỏe"),
    (
        "zones",
        "Khu vực cách ly y tế và Tổ Covid cộng đồng",
        "lượt hộ trong khu vực cách ly y tế và lượt Tổ Covid cộng đồng đã cập nhật trong ngày",
    ),
)
SPLIT_PARTS: Mapping[str, Sequence[tuple[str, str]]] = {
    "isolation": (
        ("isolation_self", "lượt người được cách ly tự cập nhật"),
        ("isolation_head", "lượt chủ hộ cập nhật"),
        ("isolation_staff", "lượt cơ sở cách ly cập nhật"),
        ("isolation_team", "lượt Tổ Covid cộng đồng cập nhật"),
        ("isolation_officer", "lượt cán bộ cập nhật"),
        ("isolation_elsewhere", "lượt đã khai tại tokhaiyte.vn"),
        ("isolation_absent", "lượt ghi nhận vắng mặt"),
        ("isolation_silent", "lượt chưa cập nhật"),
    ),
    "zones": (
        ("household_reported", "lượt hộ trong khu vực cách ly y tế đã cập nhật"),
        ("household_late", "lượt hộ cập nhật muộn"),
        ("household_missing", "lượt hộ chưa cập nhật"),
        ("round_filed", "lượt đi của tổ đã nộp"),
        ("round_late", "lượt đi nộp muộn"),
        ("round_missing", "lượt đi chưa nộp"),
    ),
}
# What is counted of a day that has begun.
SO_FAR = {"isolation": "người được cách ly đã cập nhật sức khỏe", "zones": "hộ và tổ đã cập nhật"}


def results(figures: Figures) -> list[tuple[str, list[Sentence]]]:
    """II: the six results of the skeleton; what no chapter counts says so."""
    now, before = figures["measures"], figures["previous"]
    return [
        ("Đăng ký, niêm yết mã QR", _qr(now["qr"], before.get("qr"))),
        ("Kiểm soát khách đến, khách đi", _entry(now["entry"], before.get("entry"))),
        *(
            (title, [*_counted(key, now.get(key), before.get(key), what), *_so_far(figures.get("running_day"), key)])
            for key, title, what in BY_LATER_CHAPTERS
        ),
        ("Kiểm tra, xử lý", _inspected(figures.get("inspections"))),
    ]


def _inspected(found: Figures | None) -> list[Sentence]:
    """Visits with a signed record, what they found and what became of it; older reports have none of it."""
    if found is None:
        return [[Piece(NOT_COUNTED)]]
    return [[Piece(sentence)] for sentence in (_visited(found), _found(found), _referred(found)) if sentence]


def _visited(found: Figures) -> str:
    if not found["inspections"]:
        return "Trong kỳ không có biên bản kiểm tra nào được ký."
    again = f" (trong đó {count(found['revisits'])} lượt kiểm tra lại)" if found["revisits"] else ""
    levels = ", ".join(f"{count(found['by_level'][level])} {words}" for level, words in INSPECTED_LEVELS)
    overruled = f"; {count(found['overruled'])} lượt kết luận khác mức chấm theo tiêu chí" if found["overruled"] else ""
    visits = f"{count(found['inspections'])} lượt tại {count(found['units'])} đơn vị"
    return f"Trong kỳ đã kiểm tra {visits}{again}: {levels}{overruled}."


def _found(found: Figures) -> str:
    parts = [
        f"nêu {count(found['findings'])} kiến nghị" if found["findings"] else "",
        f"{count(found['fixed'])} kiến nghị đã khắc phục xong" if found["fixed"] else "",
        f"{count(found['unfixed'])} kiến nghị đến hạn chưa khắc phục" if found["unfixed"] else "",
    ]
    said = ", ".join(part for part in parts if part)
    return f"Trong kỳ {said}." if said else ""


def _referred(found: Figures) -> str:
    return f"Đề nghị xử phạt vi phạm hành chính {count(found['referrals'])} vụ." if found["referrals"] else ""


def _counted(measure: str, now: Figures | None, before: Figures | None, what: str) -> list[Sentence]:
    """A result in one sentence; what nobody counts yet says so, nothing due is neither good nor bad."""
    if not now or now["denominator"] is None:
        return [[Piece(NOT_COUNTED)]]
    if not now["denominator"]:
        return [[Piece("Trong kỳ không phát sinh.")]]
    split = now.get("split", {})
    # A figure that was frozen before places were counted has none of them, and reads as it did.
    if measure == "safety" and (areas := parts(*((split.get(name, 0), words) for name, words in AREA_PARTS))):
        units = parts(*((split.get(name, 0), words) for name, words in UNIT_LEVELS))
        both = [[Piece(f"Trong đó: {part}.")] for part in (units, areas) if part]
        return [reached(measure, now, before, SAFETY_OF_BOTH), *both]
    return [reached(measure, now, before, what), *_split_up(measure, split, before)]


def _split_up(measure: str, split: Figures, before: Figures | None) -> list[Sentence]:
    """Who reported people in isolation; households and teams apart. Reports of before the split was told have none."""
    if before is None:
        return []
    said = parts(*((split.get(name, 0), words) for name, words in SPLIT_PARTS.get(measure, ())))
    known = split.get("households_known", 0) if measure == "zones" else 0
    listed = count(split.get("households_listed", 0))
    cover = f" Địa bàn nguy cơ cao có {listed}/{count(known)} hộ trong danh sách của các tổ." if known else ""
    return [[Piece(f"Trong đó: {said}.{cover}")]] if said else []


def _so_far(running: Figures | None, measure: str) -> list[Sentence]:
    """How the day that has begun stands, beside the one that the report is of."""
    now = running["measures"].get(measure) if running else None
    if running is None or now is None or now["denominator"] is None:
        return []
    at = official_time(time.fromisoformat(running["time"]))
    until = f"Trong ngày {short_date(date.fromisoformat(running['day']))}, tính đến {at}"
    if not now["denominator"]:
        return [[Piece(f"{until}: không phát sinh.")]]
    done, due = now["numerator"], now["denominator"]
    pair = f"{vietnamese_number(done)}/{vietnamese_number(due)}"
    return [[Piece(f"{until}: {pair} {SO_FAR[measure]}, đạt {share(done, due)}.")]]


def _qr(now: Figures, before: Figures | None) -> list[Sentence]:
    if not now["denominator"]:
        return [[Piece("Trong kỳ không phát sinh: chưa có đơn vị phải có mã.")]]
    made_of = parts(*((now["split"].get(name, 0), words) for name, words in QR_PARTS))
    points = f"điểm (đơn vị và từng phương tiện) phải có mã, {qr_basis(now)}, đã xác nhận niêm yết mã QR"
    return [reached("qr", now, before, points), [Piece(f"Trong đó: {made_of}.")]]


def qr_basis(figure: Figures) -> str:
    """By which count the denominator was taken; figures frozen before lists were known are by what is registered."""
    by_list, due = figure.get("split", figure).get("by_list", 0), figure["denominator"]
    if by_list and by_list < due:
        return f"{count(by_list)} điểm theo danh sách gốc, còn lại theo số đã đăng ký"
    return "theo danh sách gốc" if by_list else "theo số đã đăng ký"


def _entry(now: Figures, before: Figures | None) -> list[Sentence]:
    if not now["denominator"]:
        return [[Piece("Trong kỳ không phát sinh ngày mở cửa phải kiểm soát.")]]
    split = now["split"]
    made_of = parts(
        (split["entries"], "ngày có khách đến"),
        # A figure that was frozen before national apps were tallied does not name them.
        (split.get("app_tally", 0), "ngày chỉ có khách dùng ứng dụng quốc gia"),
        (split["no_visitors"], "ngày báo không có khách"),
        (split["none"], "ngày không có số liệu"),
        (split["late"], "ngày bổ sung muộn"),
    )
    return [
        reached("entry", now, before, "ngày mở cửa của các đơn vị có số liệu kiểm soát"),
        [Piece(f"Trong đó: {made_of}."), *_exits(split)],
    ]


def _exits(split: Figures) -> list[Piece]:
    ended = split["entries_ended"]
    if not ended:
        return []
    recorded = share(split["exits_recorded"], ended)
    return [
        Piece(f" Lượt khách đi được ghi nhận bằng {recorded} số lượt đã kết thúc, phần còn lại do hệ thống ước tính.")
    ]
