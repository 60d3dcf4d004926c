"""Documents of state bodies as DOCX, in the form of Decree 30/2020: the same places as `official.html`, as Word knows
them: styles, a field for the page's number, header rows that repeat. The only importer of python-docx.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from app.documents.typesetting import font

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
FONT = "Times New Roman"
# Millimetres: the page, its margins, and the two columns of its head and of its foot.
WIDTH, HEIGHT, TOP, BOTTOM, LEFT, RIGHT = 210, 297, 20, 20, 30, 18
TEXT = WIDTH - LEFT - RIGHT
HEAD_COLUMNS, FOOT_COLUMNS = (65, 97), (77, 85)
INDENT, NUMBER_COLUMN, FIGURE_COLUMN = 12.7, 10, 24
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
TABLE = "Bang so lieu"
MANY_COLUMNS = 8


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


@dataclass(frozen=True)
class Cell:
    """A cell of a table of figures; it can take the place of several columns."""

    text: str
    columns: int = 1
    is_figure: bool = False


Row = Sequence[Cell]


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
        last.paragraph_format.space_before = _pt(26 / POINT)

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
        table = self._docx.add_table(0, len(widths), style=TABLE)
        _fix_columns(table, widths)
        is_small = len(widths) > MANY_COLUMNS
        if is_small:
            _narrow_margins(table)
        for row in head:
            _add_row(table, row, widths, is_bold=True, is_head=True, is_small=is_small)
        _join_heads(table, head)
        written = list(rows)
        for (is_bold, row), (next_is_bold, following) in zip(written, [*written[1:], (False, [])], strict=True):
            # The name of a group stands above its first line, a sum below its last.
            keeps = (is_bold and len(row) == 1) or (next_is_bold and len(following) > 1)
            _add_row(table, row, widths, is_bold=is_bold, keeps_next=keeps, is_small=is_small)

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
        space = _pt(14)
        if len(addressees) == 1:
            paragraph = self._docx.add_paragraph(f"Kính gửi: {addressees[0]}", "Kinh gui")
            paragraph.alignment = _alignment("CENTER")
            paragraph.paragraph_format.space_before = space
        elif addressees:
            paragraph = self._docx.add_paragraph("Kính gửi:", "Kinh gui")
            paragraph.paragraph_format.space_before, paragraph.paragraph_format.left_indent = space, _mm(30)
            for number, each in enumerate(addressees, start=1):
                ending = "." if number == len(addressees) else ";"
                listed = self._docx.add_paragraph(f"- {each}{ending}", "Kinh gui")
                listed.paragraph_format.left_indent, listed.paragraph_format.first_line_indent = _mm(48), _mm(-3)
        self._docx.add_paragraph("", "Duong ke").paragraph_format.space_after = _pt(14)

    def _pair(self, widths: Sequence[float], *, same: bool = False) -> tuple[Any, Any]:
        """Two cells side by side without lines; `same`: in a new row of the last table."""
        table = self._docx.tables[-1] if same else self._docx.add_table(0, 2)
        _fix_columns(table, widths)
        row = table.add_row()
        _keep_whole(row)
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = _mm(width)
            cell.paragraphs[0].style = self._docx.styles["Noi nhan"]
        return row.cells[0], row.cells[1]


MOTTO = "Độc lập - Tự do - Hạnh phúc"


def _define_styles(document: Any) -> None:
    from docx.enum.style import WD_STYLE_TYPE

    normal = document.styles["Normal"]
    _set_font(normal, size=14)
    normal.paragraph_format.space_after, normal.paragraph_format.line_spacing = _pt(0), 1.0
    for name, based_on, size, bold, italic, alignment, before, after in STYLES:
        style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = document.styles[based_on if based_on != "Title" else "Normal"]
        _set_font(style, size=size, bold=bold, italic=italic)
        _space(style, alignment, before, after)
    document.styles["Noi dung"].paragraph_format.first_line_indent = _mm(INDENT)
    document.styles["Noi dung"].paragraph_format.line_spacing = 1.15
    document.styles["Noi nhan"].paragraph_format.left_indent = _mm(2)
    document.styles["Noi nhan"].paragraph_format.first_line_indent = _mm(-2)
    for name, alignment, is_caps in HEADINGS:
        style = document.styles[name]
        _set_font(style, size=14, bold=True)
        style.font.all_caps = is_caps
        _space(style, alignment, 0, 6)
        style.paragraph_format.first_line_indent = _mm(0 if alignment == "CENTER" else INDENT)
        style.paragraph_format.keep_with_next = True
    table = document.styles.add_style(TABLE, WD_STYLE_TYPE.TABLE)
    table.base_style = document.styles["Table Grid"]
    _set_language(document)


def _set_font(style: Any, *, size: float, bold: bool = False, italic: bool = False) -> None:
    """One font for every script: a theme's fonts would stand before it."""
    from docx.oxml.ns import qn
    from docx.shared import RGBColor

    style.font.name, style.font.size = FONT, _pt(size)
    style.font.bold, style.font.italic, style.font.color.rgb = bold, italic, RGBColor(0, 0, 0)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for attribute in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
        fonts.attrib.pop(qn(attribute), None)
    for attribute in ("w:ascii", "w:hAnsi", "w:eastAsia", "w:cs"):
        fonts.set(qn(attribute), FONT)


def _space(style: Any, alignment: str, before: float, after: float) -> None:
    style.paragraph_format.alignment = _alignment(alignment)
    style.paragraph_format.space_before, style.paragraph_format.space_after = _pt(before), _pt(after)


def _set_language(document: Any) -> None:
    from docx.oxml.ns import qn

    for language in document.styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), "vi-VN")


def _set_page(section: Any, *, is_first: bool = False, is_wide: bool = False) -> None:
    """A4 with the decree's margins; the page's number in the middle of the top margin, not on the first page."""
    from docx.enum.section import WD_ORIENT

    section.orientation = WD_ORIENT.LANDSCAPE if is_wide else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = _mm(HEIGHT if is_wide else WIDTH), _mm(WIDTH if is_wide else HEIGHT)
    section.top_margin, section.bottom_margin = _mm(TOP), _mm(BOTTOM)
    section.left_margin, section.right_margin, section.header_distance = _mm(LEFT), _mm(RIGHT), _mm(8)
    section.different_first_page_header_footer = True
    if is_first:
        paragraph = section.header.paragraphs[0]
        paragraph.alignment = _alignment("CENTER")
        _add_page_number(paragraph.add_run())
    else:
        section._sectPr.append(_element("w:pgNumType", start="1"))


def _add_page_number(run: Any) -> None:
    from docx.oxml.ns import qn

    run.font.size = _pt(13)
    for kind in ("begin", "separate", "end"):
        run._r.append(_element("w:fldChar", fldCharType=kind))
        if kind == "begin":
            instruction = _element("w:instrText")
            instruction.set(qn("xml:space"), "preserve")
            instruction.text = " PAGE "
            run._r.append(instruction)
        if kind == "separate":
            shown = _element("w:t")
            shown.text = "2"
            run._r.append(shown)


def _add_row(
    table: Any,
    row: Row,
    widths: Sequence[float],
    *,
    is_bold: bool,
    is_head: bool = False,
    keeps_next: bool = False,
    is_small: bool = False,
) -> None:
    added = table.add_row()
    _keep_whole(added)
    if is_head:
        added._tr.get_or_add_trPr().append(_element("w:tblHeader"))
    place = 0
    for cell in row:
        first = added.cells[place]
        for width, each in zip(widths[place:], added.cells[place : place + cell.columns], strict=False):
            each.width = _mm(width)
        merged = first.merge(added.cells[place + cell.columns - 1]) if cell.columns > 1 else first
        paragraph = merged.paragraphs[0]
        paragraph.style = "O bang nho" if is_small else "O bang"
        paragraph.alignment = _alignment("CENTER" if is_head else "RIGHT" if cell.is_figure else "LEFT")
        paragraph.paragraph_format.keep_with_next = keeps_next or is_head or None
        paragraph.add_run(cell.text).bold = is_bold or None
        place += cell.columns


def _fix_columns(table: Any, widths: Sequence[float]) -> None:
    """Word asks the cells how wide they are, LibreOffice the table's grid."""
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = _mm(width)


def _narrow_margins(table: Any) -> None:
    margins = _element("w:tblCellMar")
    for side in ("left", "right"):
        margins.append(_element(f"w:{side}", w="45", type="dxa"))
    table._tbl.tblPr.append(margins)


def _join_heads(table: Any, head: Sequence[Row]) -> None:
    """An empty cell of a head's later row becomes one with the cell above."""
    for number, row in enumerate(head[1:], start=1):
        place = 0
        for cell in row:
            if not cell.text:
                joined = table.cell(number - 1, place).merge(table.cell(number, place))
                for paragraph in [each for each in joined.paragraphs[1:] if not each.text]:
                    paragraph._p.getparent().remove(paragraph._p)
            place += cell.columns


def _keep_whole(row: Any) -> None:
    row._tr.get_or_add_trPr().append(_element("w:cantSplit"))


def _fill(cell: Any, lines: Iterable[tuple[str, str]], *, before: float = 0) -> None:
    """Write lines into a cell, the first into the paragraph that every cell has."""
    for text, style in lines:
        first = cell.paragraphs[0]
        is_untouched = len(cell.paragraphs) == 1 and not first.text and first._p.getnext() is None
        paragraph = first if is_untouched else cell.add_paragraph()
        paragraph.add_run(text)
        paragraph.style = style
        if before:
            paragraph.paragraph_format.space_before = _pt(before)


def _rule(cell: Any, column: float, length: float) -> None:
    paragraph = cell.add_paragraph("", "Duong ke")
    _rule_under(paragraph, column, length)


def _rule_under(paragraph: Any, column: float, length: float) -> None:
    """A solid line of this many millimetres in the middle of a column: the lower border of an empty paragraph."""
    borders = _element("w:pBdr")
    borders.append(_element("w:bottom", val="single", sz="6", space="1", color="000000"))
    paragraph._p.get_or_add_pPr().insert_element_before(
        borders, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:rPr"
    )
    # Cells have a margin of 1.9 mm on each side.
    side = max((column - 3.8 - length) / 2, 0)
    paragraph.paragraph_format.left_indent = paragraph.paragraph_format.right_indent = _mm(side)


def _element(name: str, **attributes: str) -> Any:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    element = OxmlElement(name)
    for key, value in attributes.items():
        element.set(qn(f"w:{key}"), value)
    return element


def _write(
    run: Any, *, size: float | None = None, bold: bool | None = None, italic: bool = False, caps: bool = False
) -> None:
    run.font.size = _pt(size) if size else None
    run.bold, run.italic, run.font.all_caps = bold, italic or None, caps or None


def _width(text: str, size: float) -> float:
    """How wide a bold line is, in millimetres."""
    return font(BOLD).width(text) * size * POINT


def _alignment(name: str) -> Any:
    from docx.enum.text import WD_ALIGN_PARAGRAPH

    return getattr(WD_ALIGN_PARAGRAPH, name)


def _pt(points: float) -> Any:
    from docx.shared import Pt

    return Pt(points)


def _mm(millimetres: float) -> Any:
    from docx.shared import Mm

    return Mm(millimetres)
