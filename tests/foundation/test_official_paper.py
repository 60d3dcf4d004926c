"""Official documents, measured on the printed page, have the form of Decree 30/2020, annex I."""

from ctypes import create_string_buffer

import pypdfium2
import pytest
from flask import Flask, render_template_string
from pypdfium2 import raw

from app import documents
from app.documents.pdf import render_pdf

pytestmark = pytest.mark.slow

MM = 25.4 / 72
REPORT = """{% extends "documents/official.html" %}
{% block document_title %}Báo cáo tuần{% endblock %}
{% block superior_body %}Ủy ban nhân dân<br>tỉnh Kiên Giang{% endblock %}
{% block issuing_body %}Sở Y tế{% endblock %}
{% block number %}05/BC-SYT{% endblock %}
{% block place_and_date %}Kiên Giang, ngày 07 tháng 5 năm 2021{% endblock %}
{% block title %}Báo cáo{% endblock %}
{% block about %}Kết quả thực hiện khai báo y tế điện tử{% endblock %}
{% block addressees %}Ủy ban nhân dân tỉnh{% endblock %}
{% block body %}<h2>I. Tình hình</h2>
{% for order in range(1, 51) %}
<p>Đoạn {{ order }}. {{ "Các đơn vị niêm yết mã tại từng cửa ra vào. " * 3 }}</p>{% endfor %}
<ol class="letters">{% for _ in range(5) %}<li>điểm</li>{% endfor %}</ol>{% endblock %}
{% block recipients %}<li>- Như trên;</li><li>- Lưu: VT, NVY.</li>{% endblock %}
{% block capacity %}Giám đốc{% endblock %}
{% block signer %}Nguyễn Thị Hằng{% endblock %}
{% block annexes %}
{% for roman in ("I", "II") %}<section class="annex"><h2>Phụ lục {{ roman }}</h2>
<table class="figures"><tbody>{% for _ in range(40) %}<tr><td>Huyện</td></tr>{% endfor %}</tbody></table></section>
{% endfor %}{% endblock %}"""
PLAIN = """{% extends "documents/official.html" %}
{% block document_title %}Thư{% endblock %}{% block issuing_body %}Sở Y tế{% endblock %}
{% block number %}1/SYT{% endblock %}{% block place_and_date %}Kiên Giang{% endblock %}
{% block body %}<p>Nội dung./.</p>{% endblock %}"""


def printed(template):
    app = Flask("printer")
    documents.init_app(app)
    with app.app_context():
        return render_pdf(render_template_string(template))


@pytest.fixture(scope="module")
def report():
    with pypdfium2.PdfDocument(printed(REPORT)) as document:
        yield [Sheet(page) for page in document]


class Sheet:
    """What stands where on a page, in millimetres from its upper left corner."""

    def __init__(self, page):
        self.width, self.height = (round(side * MM, 1) for side in page.get_size())
        self.textpage = page.get_textpage()
        self.text = self.textpage.get_text_range()
        self.rules = [self._flip(shape.get_bounds()) for shape in page.get_objects([raw.FPDF_PAGEOBJ_PATH])]
        self.letters = [self._letter(place) for place in range(self.textpage.count_chars())]
        self.ink = [box for char, box in zip(self.text, self.letters, strict=True) if not char.isspace()]

    @property
    def number(self):
        """What stands in the upper margin."""
        return "".join(char for char, (_, top, *_) in zip(self.text, self.letters, strict=True) if top < 20).strip()

    def _letter(self, place):
        return self._flip(self.textpage.get_charbox(place))

    def _flip(self, box):
        left, bottom, right, top = (edge * MM for edge in box)
        return left, self.height - top, right, self.height - bottom

    def box(self, words):
        """The rectangle of the words' ink."""
        start = self.text.index(words)
        return self.union(self.letters[start : start + len(words)])

    def size(self, words):
        """The font size in points."""
        return round(raw.FPDFText_GetFontSize(self.textpage.raw, self.text.index(words)) * 0.75, 2)

    def font(self, words):
        name = create_string_buffer(100)
        raw.FPDFText_GetFontInfo(self.textpage.raw, self.text.index(words), name, 100, None)
        return name.value.decode()

    @staticmethod
    def union(boxes):
        lefts, tops, rights, bottoms = zip(*boxes, strict=True)
        return min(lefts), min(tops), max(rights), max(bottoms)

    def rule_below(self, words):
        """Left and right end of the nearest line drawn under the words."""
        _, _, _, bottom = self.box(words)
        left, _, right, _ = min((rule for rule in self.rules if rule[3] > bottom), key=lambda rule: rule[3])
        return left, right


def middle(left, right):
    return (left + right) / 2


def test_the_paper_is_a4_upright(report):
    assert {(sheet.width, sheet.height) for sheet in report} == {(210, 297)}


def test_the_margins_are_those_of_the_decree(report):
    left, top, right, _ = Sheet.union(box for box in report[1].ink if box[1] > 20)

    assert 30 <= left <= 35
    assert 15 <= 210 - right <= 20
    assert 20 <= top <= 25


def test_the_lower_margin_is_that_of_the_decree():
    # Lines of ordinary size may end one line above the margin; tiny ones show where it is.
    tiny = f'<p style="font-size: 2pt; line-height: 1">{"x<br>" * 500}</p><p>Nội dung./.</p>'
    with pypdfium2.PdfDocument(printed(PLAIN.replace("<p>Nội dung./.</p>", tiny))) as document:
        *_, bottom = Sheet.union(Sheet(document[0]).ink)

    assert 20 <= 297 - bottom <= 25


def test_nothing_on_the_first_page_is_printed_in_its_margins(report):
    left, top, right, bottom = Sheet.union(report[0].ink)

    assert left >= 30
    assert top >= 20
    assert right <= 210 - 15
    assert bottom <= 297 - 20


def test_the_first_page_has_no_number_and_the_second_has_it_above_the_middle_of_the_text(report):
    (box,) = [box for box in report[1].ink if box[1] < 20]

    assert report[0].number == ""
    assert report[1].number == "2"
    assert middle(box[0], box[2]) == pytest.approx(middle(30, 192), abs=0.5)
    assert 13 <= report[1].size("2") <= 14


def test_each_annex_is_numbered_on_its_own(report):
    first = next(place for place, sheet in enumerate(report) if "Phụ lục I" in sheet.text)

    assert [sheet.number for sheet in report[first:]] == ["", "2", "", "2"]


@pytest.mark.parametrize(
    ("words", "least", "most"),
    [
        ("CỘNG HÒA XÃ HỘI", 12, 13),
        ("Độc lập - Tự do", 13, 14),
        ("ỦY BAN NHÂN DÂN", 12, 13),
        ("SỞ Y TẾ", 12, 13),
        ("Số: 05", 13, 13),
        ("Kiên Giang, ngày 07", 13, 14),
        ("BÁO CÁO", 13, 14),
        ("Kết quả thực hiện", 13, 14),
        ("Kính gửi", 13, 14),
        ("Đoạn 1", 13, 14),
    ],
)
def test_sizes(report, words, least, most):
    assert least <= report[0].size(words) <= most


@pytest.mark.parametrize(
    ("words", "least", "most"),
    [("Nơi nhận", 12, 12), ("- Như trên", 11, 11), ("GIÁM ĐỐC", 13, 14), ("Nguyễn Thị Hằng", 13, 14)],
)
def test_sizes_at_the_foot(report, words, least, most):
    sheet = next(sheet for sheet in report if words in sheet.text)

    assert least <= sheet.size(words) <= most


@pytest.mark.parametrize(
    ("words", "style"),
    [
        ("CỘNG HÒA", "Bold"),
        ("Độc lập", "Bold"),
        ("ỦY BAN NHÂN DÂN", ""),
        ("SỞ Y TẾ", "Bold"),
        ("Số: 05", ""),
        ("Kiên Giang, ngày", "Italic"),
        ("BÁO CÁO", "Bold"),
        ("Kết quả", "Bold"),
        ("I. TÌNH HÌNH", "Bold"),
        ("Đoạn 1", ""),
    ],
)
def test_faces(report, words, style):
    _, _, name = report[0].font(words).partition("+")

    assert name.startswith("Tinos")
    assert {face for face in ("Bold", "Italic") if face in name} == ({style} if style else set())


def test_the_line_under_the_motto_is_as_long_as_the_motto(report):
    left, _, right, _ = report[0].box("Độc lập - Tự do - Hạnh phúc")

    assert report[0].rule_below("Độc lập - Tự do - Hạnh phúc") == pytest.approx((left, right), abs=0.6)


@pytest.mark.parametrize("words", ["SỞ Y TẾ", "Kết quả thực hiện khai báo y tế điện tử"])
def test_the_line_under_body_and_title_is_a_third_to_half_and_centred(report, words):
    left, _, right, _ = report[0].box(words)
    rule_left, rule_right = report[0].rule_below(words)

    assert 1 / 3 <= (rule_right - rule_left) / (right - left) <= 1 / 2
    assert middle(rule_left, rule_right) == pytest.approx(middle(left, right), abs=0.5)


def test_number_and_date_stand_on_one_line_each_under_its_column(report):
    first = report[0]
    number, day = first.box("Số: 05/BC-SYT"), first.box("Kiên Giang, ngày 07 tháng 5 năm 2021")
    body, state = first.box("SỞ Y TẾ"), first.box("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM")

    assert first.box("Số")[3] == pytest.approx(first.box("Kiên")[3], abs=0.3)
    assert middle(number[0], number[2]) == pytest.approx(middle(body[0], body[2]), abs=0.5)
    assert middle(day[0], day[2]) == pytest.approx(middle(state[0], state[2]), abs=0.5)


def test_paragraphs_are_justified_indented_and_apart(report):
    first = report[0]
    start = first.text.index("Đoạn 1.")
    opening, following = first.text[start:].split("\r\n")[:2]
    pitch = first.box("Đoạn 2.")[3] - first.box("Đoạn 1.")[3]

    assert first.box(opening)[0] == pytest.approx(30 + 12.7, abs=0.5)
    assert first.box(following)[0] == pytest.approx(30, abs=0.5)
    assert first.box(opening.rstrip())[2] == pytest.approx(192, abs=0.5)
    assert pitch == pytest.approx((2 * 14 * 1.3 + 6) * MM, abs=0.3)  # two lines and a gap of 6 pt


def test_points_count_in_vietnamese_letters(report):
    whole = "".join(sheet.text for sheet in report)

    assert [line[:2] for line in whole.splitlines() if line.endswith(") điểm")] == ["a)", "b)", "c)", "d)", "đ)"]


def test_recipients_stand_level_with_the_signer(report):
    sheet = next(sheet for sheet in report if "Nơi nhận" in sheet.text)
    recipients, signer = sheet.box("Nơi nhận"), sheet.box("GIÁM ĐỐC")

    assert recipients[0] == pytest.approx(30, abs=0.5)
    assert signer[0] > 105
    assert recipients[3] == pytest.approx(sheet.box("GI")[3], abs=1.5)


def test_what_is_left_out_leaves_no_trace():
    with pypdfium2.PdfDocument(printed(PLAIN)) as document:
        text = document[0].get_textpage().get_text_range()

    assert "Nội dung./." in text
    assert "Kính gửi" not in text
    assert "Nơi nhận" not in text
