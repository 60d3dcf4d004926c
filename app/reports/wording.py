"""Sentences of a report, written from its frozen figures in the Vietnamese of offices.

Pure, so that the same figures give the same words for ever. A sentence is a list of pieces; a piece that states a
figure says which rows are behind it, so that a page can lead there.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.documents.wording import official_date, padded, short_date, tenths, vietnamese_number

Figures = Mapping[str, Any]
# Names of bodies are listed up to this many; the annex has them all.
NAMED = 8
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


@dataclass(frozen=True)
class Piece:
    """A piece of a sentence; `measure` and `show` are the rows that it counts, `listed` the list that it counts."""

    text: str
    measure: str = ""
    show: str = ""
    listed: str = ""


Sentence = Sequence[Piece]


def count(number: int) -> str:
    """`05`, `12`, `1.234`: counts of things are never a lone digit."""
    return padded(number) if 0 < number < 10 else vietnamese_number(number)


def share(numerator: int, denominator: int) -> str:
    """`87,5%`; never rounded up to 100% or down to 0%."""
    found = tenths(numerator / denominator)
    return f"{vietnamese_number(found / 10, decimals=1 if found % 10 else 0)}%"


def span(first: str, last: str) -> str:
    """`từ ngày 07/5/2021 đến ngày 13/5/2021`, one day alone `ngày 07/5/2021`."""
    if first == last:
        return f"ngày {short_date(date.fromisoformat(first))}"
    return f"từ ngày {short_date(date.fromisoformat(first))} đến ngày {short_date(date.fromisoformat(last))}"


def change(now: Figures, before: Figures | None) -> str:
    """`, tăng 2,1 điểm phần trăm so với kỳ trước (89,6%)`; nothing when there is nothing to compare with."""
    if not before or not before["denominator"] or not now["denominator"]:
        return ""
    then = share(before["numerator"], before["denominator"])
    points = _tenths(now) - _tenths(before)
    if points == 0:
        return f", bằng kỳ trước ({then})"
    direction = "tăng" if points > 0 else "giảm"
    by = vietnamese_number(abs(points) / 10, decimals=1 if points % 10 else 0)
    return f", {direction} {by} điểm phần trăm so với kỳ trước ({then})"


def against_target(now: Figures) -> str:
    """`; đạt mục tiêu 90%` or `; chưa đạt mục tiêu 90%`."""
    target = now.get("target")
    if target is None:
        return ""
    reached = not _is_below(now, target)
    return f"; {'đạt' if reached else 'chưa đạt'} mục tiêu {share(round(target * 1000), 1000)}"


def _is_below(figure: Figures, target: float) -> bool:
    # Divided, as pages do: 0.55 * 100 is more than 55.
    is_below: bool = figure["numerator"] / figure["denominator"] < target
    return is_below


def _tenths(figure: Figures) -> int:
    return tenths(figure["numerator"] / figure["denominator"])


def opening(figures: Figures) -> str:
    """Which letter is carried out, by whom, and for which days."""
    letters = "; ".join(
        f"Công văn số {letter['number']} {official_date(date.fromisoformat(letter['signed_on']))}"
        for letter in figures["letters"]
    )
    carried_out = (
        f"Thực hiện {letters} của Ủy ban nhân dân tỉnh Kiên Giang" if letters else "Thực hiện chỉ đạo của tỉnh"
    )
    about = "về việc đẩy mạnh khai báo y tế điện tử bằng mã QR"
    days = span(figures["period"]["first"], figures["period"]["last"])
    return f"{carried_out} {about}, {figures['body']['full_name']} báo cáo kết quả {days} như sau:"


def closing(figures: Figures) -> str:
    """The last sentence, which ends as the decree asks."""
    days = span(figures["period"]["first"], figures["period"]["last"])
    return f"Trên đây là báo cáo kết quả thực hiện khai báo y tế điện tử bằng mã QR {days}./."


def general(figures: Figures) -> list[Sentence]:
    """I: the register, the visitors, and what heads did."""
    units, visits = figures["units"], figures["visits"]
    sentences: list[Sentence] = [
        [
            Piece(f"Đến {_end(figures)}, có "),
            Piece(count(units["active"]), listed="units-active"),
            Piece(" đơn vị đang hoạt động đã đăng ký trên hệ thống"),
            *_pending(units["pending"]),
            Piece("."),
        ],
        [
            Piece("Trong kỳ ghi nhận "),
            Piece(count(visits["entries"]), listed="entries"),
            Piece(f" lượt khách đến, {count(visits['exits'])} lượt khách đi."),
        ],
    ]
    return [*sentences, *_publicised(figures), *_lead(figures)]


def _pending(number: int) -> list[Piece]:
    if not number:
        return []
    return [Piece("; "), Piece(count(number), listed="units-pending"), Piece(" đơn vị đang chờ duyệt")]


def _publicised(figures: Figures) -> list[Sentence]:
    """Order 1 of the letter; nothing is said before somebody counts it."""
    now = figures["measures"].get("publicise")
    if not now or not now["denominator"]:
        return []
    return [_reached("publicise", now, None, "hoạt động tuyên truyền theo kế hoạch đã thực hiện, có minh chứng")]


def _lead(figures: Figures) -> list[Sentence]:
    lead = figures["measures"]["lead"]
    if not lead["denominator"]:
        return []
    return [
        [
            Piece("Về quán triệt, chỉ đạo và trách nhiệm người đứng đầu: "),
            *_pair("lead", lead),
            Piece(f" việc đến hạn trong kỳ đã làm đúng hạn, đạt {share(lead['numerator'], lead['denominator'])}."),
        ],
        *_confirmed(figures["confirmations"], alone=is_alone(figures)),
    ]


def is_alone(figures: Figures) -> bool:
    """Whether the report is of one body without others below it."""
    return all(line["is_own"] for section in figures["sections"] for line in section["lines"])


def _confirmed(given: Figures, *, alone: bool) -> list[Sentence]:
    if not given["due"]:
        return []
    whose = "" if alone else " của các cơ quan"
    said = _parts(
        (given["confirmed"], "lượt xác nhận kết quả"),
        (given["with_shortfall"], "lượt xác nhận, có nội dung chưa đạt"),
        (given["declined"], "lượt nêu chưa đủ cơ sở xác nhận"),
        (given["missing"], "lượt chưa xác nhận"),
    )
    return [
        [
            Piece("Người đứng đầu phải xác nhận kết quả "),
            Piece(count(given["due"]), listed="confirmations"),
            Piece(f" lượt{whose}: {said}."),
        ]
    ]


def results(figures: Figures) -> list[tuple[str, list[Sentence]]]:
    """II: the six results of the skeleton; what no chapter counts says so."""
    now, before = figures["measures"], figures["previous"]
    return [
        ("Đăng ký, niêm yết mã QR", _qr(now["qr"], before.get("qr"))),
        ("Kiểm soát khách đến, khách đi", _entry(now["entry"], before.get("entry"))),
        *((title, _counted(key, now.get(key), before.get(key), what)) for key, title, what in BY_LATER_CHAPTERS),
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
    if measure == "safety" and (areas := _parts(*((split.get(name, 0), words) for name, words in AREA_PARTS))):
        units = _parts(*((split.get(name, 0), words) for name, words in UNIT_LEVELS))
        both = [[Piece(f"Trong đó: {part}.")] for part in (units, areas) if part]
        return [_reached(measure, now, before, SAFETY_OF_BOTH), *both]
    return [_reached(measure, now, before, what)]


def _qr(now: Figures, before: Figures | None) -> list[Sentence]:
    if not now["denominator"]:
        return [[Piece("Trong kỳ không phát sinh: chưa có đơn vị phải có mã.")]]
    parts = _parts(*((now["split"].get(name, 0), words) for name, words in QR_PARTS))
    points = f"điểm (đơn vị và từng phương tiện) phải có mã, {qr_basis(now)}, đã xác nhận niêm yết mã QR"
    return [_reached("qr", now, before, points), [Piece(f"Trong đó: {parts}.")]]


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
    parts = _parts(
        (split["entries"], "ngày có khách đến"),
        # A figure that was frozen before national apps were tallied does not name them.
        (split.get("app_tally", 0), "ngày chỉ có khách dùng ứng dụng quốc gia"),
        (split["no_visitors"], "ngày báo không có khách"),
        (split["none"], "ngày không có số liệu"),
        (split["late"], "ngày bổ sung muộn"),
    )
    return [
        _reached("entry", now, before, "ngày mở cửa của các đơn vị có số liệu kiểm soát"),
        [Piece(f"Trong đó: {parts}."), *_exits(split)],
    ]


def _exits(split: Figures) -> list[Piece]:
    ended = split["entries_ended"]
    if not ended:
        return []
    recorded = share(split["exits_recorded"], ended)
    return [
        Piece(f" Lượt khách đi được ghi nhận bằng {recorded} số lượt đã kết thúc, phần còn lại do hệ thống ước tính.")
    ]


def _reached(measure: str, now: Figures, before: Figures | None, what: str) -> Sentence:
    return [
        Piece("Có "),
        *_pair(measure, now),
        Piece(f" {what}, đạt {share(now['numerator'], now['denominator'])}{change(now, before)}{against_target(now)}."),
    ]


def _pair(measure: str, figure: Figures) -> list[Piece]:
    """`7/12`, each number with its rows."""
    numerator, denominator = vietnamese_number(figure["numerator"]), vietnamese_number(figure["denominator"])
    return [Piece(numerator, measure, "counted"), Piece("/"), Piece(denominator, measure, "due")]


def _parts(*parts: tuple[int, str]) -> str:
    return "; ".join(f"{count(number)} {words}" for number, words in parts if number)


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
    for measure, what in (
        ("entry", "ngày mở cửa không có số liệu hoặc bổ sung muộn"),
        ("qr", "điểm chưa xác nhận niêm yết mã QR, kể cả chưa đăng ký"),
    ):
        missing = _missing(figures["measures"][measure])
        if missing:
            sentences.append([Piece("Còn "), Piece(count(missing), measure, "missing"), Piece(f" {what}.")])
    if figures["confirmations"]["missing"]:
        names = "" if is_alone(figures) else f": {_listed(figures['confirmations']['missing_names'])}"
        sentences.append([Piece(f"Chưa xác nhận kết quả kỳ đã đến hạn{names}.")])
    return sentences or [[Piece("Số liệu của hệ thống không cho thấy nội dung chưa đạt trong kỳ.")]]


def tasks(figures: Figures) -> list[Sentence]:
    """IV: what follows from what is missing."""
    sentences: list[Sentence] = []
    if _missing(figures["measures"]["qr"]):
        sentences.append([Piece("Chỉ đạo các đơn vị chưa niêm yết hoàn thành việc in, dán và xác nhận mã QR.")])
    if _missing(figures["measures"]["entry"]):
        sentences.append(
            [Piece("Đôn đốc các đơn vị kiểm soát khách đến, khách đi hằng ngày; ngày không có khách phải báo ngay.")]
        )
    if figures["confirmations"]["missing"]:
        sentences.append([Piece("Hoàn thành việc người đứng đầu xác nhận kết quả của kỳ đã đến hạn.")])
    return sentences or [[Piece("Tiếp tục duy trì kết quả đã đạt được.")]]


def _missing(figure: Figures) -> int:
    return int((figure["denominator"] or 0) - (figure["numerator"] or 0))


def _below(lines: Iterable[Figures], target: float | None) -> list[tuple[float, str, str]]:
    """Lines under the target of which enough was due, weakest first: share, name, share in words."""
    found = []
    for line in lines:
        entry = line["measures"]["entry"]
        done, due = entry["numerator"], entry["denominator"]
        if target is not None and line["is_rankable"] and _is_below(entry, target):
            found.append((done / due, line["name"], share(done, due)))
    return sorted(found)


def _named(weak: Sequence[tuple[float, str, str]]) -> str:
    return _listed([f"{name} ({words})" for _share, name, words in weak])


def _listed(names: Sequence[str]) -> str:
    if len(names) <= NAMED:
        return "; ".join(names)
    return f"{'; '.join(names[:NAMED])} và {count(len(names) - NAMED)} cơ quan khác"


def _end(figures: Figures) -> str:
    return f"ngày {short_date(date.fromisoformat(figures['period']['last']))}"
