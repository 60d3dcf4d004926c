"""Naughty strings into every parameter and every field: no answer of 5xx, nothing reflected that a browser would run.

Forms and parameters are found by walking: whatever pages hold is tried. Quick runs draw a sample, slow ones take all.
"""

import os
import random
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import urlencode

import pytest

from app.db import Mode, mode
from tests.browser_client import Browser, Page
from tests.whole_app.life import first_period
from tests.whole_app.naughty import ACTIVE, STRINGS
from tests.whole_app.pages import links
from tests.whole_app.test_crawl import NOT_WALKED, NUMBERS
from tests.whole_app.world import World

pytestmark = pytest.mark.slow

SEED = int(os.environ.get("SEED") or random.SystemRandom().randrange(10**6))
QUICK_COUNT = 80
WALKERS = (None, "manager", "province officer")
MORE_WALKERS = (*WALKERS, "district head", "administrator", "health officer")
# Parameters that pages read though no form of theirs shows them.
PARAMETERS = ("lang", "next", "page", "size", "sort", "order", "q", "first", "last", "on", "period", "body", "area")
PARAMETERS += ("show", "kind", "status", "unit", "new", "form", "code", "days", "own", "actor", "name", "month")
KEPT = {"csrf_token", "stamp"}


@dataclass(frozen=True)
class Form:
    """A form as a page holds it: who saw it, where it goes, by which method, its fields as they were filled in."""

    label: str | None
    page: str
    path: str
    method: str
    fields: tuple[tuple[str, str], ...]


def _shape(path: str) -> str:
    return NUMBERS.sub("N", path.partition("?")[0])


def _pages(browser: Browser, starts: list[str]) -> Iterator[tuple[str, Page]]:
    """One page of each shape that can be reached."""
    waiting, met = list(starts), set()
    while waiting:
        path = waiting.pop(0)
        if _shape(path) in met or NOT_WALKED.search(path):
            continue
        met.add(_shape(path))
        page = browser.get(path)
        if page.text:
            yield path, page
            waiting.extend(sorted(links(page.text, path)))


def _forms(label: str | None, path: str, page: Page) -> Iterator[Form]:
    for form in page.tree.iter("form"):
        action = form.get("action", "") or path
        method = form.get("method", "get").lower()
        fields = {
            each.get("name"): each.get("value") or ""
            for tag in ("input", "select", "textarea")
            for each in form.iter(tag)
        }
        named = tuple((name, value) for name, value in fields.items() if name)
        yield Form(label, path, action, method, named)


def _found_forms(world: World, walkers: Iterable[str | None]) -> list[Form]:
    found: dict[tuple[object, ...], Form] = {}
    for label in walkers:
        browser = world.sessions[label] if label else Browser(world.app)
        starts = ["/desk", "/account"] if label else ["/", "/login", *_citizens(world)]
        for path, page in _pages(browser, starts):
            for form in _forms(label, path, page):
                found.setdefault((_shape(form.path), form.method, tuple(name for name, _ in form.fields)), form)
    return [form for form in found.values() if "/logout" not in form.path]


def _citizens(world: World) -> list[str]:
    code, receipt, link = (next(iter(secrets.values())) for secrets in (world.codes, world.receipts, world.links))
    return [f"/q/{code}", f"/r/{receipt}", f"/manage/{link}", "/register", "/enter?code=X"]


@dataclass(frozen=True)
class Attack:
    """One string in one place."""

    label: str | None
    method: str
    path: str
    place: str
    kind: str
    fields: tuple[tuple[str, str], ...] = ()

    def __str__(self) -> str:
        return f"{self.label or 'a citizen'} · {self.method} {self.path} · {self.place} = {self.kind}"


def _attacks(world: World, forms: list[Form]) -> list[Attack]:
    found = [
        Attack(form.label, form.method, form.path, name, kind, form.fields)
        for form in forms
        for name, _value in form.fields
        if name != "csrf_token"
        for kind in STRINGS
    ]
    pages = {(form.label, form.page.partition("?")[0]) for form in forms} | {
        ("province officer", "/monitor/rows/entry")
    }
    found += [
        Attack(who, "get", path, name, kind)
        for who, path in sorted(pages, key=str)
        for name in PARAMETERS
        for kind in STRINGS
    ]
    return found + _paths(world)


def _paths(world: World) -> list[Attack]:
    """Strings in the place of every variable of an address."""
    rules = [rule for rule in world.app.url_map.iter_rules() if rule.arguments and "GET" in (rule.methods or ())]
    shapes = [re.sub(r"<[^>]*?(\w+)>", r"<\1>", rule.rule) for rule in rules]
    return [
        Attack("province officer", "path", shape, name, kind)
        for shape in shapes
        for name in re.findall(r"<(\w+)>", shape)
        for kind in STRINGS
    ]


class Attacker:
    """Sends an attack as who saw the form, with a fresh token and stamp, and puts the database back."""

    def __init__(self, world: World, put_back: Callable[[], None]) -> None:
        self.world, self.put_back = world, put_back
        self.kept: dict[tuple[str | None, str], dict[str, str]] = {}

    def send(self, attack: Attack) -> Page:
        browser = self.world.sessions[attack.label] if attack.label else Browser(self.world.app)
        text = STRINGS[attack.kind]
        cookies = dict(browser.client._cookies)
        match attack.method:
            case "path":
                page = browser.get(_in_path(attack.path, attack.place, text))
            case "get":
                question = urlencode({**dict(attack.fields), attack.place: text}, errors="surrogatepass")
                page = browser.get(f"{attack.path.partition('?')[0]}?{question}")
            case _:
                page = browser.post(attack.path, {**dict(attack.fields), attack.place: text})
                if page.status < 400:
                    page = self._seen_afterwards(browser, page)
                    self.put_back()
        browser.client._cookies = cookies
        return page

    def _seen_afterwards(self, browser: Browser, page: Page) -> Page:
        """What was stored is looked at where the form leads to."""
        return browser.get(page.location) if page.status in (302, 303) and page.location.startswith("/") else page


def _in_path(shape: str, name: str, text: str) -> str:
    from urllib.parse import quote

    path = shape.replace(f"<{name}>", quote(text[:2000], safe="") or "%20")
    return re.sub(r"<\w+>", "1", path)


def _is_wrong(page: Page, attack: Attack) -> str | None:
    if page.status >= 500:
        return f"{page.status}"
    if page.response.headers.get("Set-Cookie", "").startswith("evil"):
        return "a header of the attacker's"
    elsewhere = page.location.removeprefix("http://localhost")
    if elsewhere and (not elsewhere.startswith("/") or elsewhere.startswith(("//", "/\\"))):
        return f"leads to {page.location}"
    reflected = [
        mark for mark in ACTIVE if mark in page.text and mark in STRINGS[attack.kind].replace("{{7*7}}", "49</")
    ]
    return f"reflects {reflected}" if reflected else None


def _wrong(attacker: Attacker, attacks: list[Attack]) -> list[str]:
    wrong = []
    for attack in attacks:
        problem = _is_wrong(attacker.send(attack), attack)
        if problem:
            wrong.append(f"{attack}: {problem}")
            print(wrong[-1])
    return wrong


@pytest.fixture(scope="session")
def forms(prepared_world: tuple[World, object]) -> list[Form]:
    """Every form that the walkers meet; their tokens and stamps stay good."""
    return _found_forms(prepared_world[0], WALKERS)


@pytest.fixture
def attacks(world: World, forms: list[Form]) -> list[Attack]:
    return _attacks(world, forms)


@pytest.fixture
def attacker(world: World, put_back: Callable[[], None]) -> Attacker:
    return Attacker(world, put_back)


def _drawn(attacks: list[Attack], count: int) -> list[Attack]:
    print(f"seed {SEED}: SEED={SEED} pytest … repeats this sample of {count} of {len(attacks)} attacks")
    return random.Random(SEED).sample(attacks, min(count, len(attacks)))


def test_no_string_breaks_a_page(attacks, attacker):
    assert _wrong(attacker, _drawn(attacks, QUICK_COUNT)) == []


@pytest.mark.parametrize("kind", ["past 63 bits", "null"])
def test_no_parameter_is_too_large_or_unprintable(world, forms, kind):
    """Every parameter at once, on every page: what the database cannot hold must not reach it."""
    question = urlencode(dict.fromkeys(PARAMETERS, STRINGS[kind]))
    pages = {(form.label, form.page.partition("?")[0]) for form in forms}
    pages |= {("province officer", path) for path in ("/monitor/rows/entry", "/confirmations", "/monitor", "/visits")}
    with world.app.app_context(), mode(Mode.READ):
        pages.add(("district head", f"/confirmations/1/{first_period()}"))
    browsers = {who: world.sessions[who] if who else Browser(world.app) for who, _path in pages}

    broken = {path for who, path in pages if browsers[who].get(f"{path}?{question}").status >= 500}
    assert broken == set()


@pytest.mark.slow
def test_no_string_breaks_a_page_in_many_places(world, attacker):
    count = int(os.environ.get("NAUGHTY", "600"))
    attacks = _attacks(world, _found_forms(world, MORE_WALKERS))

    assert _wrong(attacker, _drawn(attacks, count)) == []


def test_the_attacker_finds_the_forms_of_citizens_and_officers(forms):
    """A walk that finds nothing proves nothing."""
    found = {(_shape(form.path), name) for form in forms for name, _value in form.fields}

    assert {("/login", "username"), ("/q/N", "full_name"), ("/units/new", "name"), ("/units", "q")} <= found


def test_the_attacker_sees_what_is_reflected(world, attacks, attacker, monkeypatch):
    """With escaping off the same walk must cry out."""
    monkeypatch.setattr(world.app.jinja_env, "autoescape", False)
    world.app.jinja_env.cache.clear()
    searches = [a for a in attacks if a.kind == "script" and a.method == "get" and a.place == "q"]

    try:
        assert _wrong(attacker, searches) != []
    finally:
        world.app.jinja_env.cache.clear()
