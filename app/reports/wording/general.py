"""The frame of a report and part I: which letter is carried out, the register, the visitors, what heads did. Pure."""

from collections.abc import Mapping
from datetime import date

from app.documents.wording import official_date, short_date
from app.reports.wording.figures import Figures, Piece, Sentence, count, is_alone, pair, parts, reached, share, span


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
            Piece(f" lượt khách đến, {count(visits['exits'])} lượt khách đi{_late(visits)}."),
        ],
    ]
    return [*sentences, *_publicised(figures), *_lead(figures)]


def _late(visits: Mapping[str, int]) -> str:
    """Reports of old have none."""
    late = visits.get("late", 0)
    return f"; ngoài ra có {count(late)} lượt khách đến bổ sung muộn" if late else ""


def _pending(number: int) -> list[Piece]:
    if not number:
        return []
    return [Piece("; "), Piece(count(number), listed="units-pending"), Piece(" đơn vị đang chờ duyệt")]


def _publicised(figures: Figures) -> list[Sentence]:
    """Order 1 of the letter; nothing is said before somebody counts it."""
    now = figures["measures"].get("publicise")
    if not now or not now["denominator"]:
        return []
    before = figures["previous"].get("publicise")
    return [reached("publicise", now, before, "hoạt động tuyên truyền theo kế hoạch đã thực hiện, có minh chứng")]


def _lead(figures: Figures) -> list[Sentence]:
    lead = figures["measures"]["lead"]
    if not lead["denominator"]:
        return []
    return [
        [
            Piece("Về quán triệt, chỉ đạo và trách nhiệm người đứng đầu: "),
            *pair("lead", lead),
            Piece(f" việc đến hạn trong kỳ đã làm đúng hạn, đạt {share(lead['numerator'], lead['denominator'])}."),
        ],
        *_confirmed(figures["confirmations"], alone=is_alone(figures)),
    ]


def _confirmed(given: Figures, *, alone: bool) -> list[Sentence]:
    if not given["due"]:
        return []
    whose = "" if alone else " của các cơ quan"
    said = parts(
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


def _end(figures: Figures) -> str:
    return f"ngày {short_date(date.fromisoformat(figures['period']['last']))}"
