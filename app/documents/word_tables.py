"""Tables of a Word document: columns, heads that repeat, rows that stay whole; and the units that Word measures by."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

TABLE = "Bang so lieu"
# Of more columns than these the cells are smaller.
MANY_COLUMNS = 8


@dataclass(frozen=True)
class Cell:
    """A cell of a table of figures; it can take the place of several columns."""

    text: str
    columns: int = 1
    is_figure: bool = False


Row = Sequence[Cell]


def add_table(document: Any, head: Sequence[Row], rows: Iterable[tuple[bool, Row]], widths: Sequence[float]) -> None:
    """Figures below all else; a head's cell that is empty belongs to the one above it, `rows` say what is bold."""
    table = document.add_table(0, len(widths), style=TABLE)
    fix_columns(table, widths)
    _narrow_margins(table)
    # Asked for once: Word's library looks through all styles for each name.
    style_id = document.styles["O bang nho" if len(widths) > MANY_COLUMNS else "O bang"].style_id
    for row in head:
        _add_row(table, row, widths, style_id, is_bold=True, is_head=True)
    _join_heads(table, head)
    written = list(rows)
    for (is_bold, row), (next_is_bold, following) in zip(written, [*written[1:], (False, [])], strict=True):
        # The name of a group stands above its first line, a sum below its last.
        keeps = (is_bold and len(row) == 1) or (next_is_bold and len(following) > 1)
        _add_row(table, row, widths, style_id, is_bold=is_bold, keeps_next=keeps)


def _add_row(
    table: Any,
    row: Row,
    widths: Sequence[float],
    style_id: str,
    *,
    is_bold: bool,
    is_head: bool = False,
    keeps_next: bool = False,
) -> None:
    added = table.add_row()
    keep_whole(added)
    if is_head:
        added._tr.get_or_add_trPr().append(element("w:tblHeader"))
    cells, place = added.cells, 0
    for width, each in zip(widths, cells, strict=True):
        each.width = mm(width)
    for cell in row:
        merged = cells[place].merge(cells[place + cell.columns - 1]) if cell.columns > 1 else cells[place]
        paragraph = merged.paragraphs[0]
        paragraph._p.style = style_id
        paragraph.alignment = aligned("CENTER" if is_head else "RIGHT" if cell.is_figure else "LEFT")
        paragraph.paragraph_format.keep_with_next = keeps_next or is_head or None
        paragraph.add_run(cell.text).bold = is_bold or None
        place += cell.columns


def fix_columns(table: Any, widths: Sequence[float]) -> None:
    """Word asks the cells how wide they are, LibreOffice the table's grid."""
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = mm(width)


def _narrow_margins(table: Any) -> None:
    """A millimetre on each side of what a cell says."""
    margins = element("w:tblCellMar")
    for side in ("left", "right"):
        margins.append(element(f"w:{side}", w="57", type="dxa"))
    table._tbl.tblPr.insert_element_before(margins, "w:tblLook")


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


def keep_whole(row: Any) -> None:
    row._tr.get_or_add_trPr().append(element("w:cantSplit"))


def element(name: str, **attributes: str) -> Any:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    element = OxmlElement(name)
    for key, value in attributes.items():
        element.set(qn(f"w:{key}"), value)
    return element


def aligned(name: str) -> Any:
    from docx.enum.text import WD_ALIGN_PARAGRAPH

    return getattr(WD_ALIGN_PARAGRAPH, name)


def pt(points: float) -> Any:
    from docx.shared import Pt

    return Pt(points)


def mm(millimetres: float) -> Any:
    from docx.shared import Mm

    return Mm(millimetres)
