"""Walk through the portal as every role, from the front door and the desk along every link: each page is whole."""

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from jinja2 import StrictUndefined, Undefined, UndefinedError
from jinja2.utils import missing
from werkzeug.datastructures import MultiDict
from wtforms.form import BaseForm

from tests.browser_client import Browser, Page
from tests.whole_app.pages import broken_anchors, faults, links
from tests.whole_app.world import ACCOUNTS, World

pytestmark = pytest.mark.slow

LANGUAGES = ("vi", "en", "km")
QUICK_ROLES = ("manager", "district head")
QUICK_PAGES, SLOW_PAGES = 30, 60
# Drawn papers and files are opened by the tests of their chapters; languages would walk in circles.
NOT_WALKED = re.compile(r"\.(pdf|xlsx|csv)(\?|$)|^/lang/|^/static/")
# The form for a code, sent without one.
RIGHT = {("/enter", 422)}
NUMBERS = re.compile(r"[\w-]{16,}|\b[0-9A-HJKMNP-TV-Z]{9}\b|\d+")


def _shape(path: str) -> str:
    """What the addresses of pages of one kind have in common: numbers and secrets are left out, so are values."""
    place, _, question = path.partition("?")
    names = sorted({part.partition("=")[0] for part in question.split("&")} - {""})
    return NUMBERS.sub("N", place) + "?" + "&".join(names)


def _walk(browser: Browser, starts: list[str], most: int) -> Iterator[tuple[str, Page, str]]:
    """Every address that can be reached and the page that led there, one page of each shape, at most so many."""
    waiting, met, shapes = [(start, "") for start in starts], set(starts), Counter[str]()
    while waiting and shapes.total() < most:
        path, before = waiting.pop(0)
        if shapes[_shape(path)]:
            continue
        shapes[_shape(path)] += 1
        page = browser.get(path)
        yield path, page, before
        found = {page.location} if page.status in (302, 303) else links(page.text, path) if page.text else set()
        new = sorted(each for each in found if each not in met and not NOT_WALKED.search(each))
        met.update(new)
        waiting.extend((each, path) for each in new)


def _is_fragment(page: Page) -> bool:
    return "<html" not in page.text


def _found_wrong(path: str, page: Page, before: str) -> Iterator[str]:
    if page.status in (302, 303) or (path, page.status) in RIGHT:
        return
    if page.status != 200:
        yield f"{path}: {page.status} (from {before})"
    elif page.response.mimetype == "text/html" and not _is_fragment(page):
        yield from (f"{path}: {fault}" for fault in faults(page.text))
        yield from (f"{path}: link to {anchor}" for anchor in broken_anchors(page.text))


@pytest.fixture
def strict(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """A name that a template uses and nobody gave it is an error, not an empty place."""
    monkeypatch.setattr(world.app.jinja_env, "undefined", _undefined)


def _undefined(hint: Any = None, obj: Any = missing, name: Any = None, exc: Any = UndefinedError) -> Undefined:
    # What an address or a form may or may not hold is asked for by name; the rest must be there.
    kind = Undefined if isinstance(obj, MultiDict | BaseForm) else StrictUndefined
    return kind(hint, obj, name, exc)


def _look_around(world: World, label: str | None, language: str, *, most: int = QUICK_PAGES) -> list[str]:
    browser = world.sessions[label] if label else Browser(world.app)
    browser.client.set_cookie("lang", language)
    starts = ["/", "/desk", "/account"] if label else ["/", "/login", "/register", *_citizens_pages(world)]
    walked = list(_walk(browser, starts, most))
    browser.client.delete_cookie("lang")
    assert len(walked) >= len(starts), "nothing leads anywhere"
    wrong = sorted({wrong for step in walked for wrong in _found_wrong(*step)})
    print(f"{label or 'a citizen'} saw {len(walked)} pages", *wrong, sep="\n")
    return wrong


def _citizens_pages(world: World) -> list[str]:
    code, receipt, link = (next(iter(secrets.values())) for secrets in (world.codes, world.receipts, world.links))
    return [f"/q/{code}", f"/Q/{code}", f"/r/{receipt}", f"/manage/{link}"]


@pytest.mark.parametrize("label", QUICK_ROLES)
def test_every_page_of_a_role_is_whole(world, strict, label):
    assert _look_around(world, label, "vi") == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_of_a_citizen_is_whole(world, strict, language):
    assert _look_around(world, None, language) == []


@pytest.mark.slow
@pytest.mark.parametrize("label", [account.label for account in ACCOUNTS])
def test_every_page_of_every_role_is_whole(world, strict, label):
    assert _look_around(world, label, "vi", most=SLOW_PAGES) == []


@pytest.mark.slow
@pytest.mark.parametrize("language", ["en", "km"])
@pytest.mark.parametrize("label", QUICK_ROLES)
def test_every_page_is_whole_in_other_languages(world, strict, label, language):
    assert _look_around(world, label, language, most=SLOW_PAGES) == []


@pytest.mark.parametrize("label", [account.label for account in ACCOUNTS])
def test_the_navigation_leads_only_where_one_may_go(world, label):
    browser = world.sessions[label]
    rooms = _navigation(browser.get("/account"))
    entries = {path for room in rooms for path in (room, *_navigation(browser.get(room)))}

    assert len(rooms) <= 8
    assert {path: status for path in sorted(entries) if (status := browser.get(path).status) != 200} == {}


def test_what_stands_in_a_room_is_shown_below_the_rooms(world):
    browser = world.sessions["province officer"]
    alone, inside = _navigation(browser.get("/desk")), _navigation(browser.get("/directives"))

    assert inside[: len(alone)] == alone
    assert inside[len(alone) :] == ["/directives", "/confirmations", "/publicity", "/correspondence"]
    assert _marked(browser.get("/confirmations")) == ["Chỉ đạo", "Xác nhận"]
    # Pages that no link of the navigation names stand below the one whose address theirs begins with.
    assert _marked(browser.get("/units/coverage")) == ["Đơn vị", "Đơn vị"]


def test_who_may_open_little_sees_all_of_it_at_once(world):
    browser = world.sessions["gatekeeper"]

    assert all(len(_rows(browser.get(path))) == 1 for path in ("/account", *_navigation(browser.get("/account"))))


def _rows(page):
    return [nav for nav in page.tree.iter("nav") if "app-navigation" in (nav.get("class") or "").split()]


def _navigation(page):
    """Where the links of the navigation lead, row by row."""
    return [a.get("href") for row in _rows(page) for a in row.iter("a")]


def _marked(page):
    return ["".join(a.itertext()) for row in _rows(page) for a in row.iter("a") if a.get("aria-current")]
