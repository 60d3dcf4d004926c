"""What changed since the last page, and how a count is said."""

from itertools import product

import pytest

from app.briefings.rules import FEWER_IS_BETTER, FigureKey, Turn, compare, lines_of, told
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
    ("now", "before", "words", "more_is_better"),
    [
        ((7, 9), (5, 9), "tăng 2", Turn.BETTER),
        ((5, 9), (7, 9), "giảm 2", Turn.WORSE),
        ((5, 9), (5, 9), "bằng trang trước", Turn.SAME),
        ((279, 374), (376, 489), "giảm 97, trang trước 376/489; tỷ lệ giảm từ 76,9% xuống 74,6%", Turn.WORSE),
        ((374, 374), (393, 489), "giảm 19, trang trước 393/489; tỷ lệ tăng từ 80,4% lên 100%", Turn.BETTER),
        ((5, 10), (6, 12), "giảm 1, trang trước 6/12; tỷ lệ vẫn 50%", Turn.SAME),
        ((5, 9), (5, 8), "số lượng không đổi, trang trước 5/8; tỷ lệ giảm từ 62,5% xuống 55,6%", Turn.WORSE),
        ((5, 8), (5, 9), "số lượng không đổi, trang trước 5/9; tỷ lệ tăng từ 55,6% lên 62,5%", Turn.BETTER),
        ((0, 8), (0, 9), "số lượng không đổi, trang trước 0/9; tỷ lệ vẫn 0%", Turn.SAME),
        ((8, 10), (5, 8), "tăng 3, trang trước 5/8; tỷ lệ tăng từ 62,5% lên 80%", Turn.BETTER),
        ((6, 12), (5, 8), "tăng 1, trang trước 5/8; tỷ lệ giảm từ 62,5% xuống 50%", Turn.WORSE),
        ((7, 8), (6, 12), "tăng 1, trang trước 6/12; tỷ lệ tăng từ 50% lên 87,5%", Turn.BETTER),
        ((6, 12), (5, 10), "tăng 1, trang trước 5/10; tỷ lệ vẫn 50%", Turn.SAME),
        ((50_001, 100_001), (50_000, 100_000), "tăng 1, trang trước 50.000/100.000; tỷ lệ vẫn 50%", Turn.SAME),
        ((0, 0), (7, 9), "trang trước 7/9", Turn.UNKNOWN),
        ((7, 9), (0, 0), "trang trước không phát sinh", Turn.UNKNOWN),
        ((0, 0), (0, 0), "trang trước không phát sinh", Turn.UNKNOWN),
        ((None, None), (7, 9), "trang trước 7/9", Turn.UNKNOWN),
        ((7, 9), (None, None), "trang trước chưa có số liệu", Turn.UNKNOWN),
    ],
)
def test_a_change_says_how_the_count_went_and_of_another_total_the_share(now, before, words, more_is_better):
    pages = [{"five": {key: figure(*counted) for key in FigureKey}} for counted in (now, before)]
    other = {Turn.BETTER: Turn.WORSE, Turn.WORSE: Turn.BETTER}

    said = list(five(*pages))

    assert {each.change for each in said} == {words}
    for each in said:
        wanted = other.get(more_is_better, more_is_better) if each.key in FEWER_IS_BETTER else more_is_better
        assert each.turn is wanted, each.key


def test_what_is_said_to_be_better_is_what_the_words_say():
    """Of every small count and total, now and before: the last direction that is told is the one that is judged."""
    for before_total, total in product(range(1, 7), repeat=2):
        for before_count, count in product(range(before_total + 1), range(total + 1)):
            pages = [{"five": {key: figure(*each) for key in FigureKey}} for each in
                     ((count, total), (before_count, before_total))]  # fmt: skip
            for each in five(*pages):
                told_up = each.change.rpartition("tăng ")[1] and "giảm" not in each.change.rpartition("tăng ")[2]
                if each.turn in (Turn.BETTER, Turn.WORSE):
                    is_better = bool(told_up) is not (each.key in FEWER_IS_BETTER)
                    assert each.turn is (Turn.BETTER if is_better else Turn.WORSE), (each, pages)
                else:
                    assert each.change == "bằng trang trước" or "tỷ lệ vẫn" in each.change, (each, pages)


def test_the_first_page_says_of_no_page_before():
    page = {"five": {key: figure(5, 9) for key in FigureKey}}

    assert {(each.change, each.turn) for each in five(page, None)} == {("", Turn.UNKNOWN)}


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
