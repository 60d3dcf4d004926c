"""A file says what its page says, cell by cell and with the page's filters."""

import csv
import io
import re
from datetime import timedelta

import pytest
import time_machine
from python_calamine import CalamineWorkbook

from app import clock
from app.db import transaction
from app.directives.actions import acknowledge
from app.directives.queries import list_directives
from tests.monitoring.conftest import TODAY

pytestmark = [pytest.mark.usefixtures("province", "letter"), pytest.mark.slow]
FIGURE = re.compile(r"^([\d,]+%) ([\d.]+)/([\d.]+)(.*)$")
WEEK = f"from={TODAY - timedelta(7)}&to={TODAY - timedelta(1)}"


def words(element):
    return " ".join(" ".join(element.itertext()).split())


def rows_of(page):
    """The rows of the page's tables of figures and lists, without their sums."""
    found = []
    for table in page.tree.iter("table"):
        head, *rows = [[words(cell) for cell in row if cell.tag in ("th", "td")] for row in table.iter("tr")]
        if head[0] not in ("Ngày", "Kỳ"):
            found += [row for row in rows if not row[0].startswith("Cộng")]
    return found


def file_of(browser, path):
    """Rows of the XLSX; those of the CSV are the same."""
    page, mark, query = path.partition("?")
    book = CalamineWorkbook.from_object(io.BytesIO(browser.get(f"{page}.xlsx{mark}{query}").response.data))
    rows = [[_text(cell) for cell in row] for row in book.get_sheet_by_index(0).to_python()]
    text = browser.get(f"{page}.csv{mark}{query}").response.data.decode("utf-8-sig")
    assert [[_text(cell) for cell in row] for row in csv.reader(io.StringIO(text), delimiter=";")] == rows
    return rows


def _text(cell):
    return str(int(cell)) if isinstance(cell, float) and cell == int(cell) else str(cell)


def as_in_file(cell):
    """A figure of a page as the file's cells have it: done, due, share, and by which count where the page says so."""
    found = FIGURE.match(cell)
    if not found:
        return ["", "", cell] if cell in ("không phát sinh", "chưa có số liệu") else [cell]
    share, done, due, basis = found.groups()
    return [done.replace(".", ""), due.replace(".", ""), share, *filter(None, [basis.strip()])]


@pytest.mark.parametrize("who", ["chau", "an"])
@pytest.mark.parametrize("path", ["/monitor?period=14", "/monitor?period=yesterday&sort=qr&dir=down"])
def test_tables_of_figures(cast, browse, who, path):
    browser = browse(getattr(cast, who))
    page, (_head, *lines) = rows_of(browser.get(path)), file_of(browser, path)

    assert page
    for row, line in zip(page, lines, strict=True):
        name, *cells = row
        expected = [part for cell in cells for part in as_in_file(cell)]
        # Where nothing is due of the codes, the file has an empty cell for what the denominator is.
        assert [cell for cell in line[1:] if cell] == [cell for cell in [name, *expected] if cell]


@pytest.mark.parametrize(
    "path",
    [
        f"/monitor/rows/entry?{WEEK}",
        f"/monitor/rows/entry?{WEEK}&show=missing&area=911",
        f"/monitor/rows/qr?{WEEK}&show=missing",
        f"/monitor/rows/lead?{WEEK}",
        f"/monitor/rows/lead?{WEEK}&task=confirm",
        f"/monitor/rows/safety?{WEEK}",
        "/monitor/late?day=yesterday",
    ],
)
def test_lists(cast, browse, path):
    browser = browse(cast.chau)
    opened = browser.get(path)
    (*_others, table) = opened.tree.iter("table")
    _head, *page = [[words(cell) for cell in row if cell.tag in ("th", "td")] for row in table.iter("tr")]
    _header, *lines = file_of(browser, path)

    assert page
    assert "page=2" in opened.text or len(page) == len(lines)
    for row, line in zip(page, lines, strict=False):
        assert [cell.removesuffix(" Nguy cơ cao") for cell in row] == [cell for cell in line if cell != "có"]


def test_a_step_done_after_its_day_is_never_called_in_time(app, cast, browse):
    """In the week of its day it was late; from the next week on it stands done, and both its days are shown."""
    moment = clock.at(TODAY - timedelta(9), 12)
    with time_machine.travel(moment, tick=False), app.app_context(), transaction():
        (letter,) = list_directives()
        acknowledge(cast.loan.viewer, letter.id)
    browser = browse(cast.chau)
    rows = file_of(browser, f"/monitor/rows/lead?{WEEK}&task=acknowledge")
    results = {row[0]: row[4] for row in rows[1:]}

    assert results.pop("Sở Du lịch") == "Đã làm, chậm từ kỳ trước"
    assert set(results.values()) == {"Chưa thực hiện"}
