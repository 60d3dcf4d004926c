"""A table as a picture: rows that say as much are as high, no word is broken for want of a pixel."""

from io import BytesIO

import pytest
from PIL import Image

from app.documents.cards import MARGIN, TABLE_TEXT, WIDTH, _font, table_png

NOTE = "1 dòng"


def height(header, *rows):
    with Image.open(BytesIO(table_png("Bảng", NOTE, header, rows))) as picture:
        return picture.size[1]


@pytest.mark.parametrize("name", ["Tình trạng", "Ngày im lặng", "Tỷ lệ", "Công văn"])
def test_a_heading_that_is_the_longest_of_its_column_stands_on_one_line(name):
    short = height(("A", "B"), ("Sở Y tế", "x"))

    assert height(("A", name), ("Sở Y tế", "x")) == short


@pytest.mark.parametrize("name", ["Đã mở, chưa tiếp nhận", "Chưa kết thúc", "Đến hạn", "Xác nhận"])
def test_a_cell_that_is_the_longest_of_its_column_stands_on_one_line(name):
    assert height(("A", "B"), ("Sở Y tế", name)) == height(("A", "B"), ("Sở Y tế", "x"))


def test_a_name_that_fits_as_it_is_written_takes_one_line():
    """In bold letters, in which only headings are written, it would take two."""
    left = WIDTH - 2 * MARGIN - _font(TABLE_TEXT, False).getlength("x") - 2 * 20 - 1
    name = "Ban Quản lý Khu kinh tế Phú Quốc và các đảo nhỏ phía nam tỉnh Kiên Giang tại An Thới"
    words = name.split(" ")
    lines = [" ".join(words[:n]) for n in range(1, len(words))]
    near = [
        text + "i" * more
        for text in lines
        for more in range(12)
        if _font(TABLE_TEXT, False).getlength(text + "i" * more)
        <= left - 4
        < _font(TABLE_TEXT, True).getlength(text + "i" * more)
    ]

    assert near
    for text in near:
        assert height(("A", "x"), (text, "x")) == height(("A", "x"), ("Sở", "x"))
