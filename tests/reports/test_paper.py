"""The report's real paper, measured on the page, has the form of Decree 30/2020."""

from datetime import timedelta

import pypdfium2
import pytest
import time_machine

from app.db import transaction
from app.directives.rules import Period
from app.reports.actions import Head, compile_report, take_figures, write_commentary
from app.reports.paper import draft_pdf, final_paper
from tests.foundation.test_official_paper import Sheet, middle
from tests.monitoring.conftest import NOON, TODAY

pytestmark = pytest.mark.slow
PERIOD = Period(TODAY - timedelta(7), TODAY - timedelta(1))
HEAD = Head("05/BC-UBND", TODAY, "Trần Văn Chương", "Phó Chủ tịch UBND tỉnh")


@pytest.fixture
def drawn(app, cast, province):
    """Draws a body's report: as a draft, or under a number. Its pages stay open until the test ends."""
    opened = []

    def draw(code="office", head=None, **remarks):
        # Templates and words are those of a request.
        with app.test_request_context(), time_machine.travel(NOON, tick=False), transaction():
            taken = take_figures(cast.chau.viewer, organisation_id=province[code], period=PERIOD)
            report = compile_report(cast.chau.viewer, taken)
            write_commentary(cast.chau.viewer, report, {"general": "Nhận xét thêm. " * 30, **remarks})
            pdf = final_paper(report, head, audit_root="a" * 64).pdf if head else draft_pdf(report)
        opened.append(pypdfium2.PdfDocument(pdf))
        return [Sheet(page) for page in opened[-1]]

    yield draw
    for document in opened:
        document.close()


def whole(paper):
    return " ".join("".join(sheet.text for sheet in paper).split())


def test_the_margins_are_those_of_the_decree(drawn):
    paper = drawn(head=HEAD)

    # The text stands upright; a table of many measures lies on its side.
    assert (paper[0].width, paper[0].height) == (210, 297)
    assert {(sheet.width, sheet.height) for sheet in paper} <= {(210, 297), (297, 210)}
    for sheet in paper:
        left, top, right, bottom = Sheet.union([box for box in sheet.ink if box[1] > 20])
        assert left >= 29.9
        assert sheet.width - right >= 15
        assert sheet.height - bottom >= 20
    left, top, right, _bottom = Sheet.union([box for box in paper[1].ink if box[1] > 20])
    assert 30 - 0.1 <= left <= 35
    assert 15 <= 210 - right <= 20
    assert 20 <= top <= 25


# words, at least and at most so many points, face
FORM = (
    ("CỘNG HÒA XÃ HỘI", 12, 13, "Bold"),
    ("Độc lập - Tự do", 13, 14, "Bold"),
    ("ỦY BAN NHÂN DÂN", 12, 13, "Bold"),
    ("Số: 05/BC-UBND", 13, 13, ""),
    ("Kiên Giang, ngày 20 tháng 5 năm 2026", 13, 14, "Italic"),
    ("BÁO CÁO", 13, 14, "Bold"),
    ("Kết quả thực hiện", 13, 14, "Bold"),
    ("I. TÌNH HÌNH CHUNG", 13, 14, "Bold"),
    ("Nhận xét thêm", 13, 14, ""),
    ("II. KẾT QUẢ TRIỂN KHAI", 13, 14, "Bold"),
    ("1. Đăng ký, niêm yết mã QR", 13, 14, "Bold"),
    ("Nơi nhận:", 12, 12, "Bold-Italic"),
    ("- Các sở, ban, ngành", 11, 11, ""),
    ("TM. ỦY BAN NHÂN DÂN", 13, 14, "Bold"),
    ("KT. CHỦ TỊCH", 13, 14, "Bold"),
    ("Trần Văn Chương", 13, 14, "Bold"),
    ("Phụ lục I", 14, 14, "Bold"),
)


def test_sizes_and_faces(drawn):
    paper = drawn(head=HEAD)
    for words, least, most, style in FORM:
        sheet = next(sheet for sheet in paper if words in sheet.text)
        assert least <= sheet.size(words) <= most, words
        assert sheet.font(words).partition("-")[2].replace("Regular", "") == style, words


def test_the_first_page_has_no_number_the_second_has_it_in_the_middle_of_the_top(drawn):
    paper = drawn(head=HEAD)
    (box,) = [box for box in paper[1].ink if box[1] < 20]

    assert paper[0].number == ""
    assert paper[1].number == "2"
    assert middle(box[0], box[2]) == pytest.approx(middle(30, 192), abs=0.5)


def test_a_draft_leaves_room_for_number_and_day_and_says_what_it_is(drawn):
    text = whole(drawn())

    assert "Số: /BC-UBND" in text
    assert "Kiên Giang, ngày …… tháng …… năm 2026" in text
    assert "DỰ THẢO" in text
    assert "05/BC-UBND" not in text


def test_the_issued_paper_carries_the_digest_and_the_root_of_the_log(drawn):
    text = whole(drawn(head=HEAD)).replace(" ", "")

    assert "a" * 64 in text
    assert "DỰTHẢO" not in text


def test_the_text_ends_as_the_decree_asks_and_the_signature_follows(drawn):
    text = whole(drawn(head=HEAD))

    assert text.index("ngày 19/5/2026./.") < text.index("Nơi nhận:")
    assert "- Lưu: VT, KGVX." in text
    assert text.index("PHÓ CHỦ TỊCH") < text.index("Trần Văn Chương")


def test_a_department_stands_below_the_committee_and_writes_to_it(drawn):
    head = Head("12/BC-SDL", TODAY, "Trần Thị Loan", "Giám đốc Sở Du lịch")
    text = whole(drawn("tourism", head))

    assert "ỦY BAN NHÂN DÂN TỈNH KIÊN GIANG SỞ DU LỊCH" in text.replace("CỘNG HÒA", "\n").upper()
    assert "Kính gửi: Ủy ban nhân dân tỉnh Kiên Giang" in text
    assert "GIÁM ĐỐC" in text
    assert "TM." not in text


def test_a_districts_paper_names_its_place(drawn):
    head = Head("07/BC-UBND", TODAY, "Trần Văn Anh", "Chủ tịch UBND thành phố Phú Quốc")
    text = whole(drawn("district-911", head))

    assert "THÀNH PHỐ PHÚ QUỐC" in text
    assert "Phú Quốc, ngày 20 tháng 5 năm 2026" in text
    assert "Kính gửi: Ủy ban nhân dân tỉnh Kiên Giang" in text


@pytest.mark.parametrize("line_count", range(1, 29, 3))
def test_a_signature_never_stands_on_a_page_without_text(drawn, line_count):
    paper = drawn(head=HEAD, tasks="\n".join(["Thêm một việc."] * line_count))
    signed = next(sheet for sheet in paper if "Trần Văn Chương" in sheet.text)

    assert "./." in signed.text
    assert "Nơi nhận:" in signed.text
