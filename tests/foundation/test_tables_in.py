"""Tables that people send: what Excel, LibreOffice and editors write, and what nobody should."""

import zipfile
from io import BytesIO

import pytest

from app.documents import tables_in
from app.documents.sheets import csv_file, xlsx
from app.documents.tables_in import UnreadableTable, read_table

ROWS = [["Số ghế", "Họ và tên"], ["12", "Đặng Thị Ánh"]]


def test_our_own_workbooks_and_csvs_read_back():
    assert read_table(xlsx("Ghế", ROWS[0], ROWS[1:]), "ghe.xlsx") == ROWS
    assert read_table(csv_file(ROWS[0], ROWS[1:]), "ghe.csv") == ROWS


@pytest.mark.parametrize(("delimiter", "encoding"), [(",", "utf-8"), ("\t", "utf-16"), (";", "utf-8-sig")])
def test_what_other_programs_write_is_read(delimiter, encoding):
    text = "\r\n".join(delimiter.join(row) for row in ROWS) + "\r\n\r\n"

    assert read_table(text.encode(encoding), "GHE.CSV") == ROWS


def test_numbers_and_days_become_text():
    from xlsxwriter import Workbook

    content = BytesIO()
    with Workbook(content) as book:
        book.add_worksheet().write_row(0, 0, [912345678, 1.5, None, "a"])

    assert read_table(content.getvalue(), "a.xlsx") == [["912345678", "1.5", "", "a"]]


def test_a_bomb_is_not_unpacked(monkeypatch):
    monkeypatch.setattr(tables_in, "UNPACKED_LIMIT_BYTES", 10_000)
    content = BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b" " * 20_000)

    with pytest.raises(UnreadableTable):
        read_table(content.getvalue(), "bomb.xlsx")


@pytest.mark.parametrize(
    ("content", "name"),
    [(b"", "a.xlsx"), (b"PK", "a.xlsx"), (b"\xc3\x28", "a.csv"), (b"a\0b", "a.csv")],
    ids=["empty", "half", "not utf-8", "binary"],
)
def test_what_is_no_table_is_refused(content, name):
    with pytest.raises(UnreadableTable):
        read_table(content, name)


def test_too_many_rows_are_refused(monkeypatch):
    monkeypatch.setattr(tables_in, "MOST_ROWS", 1)

    for content, name in ((xlsx("x", ROWS[0], ROWS[1:]), "a.xlsx"), (csv_file(ROWS[0], ROWS[1:]), "a.csv")):
        with pytest.raises(UnreadableTable):
            read_table(content, name)
