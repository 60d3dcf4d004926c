"""A printed code is read by an independent decoder, and its picture is small enough for a page on 3G."""

import re

import pypdfium2
import pytest
import zxingcpp
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from app.documents.pdf import render_pdf
from app.documents.qr import outline, qr_matrix, qr_svg

POSTER_URL = "HTTPS://KHAIBAO.KIENGIANG.GOV.VN/Q/7K3M9QXZW"


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(POSTER_URL, id="capitals"),
        pytest.param("https://khaibao.kiengiang.gov.vn/r/Zk3_tY", id="mixed case"),
        pytest.param("0912345678", id="digits"),
        pytest.param("Khách sạn Sóng Biển, Phú Quốc", id="Vietnamese"),
    ],
)
def test_any_text_is_read_back(text):
    matrix = qr_matrix(text)

    assert [code.text for code in zxingcpp.read_barcodes(_picture(matrix))] == [text]


def test_an_address_in_capitals_makes_a_smaller_code():
    assert len(qr_matrix(POSTER_URL)) == 29  # version 3
    assert len(qr_matrix(POSTER_URL.lower())) == 33  # version 4


def test_stronger_correction_costs_modules():
    sides = [len(qr_matrix(POSTER_URL, error_correction=level)) for level in "LMQH"]

    assert sides == sorted(sides)
    assert sides[0] < sides[-1]


def test_the_size_is_that_of_the_code_and_the_quiet_zone_comes_around_it():
    svg = qr_svg(POSTER_URL, size_mm=145)

    assert 'viewBox="0 0 37 37"' in svg
    assert 'width="185.00mm" height="185.00mm"' in svg
    assert 'd="M4 4h7v7h-7z' in svg  # the first finder, four modules in


def test_the_picture_is_one_short_path_without_styles():
    svg = qr_svg(POSTER_URL, size_mm=40)

    assert svg.count("<path") == 1
    assert "style" not in svg
    assert len(svg) < 2000


def test_a_label_is_spoken_and_escaped():
    assert "<title>Mã của &lt;b&gt;Chợ Mới&lt;/b&gt;</title>" in qr_svg("A", size_mm=40, label="Mã của <b>Chợ Mới</b>")
    assert 'role="img"' in qr_svg("A", size_mm=40, label="Mã")


def test_without_a_label_readers_pass_over_the_picture():
    svg = qr_svg("A", size_mm=40)

    assert 'aria-hidden="true"' in svg
    assert "<title>" not in svg


@given(st.lists(st.lists(st.booleans(), min_size=6, max_size=6), min_size=1, max_size=6))
def test_the_outline_encloses_the_dark_modules_and_no_others(rows):
    matrix = tuple(map(tuple, rows))

    assert _filled(outline(matrix, offset=2), offset=2) == _dark(matrix)


@pytest.mark.slow
@pytest.mark.parametrize("dpi", [40, 72, 150])
def test_a_code_is_read_from_a_printed_page(dpi):
    svg = qr_svg(POSTER_URL, size_mm=150, label="Mã QR")
    pdf = render_pdf(f'<html lang="vi"><title>Mã</title><style>@page {{ size: A4; margin: 5mm }}</style>{svg}')

    with pypdfium2.PdfDocument(pdf) as document:
        page = document[0].render(scale=dpi / 72).to_pil()

    assert [code.text for code in zxingcpp.read_barcodes(page)] == [POSTER_URL]


def _picture(matrix):
    side = len(matrix) + 8
    picture = Image.new("L", (side, side), 255)
    for x, y in _dark(matrix):
        picture.putpixel((x + 4, y + 4), 0)
    return picture.resize((side * 4, side * 4), Image.Resampling.NEAREST)


def _dark(matrix):
    return {(x, y) for y, row in enumerate(matrix) for x, module in enumerate(row) if module}


def _filled(path, *, offset):
    """The unit squares that a painter fills: those with an odd number of vertical edges to their left."""
    walls = [wall for loop in path.split("z")[:-1] for wall in _walls(loop)]
    columns = range(-1, 8)
    return {
        (x, y) for x in columns for y in columns if sum(at - offset <= x and top - offset == y for at, top in walls) % 2
    }


def _walls(loop):
    """The vertical unit edges of one closed loop, as (x, y of the upper end)."""
    x, y = start = tuple(map(int, re.match(r"M(\d+) (\d+)", loop).groups()))
    for axis, length in re.findall(r"([hv])(-?\d+)", loop):
        if axis == "h":
            x += int(length)
            continue
        yield from ((x, top) for top in range(min(y, y + int(length)), max(y, y + int(length))))
        y += int(length)
    assert x == start[0] or y == start[1]
    yield from ((x, top) for top in range(min(y, start[1]), max(y, start[1])))
