"""The list of codes as a file: the same rows as on screen, within the reader's scope, filtered alike."""

import csv
from io import BytesIO, StringIO
from zipfile import ZipFile

from app.codes import show_code
from tests.made_once import made_once
from tests.places import open_place


@made_once
def hotel(app, cast):
    return open_place(app, cast.an, name="=Khách sạn Biển Xanh")


def rows(page) -> list[list[str]]:
    return list(csv.reader(StringIO(page.response.data.decode("utf-8-sig")), delimiter=";"))


def test_the_codes_of_ones_units_come_as_csv(cast, browse, hotel):
    header, row = rows(browse(cast.an).get("/posters.csv"))

    assert header[0] == "Đơn vị"
    assert row[0] == "'=Khách sạn Biển Xanh"
    assert row[5:] == [show_code(hotel.code), "Chưa in", ""]


def test_the_same_rows_come_as_a_workbook_of_text(cast, browse, hotel):
    content = browse(cast.an).get("/posters.xlsx").response.data
    sheet = ZipFile(BytesIO(content)).read("xl/worksheets/sheet1.xml").decode()

    assert "=Khách sạn Biển Xanh" in sheet
    assert "<f>" not in sheet
    assert sheet.count("<row ") == 2


def test_the_file_follows_the_filter_of_the_list(cast, browse, hotel):
    assert len(rows(browse(cast.an).get("/posters.csv?state=displayed"))) == 1
    assert len(rows(browse(cast.an).get("/posters.csv?q=bien+xanh"))) == 2
    assert "/posters.csv?q=bien+xanh" in browse(cast.an).get("/posters?q=bien+xanh").text


def test_nobody_elses_codes_are_in_it(cast, browse, hotel):
    assert len(rows(browse(cast.binh).get("/posters.csv"))) == 1
    assert browse().get("/posters.csv").status == 303
