"""Files as officers send them, and packages written by hand as other programs write them."""

import io
import zipfile
from collections.abc import Sequence
from typing import Any

from xlsxwriter import Workbook

HEADINGS = (
    "Tên đơn vị",
    "Loại hình",
    "Xã, phường, thị trấn",
    "Địa chỉ",
    "Người đứng đầu đơn vị",
    "Điện thoại người đứng đầu",
)


def row(name: str = "Quán Ốc Đêm", **more: Any) -> dict[str, Any]:
    """What an officer of Phú Quốc writes of a good unit, by heading; `more` are other values, by their place."""
    places = dict(zip(("name", "kind", "commune", "address", "manager", "phone"), HEADINGS, strict=True))
    usual = ("Quán ăn", "P. Dương Đông", "Chợ đêm", "Ngô Văn Bảy", "0912345678")
    cells = dict(zip(HEADINGS, (name, *usual), strict=True))
    return cells | {places.get(key, key): value for key, value in more.items()}


def xlsx(*rows: dict[str, Any], headings: Sequence[str] | None = None, above: Sequence[str] = ()) -> bytes:
    """A workbook with these rows; numbers stay numbers. `above` are lines over the headings."""
    names = list(headings or dict.fromkeys(name for each in rows for name in each) or HEADINGS)
    content = io.BytesIO()
    with Workbook(content, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        for number, line in enumerate(above):
            sheet.write(number, 0, line)
        for column, name in enumerate(names):
            sheet.write(len(above), column, name)
            for number, cells in enumerate(rows, start=len(above) + 1):
                sheet.write(number, column, cells.get(name, ""))
    return content.getvalue()


def package(sheet: str, *, strings: Sequence[str] = (), **more: str) -> bytes:
    """A workbook whose one sheet is this XML, as small as a reader takes it; `more` are further parts."""
    ns = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    rel = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    packages = 'xmlns="http://schemas.openxmlformats.org/package/2006/relationships"'
    parts = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
        "_rels/.rels": f'<Relationships {packages}><Relationship Id="rId1" Type="{rel}/officeDocument" '
        'Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook {ns} xmlns:r="{rel}"><sheets><sheet name="S" sheetId="1" r:id="rId1"/></sheets>'
        "</workbook>",
        "xl/_rels/workbook.xml.rels": f"<Relationships {packages}>"
        f'<Relationship Id="rId1" Type="{rel}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": f"<worksheet {ns}>{sheet}</worksheet>",
        "xl/sharedStrings.xml": f"<sst {ns}>{''.join(f'<si><t>{text}</t></si>' for text in strings)}</sst>",
        **more,
    }
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return content.getvalue()
