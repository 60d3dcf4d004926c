"""What of a list may be told in a chat."""

import pytest

from app.web import short
from app.web.short import Columns, Counted

HEADER = ("Họ tên", "Nơi", "Điện thoại", "Số")


@pytest.fixture(autouse=True)
def in_vietnamese(app):
    with app.test_request_context():
        yield


def test_chosen_columns_of_the_first_rows_and_how_many_there_are():
    found = Columns(1, 3).of(HEADER, ((f"A{n}", f"Xã {n}", "0912345678", 1000 + n) for n in range(40)))

    assert found.header == ["Nơi", "Số"]
    assert found.rows[0] == ["Xã 0", "1.000"]
    assert (len(found.rows), found.total, found.is_more) == (15, 40, False)


@pytest.mark.parametrize(
    ("count", "total", "is_more"), [(0, 0, False), (15, 15, False), (1999, 1999, False), (2000, 1999, True)]
)
def test_what_is_long_is_not_counted_to_its_end(count, total, is_more):
    rows = iter([("A", "Xã", "", n) for n in range(count)] + [("never read", "", "", "")] * 5 * (count >= 2000))
    found = Columns(1).of(HEADER, rows)

    assert (found.total, found.is_more) == (total, is_more)
    assert len(list(rows)) == (5 if is_more else 0)


def test_a_line_in_one_sentence_and_an_empty_cell():
    found = Columns(0, 1, 3).of(HEADER, [["và 3 đơn vị khác"], ["A", None, "", 0]])

    assert found.rows == [["và 3 đơn vị khác", "", ""], ["A", "", "0"]]


def test_persons_are_counted_all_of_them_and_none_is_told():
    rows = [("A", "Xã 1", "0912345678", 1)] * 30 + [("B", "Xã 2", "0912345678", 2)] * 40 + [("C", "", "", 3)]
    found = Counted(1, label="Số người").of(HEADER, rows)

    assert found.header == ["Nơi", "Số người"]
    assert found.rows == [("Xã 2", "40"), ("Xã 1", "30"), (short.NOTHING, "1")]
    assert (found.total, found.is_more) == (3, False)
