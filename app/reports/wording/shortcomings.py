"""Parts III and IV: what is missing, why as heads say it, and what follows from it. Pure."""

from collections.abc import Iterable, Mapping, Sequence

from app.reports.wording.figures import Figures, Piece, Sentence, count, is_alone, is_below, listed, share

# Part III: what is missing of each measure; reports of before reasons were told say it of the first two only.
MISSING_OF: Sequence[tuple[str, str]] = (
    ("entry", "ngày mở cửa không có số liệu hoặc bổ sung muộn"),
    ("qr", "điểm chưa xác nhận niêm yết mã QR, kể cả chưa đăng ký"),
    ("safety", "đơn vị, xã, phường, thị trấn chưa có mức độ an toàn còn hạn hoặc chưa đặt, xác nhận cấp độ trong kỳ"),
    ("isolation", "lượt người được cách ly trong ngày chưa cập nhật sức khỏe"),
    ("zones", "lượt hộ, lượt Tổ Covid cộng đồng chưa cập nhật hoặc cập nhật muộn"),
    ("publicise", "hoạt động tuyên truyền chưa thực hiện, chưa có minh chứng hoặc chưa có kế hoạch"),
    ("lead", "việc quán triệt, chỉ đạo chưa làm, làm muộn hoặc nêu chưa đủ cơ sở"),
)
FIRST_TOLD = 2
# What is said where nothing is missing, and where nothing was due: who has no figures has reached nothing.
NOTHING_MISSING = "Số liệu của hệ thống không cho thấy nội dung chưa đạt trong kỳ."
GO_ON = "Tiếp tục duy trì kết quả đã đạt được."
NOTHING_TO_JUDGE = "Trong kỳ không phát sinh số liệu để đánh giá."
REGISTER = "Rà soát, hướng dẫn các đơn vị thuộc thẩm quyền quản lý đăng ký và khai báo trên hệ thống."
# Part IV: what follows from what is missing.
TASKS_OF: Mapping[str, str] = {
    "qr": "Chỉ đạo các đơn vị chưa niêm yết hoàn thành việc in, dán và xác nhận mã QR.",
    "entry": "Đôn đốc các đơn vị kiểm soát khách đến, khách đi hằng ngày; ngày không có khách phải báo ngay.",
    "safety": "Đôn đốc các đơn vị đánh giá, cập nhật mức độ an toàn; đặt, xác nhận lại cấp độ của địa bàn.",
    "isolation": "Bảo đảm mọi người được cách ly cập nhật sức khỏe hằng ngày, nơi quản lý cập nhật thay khi cần.",
    "zones": "Đôn đốc Tổ Covid cộng đồng cập nhật hằng ngày đủ số hộ được giao.",
    "publicise": "Thực hiện đủ các hoạt động tuyên truyền theo kế hoạch, có minh chứng.",
}


def shortcomings(figures: Figures) -> list[Sentence]:
    """III: who is below the target, compared within a section only, and how much is missing."""
    sentences: list[Sentence] = [
        [
            Piece(f"{section['label']} có kết quả kiểm soát khách đến, khách đi chưa đạt mục tiêu: "),
            Piece(f"{_named(weak)}."),
        ]
        for section in ([] if is_alone(figures) else figures["sections"])
        if section["is_ranked"] and not all(line["is_own"] for line in section["lines"])
        for weak in [_below(section["lines"], figures["measures"]["entry"].get("target"))]
        if weak
    ]
    for measure, what in MISSING_OF if "reasons" in figures else MISSING_OF[:FIRST_TOLD]:
        if missing := _missing(figures["measures"].get(measure)):
            sentences.append([Piece("Còn "), Piece(count(missing), measure, "missing"), Piece(f" {what}.")])
    if figures["confirmations"]["missing"]:
        names = "" if is_alone(figures) else f": {listed(figures['confirmations']['missing_names'])}"
        sentences.append([Piece(f"Chưa xác nhận kết quả kỳ đã đến hạn{names}.")])
    sentences += _reasons(figures)
    return sentences or [[Piece(NOTHING_TO_JUDGE if figures.get("nothing_due") else NOTHING_MISSING)]]


def _reasons(figures: Figures) -> list[Sentence]:
    """What heads themselves gave as reasons, in their words."""
    given = figures.get("reasons") or []
    if not given:
        return []
    if is_alone(figures):
        return [[Piece(f"Nguyên nhân do người đứng đầu nêu: {listed([each['text'] for each in given])}.")]]
    said = listed([f"{each['name']} ({each['text']})" for each in given])
    return [[Piece(f"Nguyên nhân do người đứng đầu các cơ quan nêu: {said}.")]]


def tasks(figures: Figures) -> list[Sentence]:
    """IV: what follows from what is missing."""
    told = list(TASKS_OF) if "reasons" in figures else list(TASKS_OF)[:FIRST_TOLD]
    missing = [measure for measure in told if _missing(figures["measures"].get(measure))]
    sentences: list[Sentence] = [[Piece(TASKS_OF[measure])] for measure in missing]
    if figures["confirmations"]["missing"]:
        sentences.append([Piece("Hoàn thành việc người đứng đầu xác nhận kết quả của kỳ đã đến hạn.")])
    return sentences or [[Piece(REGISTER if figures.get("nothing_due") else GO_ON)]]


def _missing(figure: Figures | None) -> int:
    return int((figure["denominator"] or 0) - (figure["numerator"] or 0)) if figure else 0


def _below(lines: Iterable[Figures], target: float | None) -> list[tuple[float, str, str]]:
    """Lines under the target of which enough was due, weakest first: share, name, share in words."""
    found = []
    for line in lines:
        entry = line["measures"]["entry"]
        done, due = entry["numerator"], entry["denominator"]
        if target is not None and line["is_rankable"] and is_below(entry, target):
            found.append((done / due, line["name"], share(done, due)))
    return sorted(found)


def _named(weak: Sequence[tuple[float, str, str]]) -> str:
    return listed([f"{name} ({words})" for _share, name, words in weak])
