"""What changed since the last page, and how a count is said."""

import pytest

from app.briefings.rules import FigureKey, Turn, compare, lines_of, told
from app.briefings.wording import five, pair


def figure(count, total):
    return {"count": count, "total": total}


@pytest.mark.parametrize(
    ("key", "now", "before", "change", "turn"),
    [
        pytest.param(FigureKey.DOORS, (7, 9), (5, 9), 2, Turn.BETTER, id="more doors"),
        pytest.param(FigureKey.DOORS, (5, 9), (7, 9), -2, Turn.WORSE, id="fewer doors"),
        pytest.param(FigureKey.UNCONFIRMED, (3, 9), (1, 9), 2, Turn.WORSE, id="more who have not confirmed"),
        pytest.param(FigureKey.ISOLATION, (0, 9), (4, 9), -4, Turn.BETTER, id="fewer who are silent"),
        pytest.param(FigureKey.CODES, (5, 9), (5, 9), 0, Turn.SAME, id="the same"),
        pytest.param(FigureKey.CODES, (5, 9), (5, 8), 0, Turn.WORSE, id="as many of more"),
        pytest.param(FigureKey.DOORS, (374, 374), (376, 489), -2, Turn.BETTER, id="all of fewer that are open"),
        pytest.param(FigureKey.ISOLATION, (5, 200), (4, 100), 1, Turn.BETTER, id="a smaller part is silent"),
        pytest.param(FigureKey.DOORS, (0, 0), (7, 9), -7, Turn.UNKNOWN, id="nothing was due"),
        pytest.param(FigureKey.SAFETY, (None, None), (4, 9), None, Turn.UNKNOWN, id="nobody counts it"),
        pytest.param(FigureKey.SAFETY, (4, 9), (None, None), None, Turn.UNKNOWN, id="nobody counted it before"),
    ],
)
def test_compare(key, now, before, change, turn):
    found = compare(key, figure(*now), figure(*before))

    assert (found.change, found.turn) == (change, turn)


@pytest.mark.parametrize(
    ("now", "before", "words"),
    [
        ((279, 374), (376, 489), "giảm 97, trang trước 376/489"),
        ((5, 9), (5, 8), "không đổi, trang trước 5/8"),
        ((7, 9), (5, 9), "tăng 2"),
        ((5, 9), (5, 9), "bằng trang trước"),
    ],
)
def test_a_change_says_of_how_many_it_was(now, before, words):
    pages = [{"five": {key: figure(*counted) for key in FigureKey}} for counted in (now, before)]

    assert {said.change for said in five(*pages)} == {words}


def test_the_first_page_is_compared_with_nothing():
    assert compare(FigureKey.CODES, figure(5, 9), None).turn is Turn.UNKNOWN


@pytest.mark.parametrize(
    ("counted", "words"),
    [
        ((7, 8), "7/8 (87,5%)"),
        ((0, 0), "không phát sinh"),
        ((None, None), "chưa có số liệu"),
        ((1234, 2000), "1.234/2.000 (61,7%)"),
    ],
)
def test_pair(counted, words):
    assert pair(figure(*counted)) == words


@pytest.mark.parametrize(
    ("reasons", "words"),
    [
        ({"whole": "", "measures": {"qr": "Thiếu mã", "entry": "Thiếu người"}}, "Thiếu người"),
        ({"whole": "Bão", "measures": {"qr": "Thiếu mã"}}, "Bão"),
        ({"whole": "", "measures": {"qr": "Thiếu mã"}}, "Thiếu mã"),
        ({"whole": "", "measures": {}}, ""),
    ],
)
def test_of_a_heads_reasons_the_one_about_doors_is_told_first(reasons, words):
    assert told(reasons) == words


def test_lines_of():
    typed = " - Cho phép\n\n• Giao Sở Y tế \n1. Chi 2 tỷ\n 12) Họp\n1.500 liều"
    assert lines_of(typed) == ["Cho phép", "Giao Sở Y tế", "Chi 2 tỷ", "Họp", "1.500 liều"]


@pytest.mark.parametrize(
    ("graded", "note"),
    [
        ({"count": 87, "total": 144}, "cấp độ: 87/144 xã đặt hoặc xác nhận trong 7 ngày"),
        ({"count": 0, "total": 0}, ""),
        (None, ""),
    ],
)
def test_graded_places_stand_beside_the_units_on_pages_that_count_them(graded, note):
    page = {"five": {key: figure(1, 2) for key in FigureKey}} | ({"graded": graded} if graded else {})

    notes = {said.key: said.note for said in five(page, None)}

    assert notes.pop(FigureKey.SAFETY) == note
    assert not any(notes.values())
