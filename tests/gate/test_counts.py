"""A unit whose door runs on a national system sends that system's counts instead of typing them."""

import io
import re
from datetime import date

import pytest

from app.clock import local_day
from app.gate.rules.counts import Problem, read_counts
from app.tallies.rules import NationalApp
from app.web.filters import day

TODAY = date(2021, 5, 7)
HEADING = ["Ngày", "Lượt vào", "Lượt ra"]


def test_a_file_is_read_by_its_headings():
    heading = ["Ứng dụng", "Ngày", "Lượt ra", "Lượt vào"]
    table = [heading, ["NCOVI", "06/5/2021", "1.190", "1.200"], ["", "2021-05-07", "3", "5"]]

    counted, problems = read_counts(table, first=date(2021, 5, 1), today=TODAY)

    assert counted == [(date(2021, 5, 6), NationalApp.NCOVI, 1200, 1190), (TODAY, NationalApp.TOKHAIYTE, 5, 3)]
    assert not problems


@pytest.mark.parametrize(
    ("table", "problem"),
    [
        ([], (1, Problem.NO_COLUMNS)),
        ([["Ngày", "Số"]], (1, Problem.NO_COLUMNS)),
        ([HEADING], (1, Problem.NO_ROWS)),
        ([HEADING, ["08/5/2021", "1", "1"]], (2, Problem.BAD_DAY)),
        ([HEADING, ["31/4/2021", "1", "1"]], (2, Problem.BAD_DAY)),
        ([HEADING, ["07/5/2021", "-1", "1"]], (2, Problem.BAD_NUMBER)),
        ([HEADING, ["07/5/2021", "1,5", "1"]], (2, Problem.BAD_NUMBER)),
        ([[*HEADING, "Ứng dụng"], ["07/5/2021", "1", "1", "Zalo"]], (2, Problem.BAD_APP)),
        ([HEADING, ["07/5/2021", "1", "1"], ["7/5/2021", "2", "2"]], (3, Problem.TWICE)),
    ],
)
def test_what_is_wrong_is_named_by_its_row(table, problem):
    assert read_counts(table, first=date(2021, 5, 1), today=TODAY)[1] == [problem]


def test_a_day_sent_again_takes_the_place_of_the_first_and_taps_are_added(browse, gate):
    manager, guard = browse(gate.mai), browse(gate.tu)
    path = f"/units/{gate.unit_id}/gate/counts"
    guard.send("/gate", {"app": "tokhaiyte", "way": "in"}, to="/gate/tally")

    for entries in (40, 25):
        file = io.BytesIO(f"Ngày;Lượt vào;Lượt ra\n{day(local_day())};{entries};20\n".encode())
        page = manager.send(path, {"file": (file, "so-lieu.csv")}, to=path, content_type="multipart/form-data")
        assert page.status == 303, page.text

    assert "26 vào, 20 ra" in guard.get("/gate").text


def test_a_file_with_a_wrong_row_changes_nothing(browse, gate):
    path = f"/units/{gate.unit_id}/gate/counts"
    file = io.BytesIO(b"Ng\xc3\xa0y;L\xc6\xb0\xe1\xbb\xa3t v\xc3\xa0o;L\xc6\xb0\xe1\xbb\xa3t ra\n01/01/2020;1;1\n")

    page = browse(gate.mai).send(path, {"file": (file, "a.csv")}, to=path, content_type="multipart/form-data")

    assert page.status == 422
    assert "Dòng 2: ngày phải trong 7 ngày qua" in page.text
    assert "Chưa nạp số liệu nào." in page.text


def test_the_console_sees_the_counts_of_today_that_were_sent(browse, gate):
    guard, path = browse(gate.tu), f"/units/{gate.unit_id}/gate/counts"
    seen = re.search(r'hx-get="([^"]+)"', guard.get("/gate").text)[1].replace("&amp;", "&")

    assert guard.get(seen, headers={"HX-Request": "true"}).status == 204
    file = io.BytesIO(f"Ngày;Lượt vào;Lượt ra\n{day(local_day())};20;5\n".encode())
    browse(gate.mai).send(path, {"file": (file, "a.csv")}, to=path, content_type="multipart/form-data")
    assert guard.get(seen, headers={"HX-Request": "true"}).status == 200
