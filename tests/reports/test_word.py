"""The report for Word, read back: its parts have real styles, its form is that of Decree 30/2020."""

from datetime import timedelta
from io import BytesIO
from zipfile import ZipFile

import pytest
from docx import Document
from docx.oxml.ns import qn
from lxml import etree

from app.db import transaction
from app.directives.rules import Period
from app.reports.actions import Head, compile_report, take_figures
from app.reports.document import Annex
from app.reports.paper import draft_docx, final_paper
from tests.made_once import made_once
from tests.monitoring.conftest import COUNTED, DUE, TODAY

pytestmark = pytest.mark.slow
HEAD = Head("05/BC-UBND", TODAY, "Trần Văn Chương", "Phó Chủ tịch UBND tỉnh")


@made_once
def files(app, cast, province):
    """A draft and what is issued of it, as files for Word."""
    with app.test_request_context(), transaction():
        period = Period(TODAY - timedelta(7), TODAY - timedelta(1))
        taken = take_figures(cast.chau.viewer, organisation_id=province["office"], period=period)
        report = compile_report(cast.chau.viewer, taken)
        return draft_docx(report), final_paper(report, HEAD, audit_root="a" * 64).docx


@pytest.fixture
def issued(files):
    return Document(BytesIO(files[1]))


def texts(document):
    """Every paragraph, also those in tables, with its style."""
    return [
        ("".join(node.text or "" for node in paragraph.iter(qn("w:t"))), paragraph.find(f".//{qn('w:pStyle')}"))
        for paragraph in document.element.body.iter(qn("w:p"))
    ]


def test_every_part_is_well_formed_and_every_style_is_defined(files):
    for file in files:
        with ZipFile(BytesIO(file)) as parts:
            assert parts.testzip() is None
            for name in parts.namelist():
                if name.endswith((".xml", ".rels")):
                    etree.fromstring(parts.read(name))
        document = Document(BytesIO(file))
        known = {style.style_id for style in document.styles}
        used = {style.get(qn("w:val")) for _text, style in texts(document) if style is not None}
        assert used <= known
        assert {"Heading1", "Heading2", "Heading3"} <= used


def test_the_page_is_that_of_the_decree(issued):
    for section in issued.sections:
        assert {round(section.page_width.mm), round(section.page_height.mm)} == {210, 297}
        assert 20 <= section.top_margin.mm <= 25
        assert 20 <= section.bottom_margin.mm <= 25
        assert 30 <= section.left_margin.mm <= 35
        assert 15 <= section.right_margin.mm <= 20


def test_the_pages_number_is_a_field_above_the_text_and_not_on_the_first_page(issued):
    first = issued.sections[0]
    assert first.different_first_page_header_footer
    assert not "".join(each.text for each in first.first_page_header.paragraphs)
    assert [each.text for each in first.header._element.iter(qn("w:instrText"))] == [" PAGE "]
    for annex in list(issued.sections)[1:]:
        assert annex._sectPr.find(qn("w:pgNumType")).get(qn("w:start")) == "1"
        assert annex.header.is_linked_to_previous


@pytest.mark.parametrize(
    ("words", "size", "bold", "italic"),
    [
        ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 12, True, False),
        ("Độc lập - Tự do - Hạnh phúc", 13, True, False),
        ("TỈNH KIÊN GIANG", 12, True, False),
        ("Số: 05/BC-UBND", 13, False, False),
        ("Kiên Giang, ngày 20 tháng 5 năm 2026", 13, False, True),
        ("BÁO CÁO", 14, True, False),
        ("I. Tình hình chung", 14, True, False),
        ("- Lưu: VT, KGVX.", 11, False, False),
        ("Trần Văn Chương", 14, True, False),
    ],
)
def test_sizes_and_faces_come_from_styles(issued, words, size, bold, italic):
    style_id = next(style.get(qn("w:val")) for text, style in texts(issued) if text == words)
    style = next(each for each in issued.styles if each.style_id == style_id)

    assert style.font.name == "Times New Roman"
    assert (style.font.size.pt, bool(style.font.bold), bool(style.font.italic)) == (size, bold, italic)


def test_tables_break_well(issued):
    tables = [table for table in issued.tables if table.style.name == "Bang so lieu"]
    assert len(tables) == 3
    for table in tables:
        rows = table._tbl.findall(qn("w:tr"))
        assert [row.find(f".//{qn('w:tblHeader')}") is not None for row in rows] == [True, True] + [False] * (
            len(rows) - 2
        )
        assert all(row.find(f".//{qn('w:cantSplit')}") is not None for row in rows)


def test_it_says_what_the_paper_says(files, issued):
    said = [text for text, _style in texts(issued)]

    assert any(f"Có {COUNTED}/{DUE} ngày mở cửa" in text for text in said)
    assert "KT. Chủ tịch" in next(text for text in said if text.startswith("TM. Ủy ban"))
    assert any("a" * 64 in text for text in said)
    assert "DỰ THẢO" not in said
    draft = [text for text, _style in texts(Document(BytesIO(files[0])))]
    assert "DỰ THẢO" in draft
    assert not any("05/BC-UBND" in text for text in draft)


def grids(document):
    """The columns of every table in millimetres, as LibreOffice asks them."""
    return [
        [round(int(each.get(qn("w:w"))) / 56.7, 1) for each in table.iter(qn("w:gridCol"))]
        for table in document.element.body.iter(qn("w:tbl"))
    ]


def test_columns_are_as_wide_in_the_grid_as_in_the_cells(issued):
    head, *annexes, foot = [grids(issued)[0], *grids(issued)[2:], grids(issued)[1]]

    assert head == [65, 97]
    assert foot == [77, 85]
    for annex in annexes:
        assert abs(sum(annex) - (249 if len(annex) > 8 else 162)) < 1
        assert annex[1] == max(annex)


@pytest.mark.parametrize("count", range(1, 8))
def test_a_name_has_room_beside_all_measures(count):
    annex = Annex("I", "", "", by_place=False, sections=(), columns=["qr"] * count)

    assert annex.widths[1] >= 40
    assert len(annex.widths) == 2 + 2 * count
    assert round(sum(annex.widths), 1) == (249 if annex.is_wide else 162)


def test_the_first_head_cells_reach_over_both_rows(issued):
    annex = issued.tables[2]

    assert annex.cell(0, 0)._tc is annex.cell(1, 0)._tc
    assert annex.cell(1, 1).text in ("Cơ quan", "Địa bàn")
