"""Every list that a screen shows can be taken along: by the page's own address, by whom the page is open to."""

import csv
import re
from functools import partial
from io import BytesIO, StringIO
from zipfile import ZipFile

import pytest

from app.door import access_of
from tests.whole_app.sources import APP
from tests.whole_app.test_routes import _addresses
from tests.whole_app.world import ACCOUNTS, World

pytestmark = pytest.mark.slow

LISTS = (
    *(
        "/units",
        "/posters",
        "/areas",
        "/organisations",
        "/directives",
        "/confirmations",
        "/reports",
        "/briefings",
        "/correspondence",
        "/monitor",
    ),
    *("/monitor/areas/911", "/monitor/areas/31078/units", "/monitor/rows/entry", "/monitor/rows/lead"),
)
# Where the files of a list are; some have a picture too.
FILE = re.compile(r"(.*)\.<any\(csv, xlsx[^)]*\):suffix>")
# Pages between a file that was sent and what becomes of it: its rows are in that file. A grid is written on; the list
# that it is filled from has its files.
STEPS = {"preview.html", "import_mend.html", "grid.html"}
OF_OFFICE = ("/admin/accounts", "/admin/settings", "/admin/jobs", "/audit")


def table(page) -> list[list[str]]:
    return list(csv.reader(StringIO(page.response.data.decode("utf-8-sig")), delimiter=";"))


def test_a_file_is_open_to_exactly_those_to_whom_its_page_is(world: World):
    rules = list(world.app.url_map.iter_rules())
    pages = {rule.rule: rule.endpoint for rule in rules if "GET" in (rule.methods or ())}
    files = {found[1]: rule.endpoint for rule in rules if (found := FILE.fullmatch(rule.rule))}

    assert len(files) >= 18
    assert files.keys() - pages.keys() == set()
    for path, endpoint in files.items():
        assert access_of(world.app, endpoint) == access_of(world.app, pages[path]), path


def test_every_page_that_is_paged_through_offers_its_files():
    paged = {path: path.read_text() for path in APP.rglob("templates/**/*.html")}
    without = [
        str(path)
        for path, text in paged.items()
        if "ui.pager(" in text and "ui.files(" not in text and path.name not in STEPS
    ]

    assert without == []


@pytest.mark.parametrize(("label", "paths"), [("province officer", LISTS), ("administrator", OF_OFFICE)])
def test_each_list_leads_to_its_files_and_they_hold_rows(world, label, paths):
    browser = world.sessions[label]
    for path in paths:
        page = browser.get(path)
        header, *rows = table(browser.get(f"{path}.csv"))
        book = ZipFile(BytesIO(browser.get(f"{path}.xlsx").response.data)).read("xl/worksheets/sheet1.xml").decode()

        assert re.search(rf'href="{path}\.xlsx', page.text) or not rows, path
        assert all(header), path
        assert all(len(row) == len(header) for row in rows), path
        assert book.count("<row ") == len(rows) + 1, path
        assert rows or path in ("/reports",), path


def test_a_file_follows_the_filter_of_its_page(world):
    office, admin = world.sessions["province officer"], world.sessions["administrator"]

    assert {row[2] for row in table(office.get("/organisations.csv?kind=commune"))[1:]} == {"Xã, phường, thị trấn"}
    assert len(table(admin.get("/admin/accounts.csv?q=khong+ai"))) == 1
    assert {row[2] for row in table(admin.get("/audit.csv?name=account.created"))[1:]} == {"Mở tài khoản"}


def test_a_file_holds_nobody_elses_rows(world):
    everything = table(world.sessions["province officer"].get("/units.csv"))
    own = table(world.sessions["commune officer"].get("/units.csv"))

    assert 1 < len(own) < len(everything)
    assert world.sessions["district officer"].get("/admin/accounts.csv").status == 403


# Whoever is named in the world: citizens, heads, members of teams, accounts. Telephone numbers.
NAMES = re.compile(rf"(?i:nguyễn|lê|trần) (?i:văn|thị|v\.)|Người (?:{'|'.join(each.label for each in ACCOUNTS)})")
PHONE = re.compile(r"(?<!\d)(?:0|\+84)[\d .]{8,12}\d")


def _lists(world: World) -> dict[str, list[str]]:
    """The CSV files that officers take of lists, by endpoint."""
    found: dict[str, list[str]] = {}
    for rule, method, path, *_rest in _addresses(world):
        if method == "GET" and path.endswith(".csv") and not access_of(world.app, rule.endpoint).public:
            found.setdefault(rule.endpoint, []).append(path.removesuffix(".csv"))
    return found


def test_every_list_of_officers_has_lines_and_a_picture_for_a_chat(world):
    lists = {rule.endpoint: rule.rule for rule in world.app.url_map.iter_rules() if FILE.fullmatch(rule.rule)}
    everybodys = {endpoint for endpoint in lists if access_of(world.app, endpoint).public}

    assert everybodys == {"stats.export", "safety_public.export"}
    assert {
        endpoint
        for endpoint, rule in lists.items()
        if ("any(csv, xlsx, png, chat)" in rule) != (endpoint not in everybodys)
    } == set()


def test_what_goes_into_a_chat_is_short_and_names_nobody(world):
    tried, without = 0, []
    for endpoint, paths in sorted(_lists(world).items()):
        found = next((each for each in map(partial(_told, world), paths) if each), None)
        if found is None:
            without.append(endpoint)
            continue
        tried += 1
        path, browser, text = found
        lines = text.strip().split("\n")
        assert len(lines) <= 10, path
        assert lines[-1] == f"http://localhost{path}", path
        told = "\n".join(lines[:-1])
        assert not NAMES.search(told), (path, told)
        assert not PHONE.search(told), (path, told)
        assert browser.get(f"{path}.png").response.data.startswith(b"\x89PNG"), path

    assert without == []
    assert tried > 50


def _told(world: World, path: str):
    """The lines of a list, as the first account that may read it gets them."""
    for browser in world.sessions.values():
        page = browser.get(f"{path}.chat")
        if page.status == 200:
            return path, browser, next(page.tree.iter("textarea")).text
    return None


def test_a_list_is_sent_on_with_a_short_address_of_its_page(world):
    officer = world.sessions["province officer"]
    page = officer.get("/units?kind=market")
    sent = officer.post("/share/list", page.fields("/share/list"))
    lines = officer.follow(sent)
    text = next(lines.tree.iter("textarea")).text.strip().split("\n")

    assert sent.location == "/units.chat?kind=market"
    assert text[0] == "Đơn vị"
    assert re.fullmatch(r"http://localhost/l/[0-9A-Z]+", text[-1])
    assert officer.get(text[-1].removeprefix("http://localhost")).location == "/units?kind=market"
    assert officer.post("/share/list", {**page.fields("/share/list"), "path": "/units?x=.chat"}).status == 422
    assert officer.post("/share/list", {**page.fields("/share/list"), "path": "//evil.example/a.chat"}).status == 422
