"""Documents of state bodies as DOCX, in the form of Decree 30/2020: the same places as `official.html`, as Word knows
them: styles, a field for the page's number, header rows that repeat. The only importer of python-docx.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from app.documents.typesetting import font
from app.documents.word_tables import TABLE, Row, add_table, aligned, element, fix_columns, keep_whole, mm, pt

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
FONT = "Times New Roman"
# Millimetres: the page, its margins, and the two columns of its head and of its foot.
WIDTH, HEIGHT, TOP, BOTTOM, LEFT, RIGHT = 210, 297, 20, 20, 30, 18
TEXT = WIDTH - LEFT - RIGHT
HEAD_COLUMNS, FOOT_COLUMNS = (65, 97), (77, 85)
INDENT, NUMBER_COLUMN = 12.7, 11
POINT = 25.4 / 72
# The Tinos of the PDFs has the widths of Times New Roman.
BOLD = "Tinos-Bold"
# name: based on, size, bold, italic, alignment, before, after
STYLES = (
    ("Quoc hieu", "Normal", 12, True, False, "CENTER", 0, 0),
    ("Tieu ngu", "Normal", 13, True, False, "CENTER", 0, 0),
    ("Co quan cap tren", "Normal", 12, False, False, "CENTER", 0, 0),
    ("Co quan ban hanh", "Normal", 12, True, False, "CENTER", 0, 0),
    ("So van ban", "Normal", 13, False, False, "CENTER", 0, 0),
    ("Dia danh thoi gian", "Normal", 13, False, True, "CENTER", 0, 0),
    ("Trich yeu cong van", "Normal", 12, False, False, "CENTER", 6, 0),
    ("Ten loai", "Title", 14, True, False, "CENTER", 18, 0),
    ("Trich yeu", "Normal", 14, True, False, "CENTER", 0, 0),
    ("Kinh gui", "Normal", 14, False, False, "LEFT", 0, 0),
    ("Duong ke", "Normal", 1, False, False, "CENTER", 0, 0),
    ("Noi dung", "Body Text", 14, False, False, "JUSTIFY", 0, 6),
    ("Noi nhan", "Normal", 11, False, False, "LEFT", 0, 0),
    ("Nguoi ky", "Normal", 14, True, False, "CENTER", 0, 0),
    ("Ten phu luc", "Normal", 14, True, False, "CENTER", 0, 0),
    ("Kem theo", "Normal", 14, False, True, "CENTER", 0, 10),
    ("Chu thich", "Normal", 12, False, True, "JUSTIFY", 6, 0),
    ("O bang", "Normal", 12, False, False, "LEFT", 2, 2),
    ("O bang nho", "O bang", 10, False, False, "LEFT", 1, 1),
)
HEADINGS = (("Heading 1", "LEFT", True), ("Heading 2", "LEFT", False), ("Heading 3", "CENTER", False))


@dataclass(frozen=True)
class Head:
    """What stands above the text. A letter has `letter_about`, any other document its `kind` and `about`."""

    superior: Sequence[str]
    issuer: Sequence[str]
    number: str
    place_and_date: str
    kind: str = ""
    about: Sequence[str] = ()
    letter_about: str = ""
    addressees: Sequence[str] = ()
    is_draft: bool = False


@dataclass(frozen=True)
class Foot:
    """What stands below the text: who gets a copy, in which capacity who signs."""

    recipients: Sequence[str]
    capacity: Sequence[str]
    signer: str


class Official:
    """A document being written, from its head to its foot, then its annexes."""

    def __init__(self, title: str, head: Head) -> None:
        from docx import Document

        self._docx = Document()
        self._docx.core_properties.title, self._docx.core_properties.language = title, "vi-VN"
        self._docx.core_properties.author = " ".join(head.issuer)
        _define_styles(self._docx)
        _set_page(self._docx.sections[0], is_first=True)
        self._write_head(head)

    def heading(self, text: str) -> None:
        """`I. …`."""
        self._docx.add_paragraph(text, "Heading 1")

    def subheading(self, text: str) -> None:
        """`1. …`."""
        self._docx.add_paragraph(text, "Heading 2")

    def paragraph(self, text: str) -> None:
        """A paragraph of the text."""
        self._docx.add_paragraph(text, "Noi dung")

    def foot(self, foot: Foot) -> None:
        """Recipients beside the signature; it never stands alone on a page."""
        from docx.enum.text import WD_BREAK

        self._docx.paragraphs[-1].paragraph_format.keep_with_next = True
        left, right = self._pair(FOOT_COLUMNS)
        label = left.paragraphs[0]
        label.style = self._docx.styles["Noi nhan"]
        _write(label.add_run("Nơi nhận:"), size=12, bold=True, italic=True)
        for number, each in enumerate(foot.recipients, start=1):
            left.add_paragraph(f"- {each}{'.' if number == len(foot.recipients) else ';'}", "Noi nhan")
        signer = right.paragraphs[0]
        signer.style = self._docx.styles["Nguoi ky"]
        for number, line in enumerate(foot.capacity):
            if number:
                signer.add_run().add_break(WD_BREAK.LINE)
            _write(signer.add_run(line), caps=True)
        # Room for the signature and the seal.
        last = right.add_paragraph(foot.signer, "Nguoi ky")
        last.paragraph_format.space_before = pt(26 / POINT)

    def annex(self, number: str, title: str, attached_to: str, *, is_wide: bool = False) -> None:
        """Begin an annex on a page of its own, numbered on its own."""
        from docx.enum.section import WD_SECTION

        _set_page(self._docx.add_section(WD_SECTION.NEW_PAGE), is_wide=is_wide)
        self._docx.add_paragraph(f"Phụ lục {number}".strip(), "Heading 3")
        _write(self._docx.add_paragraph("", "Ten phu luc").add_run(title), caps=True)
        self._docx.add_paragraph(f"({attached_to})", "Kem theo")

    def table(self, head: Sequence[Row], rows: Iterable[tuple[bool, Row]], *, widths: Sequence[float]) -> None:
        """Figures: `head` repeats on every page, a row stays whole; `rows` say whether they are bold.

        Of many columns the cells are smaller. A head's cell that is empty belongs to the one above it.
        """
        add_table(self._docx, head, rows, widths)

    def note(self, text: str) -> None:
        """What a table's reader has to know."""
        self._docx.add_paragraph(text, "Chu thich")

    def content(self) -> bytes:
        """The file."""
        written = BytesIO()
        self._docx.save(written)
        return written.getvalue()

    def _write_head(self, head: Head) -> None:
        left, right = self._pair(HEAD_COLUMNS)
        _fill(left, [(line.upper(), "Co quan cap tren") for line in head.superior])
        _fill(left, [(line.upper(), "Co quan ban hanh") for line in head.issuer])
        _rule(left, HEAD_COLUMNS[0], _width(head.issuer[-1].upper(), 12) * 0.4)
        _fill(right, [("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Quoc hieu"), (MOTTO, "Tieu ngu")])
        _rule(right, HEAD_COLUMNS[1], _width(MOTTO, 13))
        below_left, below_right = self._pair(HEAD_COLUMNS, same=True)
        _fill(below_left, [(f"Số: {head.number}", "So van ban")], before=8)
        _fill(below_left, [(head.letter_about, "Trich yeu cong van")] if head.letter_about else [])
        _fill(below_left, [("DỰ THẢO", "Co quan ban hanh")] if head.is_draft else [], before=6)
        _fill(below_right, [(head.place_and_date, "Dia danh thoi gian")], before=8)
        if head.kind:
            self._docx.add_paragraph(head.kind.upper(), "Ten loai")
            for line in head.about:
                self._docx.add_paragraph(line, "Trich yeu")
            _rule_under(self._docx.add_paragraph("", "Duong ke"), TEXT, _width(head.about[-1], 14) * 0.4)
        self._write_addressees(head.addressees)

    def _write_addressees(self, addressees: Sequence[str]) -> None:
        space = pt(14)
        if len(addressees) == 1:
            paragraph = self._docx.add_paragraph(f"Kính gửi: {addressees[0]}", "Kinh gui")
            paragraph.alignment = aligned("CENTER")
            paragraph.paragraph_format.space_before = space
        elif addressees:
            paragraph = self._docx.add_paragraph("Kính gửi:", "Kinh gui")
            paragraph.paragraph_format.space_before, paragraph.paragraph_format.left_indent = space, mm(30)
            for number, each in enumerate(addressees, start=1):
                ending = "." if number == len(addressees) else ";"
                listed = self._docx.add_paragraph(f"- {each}{ending}", "Kinh gui")
                listed.paragraph_format.left_indent, listed.paragraph_format.first_line_indent = mm(48), mm(-3)
        self._docx.add_paragraph("", "Duong ke").paragraph_format.space_after = pt(14)

    def _pair(self, widths: Sequence[float], *, same: bool = False) -> tuple[Any, Any]:
        """Two cells side by side without lines; `same`: in a new row of the last table."""
        table = self._docx.tables[-1] if same else self._docx.add_table(0, 2)
        fix_columns(table, widths)
        row = table.add_row()
        keep_whole(row)
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = mm(width)
            cell.paragraphs[0].style = self._docx.styles["Noi nhan"]
        return row.cells[0], row.cells[1]


MOTTO = "Độc lập - Tự do - Hạnh phúc"


def _define_styles(document: Any) -> None:
    from docx.enum.style import WD_STYLE_TYPE

    normal = document.styles["Normal"]
    _set_font(normal, size=14)
    normal.paragraph_format.space_after, normal.paragraph_format.line_spacing = pt(0), 1.0
    for name, based_on, size, bold, italic, alignment, before, after in STYLES:
        style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = document.styles[based_on if based_on != "Title" else "Normal"]
        _set_font(style, size=size, bold=bold, italic=italic)
        _space(style, alignment, before, after)
    document.styles["Noi dung"].paragraph_format.first_line_indent = mm(INDENT)
    document.styles["Noi dung"].paragraph_format.line_spacing = 1.15
    document.styles["Noi nhan"].paragraph_format.left_indent = mm(2)
    document.styles["Noi nhan"].paragraph_format.first_line_indent = mm(-2)
    for name, alignment, is_caps in HEADINGS:
        style = document.styles[name]
        _set_font(style, size=14, bold=True)
        style.font.all_caps = is_caps
        _space(style, alignment, 0, 6)
        style.paragraph_format.first_line_indent = mm(0 if alignment == "CENTER" else INDENT)
        style.paragraph_format.keep_with_next = True
    table = document.styles.add_style(TABLE, WD_STYLE_TYPE.TABLE)
    table.base_style = document.styles["Table Grid"]
    _set_language(document)


def _set_font(style: Any, *, size: float, bold: bool = False, italic: bool = False) -> None:
    """One font for every script: a theme's fonts would stand before it."""
    from docx.oxml.ns import qn
    from docx.shared import RGBColor

    style.font.name, style.font.size = FONT, pt(size)
    style.font.bold, style.font.italic, style.font.color.rgb = bold, italic, RGBColor(0, 0, 0)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for attribute in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
        fonts.attrib.pop(qn(attribute), None)
    for attribute in ("w:ascii", "w:hAnsi", "w:eastAsia", "w:cs"):
        fonts.set(qn(attribute), FONT)


def _space(style: Any, alignment: str, before: float, after: float) -> None:
    style.paragraph_format.alignment = aligned(alignment)
    style.paragraph_format.space_before, style.paragraph_format.space_after = pt(before), pt(after)


def _set_language(document: Any) -> None:
    from docx.oxml.ns import qn

    for language in document.styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), "vi-VN")


def _set_page(section: Any, *, is_first: bool = False, is_wide: bool = False) -> None:
    """A4 with the decree's margins; the page's number in the middle of the top margin, not on the first page."""
    from docx.enum.section import WD_ORIENT

    section.orientation = WD_ORIENT.LANDSCAPE if is_wide else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = mm(HEIGHT if is_wide else WIDTH), mm(WIDTH if is_wide else HEIGHT)
    section.top_margin, section.bottom_margin = mm(TOP), mm(BOTTOM)
    section.left_margin, section.right_margin, section.header_distance = mm(LEFT), mm(RIGHT), mm(8)
    section.different_first_page_header_footer = True
    if is_first:
        paragraph = section.header.paragraphs[0]
        paragraph.alignment = aligned("CENTER")
        _add_page_number(paragraph.add_run())
    else:
        section._sectPr.append(element("w:pgNumType", start="1"))


def _add_page_number(run: Any) -> None:
    from docx.oxml.ns import qn

    run.font.size = pt(13)
    for kind in ("begin", "separate", "end"):
        run._r.append(element("w:fldChar", fldCharType=kind))
        if kind == "begin":
            instruction = element("w:instrText")
            instruction.set(qn("xml:space"), "preserve")
            instruction.text = " PAGE "
            run._r.append(instruction)
        if kind == "separate":
            shown = element("w:t")
            shown.text = "2"
            run._r.append(shown)


def _fill(cell: Any, lines: Iterable[tuple[str, str]], *, before: float = 0) -> None:
    """Write lines into a cell, the first into the paragraph that every cell has."""
    for text, style in lines:
        first = cell.paragraphs[0]
        is_untouched = len(cell.paragraphs) == 1 and not first.text and first._p.getnext() is None
        paragraph = first if is_untouched else cell.add_paragraph()
        paragraph.add_run(text)
        paragraph.style = style
        if before:
            paragraph.paragraph_format.space_before = pt(before)


def _rule(cell: Any, column: float, length: float) -> None:
    paragraph = cell.add_paragraph("", "Duong ke")
    _rule_under(paragraph, column, length)


def _rule_under(paragraph: Any, column: float, length: float) -> None:
    """A solid line of this many millimetres in the middle of a column: the lower border of an empty paragraph."""
    borders = element("w:pBdr")
    borders.append(element("w:bottom", val="single", sz="6", space="1", color="000000"))
    paragraph._p.get_or_add_pPr().insert_element_before(
        borders, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:rPr"
    )
    # Cells have a margin of 1.9 mm on each side.
    side = max((column - 3.8 - length) / 2, 0)
    paragraph.paragraph_format.left_indent = paragraph.paragraph_format.right_indent = mm(side)


def _write(
    run: Any, *, size: float | None = None, bold: bool | None = None, italic: bool = False, caps: bool = False
) -> None:
    run.font.size = pt(size) if size else None
    run.bold, run.italic, run.font.all_caps = bold, italic or None, caps or None


def _width(text: str, size: float) -> float:
    """How wide a bold line is, in millimetres."""
    return font(BOLD).width(text) * size * POINT
