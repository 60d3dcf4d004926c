"""Tables that people send are read as text, or refused with a reason; nothing is unpacked unseen."""

import io
import zipfile

import pytest

from app.documents import tables_in
from app.documents.sheets import xlsx
from app.documents.tables_in import Fault, UnreadableTable, read_table

ROWS = [["Nguyễn Thị Hoa", "0912345678"], ["Đặng Văn Tý", "7"]]


def test_a_workbook_is_read_whatever_its_name():
    assert read_table(xlsx("S", ["Tên", "Số"], ROWS), "tải về") == [["Tên", "Số"], *ROWS]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("separator", [";", ",", "\t"])
def test_a_csv_is_read_in_what_excel_writes(encoding, separator):
    text = "\r\n".join(separator.join(row) for row in ROWS) + "\r\n\r\n"

    assert read_table(text.encode(encoding), "a.CSV") == ROWS


def fault_of(content, name="a.xlsx"):
    with pytest.raises(UnreadableTable) as refused:
        read_table(content, name)
    return refused.value.fault


def test_what_is_no_table_is_refused_with_the_reason():
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("readme.txt", "no workbook")

    assert fault_of(b" \n") is Fault.EMPTY
    assert fault_of(b"PK\x03\x04 broken") is Fault.FOREIGN
    assert fault_of(packed.getvalue()) is Fault.FOREIGN
    assert fault_of(b"\xd0\xcf\x11\xe0 an old workbook") is Fault.FOREIGN
    assert fault_of(b"a\0b;c\n", "a.csv") is Fault.FOREIGN


def test_a_bomb_is_known_by_its_unpacked_size_before_it_goes_off(monkeypatch):
    monkeypatch.setattr(tables_in, "UNPACKED_BYTES", 10_000)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 20_000)

    assert fault_of(packed.getvalue()) is Fault.LARGE


def test_more_rows_or_columns_than_anybody_types_are_refused(monkeypatch):
    monkeypatch.setattr(tables_in, "MOST_ROWS", 2)
    monkeypatch.setattr(tables_in, "MOST_COLUMNS", 3)

    assert fault_of(xlsx("S", ["a"], [["b"], ["c"]])) is Fault.LONG
    assert fault_of(b"a;b;c;d\n", "a.csv") is Fault.LONG
