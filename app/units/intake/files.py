"""Files that go out: the template to fill in, and rows that come back with what is wrong with them."""

from collections.abc import Iterable, Sequence

from flask_babel import force_locale
from flask_babel import gettext as _

from app.documents import sheets
from app.door import Viewer
from app.units.intake.columns import find_heading_row, folded, recognise
from app.units.intake.labels import COLUMN_LABELS, VERDICT_LABELS
from app.units.intake.models import UnitImportRow
from app.units.intake.rules import NEEDED, Column
from app.units.intake.wording import explain
from app.units.labels import UNIT_KIND_LABELS
from app.units.queries import list_communes, list_owners

# As its heading is compared; the heading itself is Vietnamese.
LINE = "dong"
LONGEST_LINE = 6


def template(viewer: Viewer, rows: Iterable[UnitImportRow] = ()) -> bytes:
    """The file to fill in, with the kinds, the viewer's communes and bodies to choose from.

    With `rows`: these rows, each with its line in the file that was sent and what is wrong with it. Always in
    Vietnamese, in which its headings are known when it comes back.
    """
    with force_locale("vi"):
        return _template(viewer, rows)


def _template(viewer: Viewer, rows: Iterable[UnitImportRow]) -> bytes:
    columns = list(Column)
    returned = [[row.number, " ".join(explain(row)), *_cells(row)] for row in rows]
    front = [_("Dòng"), _("Lỗi")] if returned else []
    places = {column: number for number, column in enumerate(columns, start=len(front))}
    communes = [f"{area.name}, {area.parent.name}" if area.parent else area.name for area in list_communes(viewer)]
    return sheets.template(
        _("Đơn vị"),
        [*front, *(_heading(column) for column in columns)],
        choices={
            places[Column.KIND]: [str(label) for label in UNIT_KIND_LABELS.values()],
            places[Column.COMMUNE]: communes,
            places[Column.ORGANISATION]: [body.name for body in list_owners(viewer)],
        },
        codes=_("Danh mục"),
        hints={
            places[Column.ORGANISATION]: _("Để trống: cơ quan thường quản lý loại hình này."),
            places[Column.HOUSEHOLD]: _("Ghi “x” khi là hộ kinh doanh: để trống cơ quan quản lý thì UBND xã quản lý."),
            places[Column.CODE]: _("Chỉ ghi khi đơn vị đã có mã QR của hệ thống này."),
        },
        rows=returned,
    )


def listing(rows: Iterable[UnitImportRow]) -> tuple[list[str], list[list[object]]]:
    """Heading and rows of what a preview shows."""
    header = [_("Dòng"), _("Kết quả"), _("Lỗi"), *(str(COLUMN_LABELS[column]) for column in Column)]
    return header, [[row.number, VERDICT_LABELS[row.verdict], " ".join(explain(row)), *_cells(row)] for row in rows]


def returned_cells(table: Sequence[Sequence[str]]) -> dict[int, dict[str, str]]:
    """What a returned file says of each line of the first file, by column."""
    header_row = find_heading_row(table)
    place, mapping = find_line_column(table[header_row]), recognise(table[header_row])
    rows = table[header_row + 1 :] if place is not None else ()
    lines = [(row[place or 0], row) for row in rows]
    return {
        int(line): {name: row[where] for name, where in mapping.items()}
        for line, row in lines
        if line.isascii() and line.isdecimal() and len(line) <= LONGEST_LINE
    }


def find_line_column(headings: Sequence[str]) -> int | None:
    """Where a returned file says from which line of the first file a row came."""
    names = [folded(heading) for heading in headings]
    return names.index(LINE) if LINE in names else None


def _heading(column: Column) -> str:
    return f"{COLUMN_LABELS[column]} (*)" if column in NEEDED else str(COLUMN_LABELS[column])


def _cells(row: UnitImportRow) -> list[str]:
    return [row.cells.get(column.value, "") for column in Column]
