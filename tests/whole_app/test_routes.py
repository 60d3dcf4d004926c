"""Nobody in who does not belong: every route, every role, every relation of a row to its reader.

The expected answer comes from the route's mark, the table of grants and the scope as `world.py` states it again; what
stands in addresses is listed in `routes.py`. Quick runs draw a small sample by a printed seed, slow ones a large one;
WHOLE=1 takes all, those of the endpoints that begin with ONLY where that is given.
"""

import os
import random
import re
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from itertools import product

import pytest
from flask import Flask
from werkzeug.routing import Rule

from app import create_app
from app.access import guard, scope
from app.access.policy import granted
from app.db import Mode, mode
from app.door import Access, access_of
from tests.browser_client import Browser, Page
from tests.conftest import environ
from tests.whole_app.routes import ANSWERS, EVERYBODYS, HEAVY, VARIABLES
from tests.whole_app.seen import SEEN, Sees
from tests.whole_app.world import ACCOUNTS, Account, Row, World, sees

SAMPLE_SIZE, LARGE_SAMPLE_SIZE = 120, 2000
SEED = int(os.environ.get("SEED") or random.SystemRandom().randrange(10**6))
TOKEN = re.compile(r'name="csrf(?:_|-)token"(?: type="hidden")? (?:content|value)="([^"]+)"')
ABSENT = Row(10**9)
VISITOR = None


@dataclass(frozen=True)
class Question:
    """One request: who asks for which address by which method, and what should be the answer."""

    method: str
    endpoint: str
    path: str
    account: Account | None
    expected: frozenset[int]
    relation: str

    def __str__(self) -> str:
        who = self.account.label if self.account else "a visitor"
        return f"{who} · {self.method} {self.path} ({self.endpoint}, {self.relation})"


def _rules(app: Flask) -> list[tuple[Rule, str]]:
    methods = ("GET", "POST", "PUT", "PATCH", "DELETE")
    return [(rule, method) for rule in app.url_map.iter_rules() for method in methods if method in (rule.methods or ())]


def _variable(endpoint: str, name: str) -> str:
    return f"{endpoint}.{name}" if f"{endpoint}.{name}" in VARIABLES else name


def _is_known(rule: Rule) -> bool:
    return all(_variable(rule.endpoint, name) in VARIABLES for name in rule.arguments)


@pytest.fixture(scope="session")
def bare_app(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """The app for its map of addresses only."""
    directory = tmp_path_factory.mktemp("bare")
    return create_app(environ(f"sqlite:///{directory / 'none.db'}", directory / "keys"))


def test_every_variable_of_an_address_is_known(bare_app):
    unknown = sorted(
        f"{rule.endpoint}.{name}"
        for rule in bare_app.url_map.iter_rules()
        for name in rule.arguments
        if not _is_known(rule) and _variable(rule.endpoint, name) not in VARIABLES
    )

    assert unknown == [], "say in tests/whole_app/routes.py which rows these name and whose they are"


def test_the_list_of_variables_names_no_route_that_is_gone(bare_app):
    endpoints = {rule.endpoint for rule in bare_app.url_map.iter_rules()}
    named = {name.rpartition(".")[0] for name in VARIABLES if "." in name} | {name.split(" ")[0] for name in ANSWERS}

    assert named - endpoints == set()


def _rows_for(world: World, rule: Rule) -> Iterator[tuple[dict[str, object], list[tuple[str, Row]], str]]:
    """Ways to fill in the address: one owner's rows in all variables, rows of several owners, a row that is absent."""
    names = {name: _variable(rule.endpoint, name) for name in sorted(rule.arguments)}
    lists = {name: VARIABLES[key](world) for name, key in names.items()}
    owned = [name for name, key in names.items() if key not in EVERYBODYS]
    for i in range(max((len(rows) for rows in lists.values()), default=1)):
        rows = {name: found[i % len(found)] for name, found in lists.items()}
        yield _filled(rows, names, owned, "one owner's")
        if len(owned) > 1:
            mixed = {name: lists[name][(i + n) % len(lists[name])] for n, name in enumerate(owned)}
            yield _filled({**rows, **mixed}, names, owned, "mixed owners'")
    if owned and all(isinstance(lists[name][0].id, int) for name in owned):
        yield _filled({**rows, **dict.fromkeys(owned, ABSENT)}, names, owned, "absent")


def _filled(rows: Mapping[str, Row], names: Mapping[str, str], owned: list[str], how: str) -> tuple:
    return {name: row.id for name, row in rows.items()}, [(names[name], rows[name]) for name in owned], how


def _sees(endpoint: str, key: str) -> Sees:
    return SEEN.get(f"{endpoint}.{key}") or SEEN.get(key) or sees


def _visible(endpoint: str, account: Account, rows: list[tuple[str, Row]], how: str) -> bool:
    return how == "one owner's" and all(_sees(endpoint, key)(account, row) for key, row in rows)


def _expected(
    access: Access, rule: Rule, method: str, account: Account | None, visible: bool, words: Collection[str] = ()
) -> frozenset[int]:
    """Refused by name, absent, or answered; a form that was sent empty may be found wanting but not refused."""
    if access.public:
        return ANSWERS.get(rule.endpoint, frozenset({200, 303})) | frozenset({422} if method == "POST" else ())
    if account is None:
        return frozenset({303})
    if not access.permissions <= granted(account.role, confirmed=account.confirmed):
        return frozenset({403})
    if not visible:
        return frozenset({404})
    usual = frozenset({200} if method == "GET" else {200, 204, 303, 409, 422})
    names = (*(f"{rule.endpoint} {word}" for word in words), f"{rule.endpoint} {account.role.value}", rule.endpoint)
    return next((ANSWERS[name] for name in names if name in ANSWERS), usual)


def _addresses(world: World) -> Iterator[tuple[Rule, str, str, dict[str, object], list[tuple[str, Row]], str]]:
    """Every rule and method with the addresses that its variables make, and what stands in these."""
    with world.app.app_context(), mode(Mode.READ):
        known = [(rule, method) for rule, method in _rules(world.app) if _is_known(rule)]
        ways = [(rule, method, way) for rule, method in known for way in _rows_for(world, rule)]
    urls = world.app.url_map.bind("localhost")
    for rule, method, (values, rows, how) in ways:
        yield rule, method, urls.build(rule.endpoint, values, method=method), values, rows, how


def _questions(world: World) -> Iterator[Question]:
    drawn: Counter[str] = Counter()
    for (rule, method, path, values, rows, how), account in product(_addresses(world), (VISITOR, *ACCOUNTS)):
        access = access_of(world.app, rule.endpoint)
        visible = not rows or (account is not None and _visible(rule.endpoint, account, rows, how))
        words = [value for value in values.values() if isinstance(value, str)]
        expected = _expected(access, rule, method, account, visible, words)
        if rule.endpoint in HEAVY and 200 in expected:
            drawn[rule.endpoint] += 1
            if drawn[rule.endpoint] > 2:
                continue
        yield Question(method, rule.endpoint, path, account, expected, _relation(account, rows, how))


def _relation(account: Account | None, rows: list[tuple[str, Row]], how: str) -> str:
    if not rows or account is None or how != "one owner's":
        return how if rows else "no row"
    row = rows[0][1]
    return f"row of {row.unit or row.owner}"


def _drawn(questions: list[Question], size: int) -> list[Question]:
    """A sample in which as many endpoints as it can hold appear, refused and answered."""
    print(f"seed {SEED}: SEED={SEED} pytest … repeats this sample of {size} of {len(questions)} questions")
    dice = random.Random(SEED)
    dice.shuffle(questions)
    kinds: Counter[tuple[str, str, frozenset[int]]] = Counter()
    first: list[Question] = []
    rest: list[Question] = []
    for question in questions:
        kind = (question.method, question.endpoint, question.expected)
        kinds[kind] += 1
        (first if kinds[kind] == 1 else rest).append(question)
    return (first + rest)[:size]


class Asker:
    """Asks as the account that the question names, with the token of its session, and puts the database back."""

    def __init__(self, world: World, put_back: Callable[[], None]) -> None:
        self.world, self.put_back = world, put_back
        self.tokens: dict[str, str] = {}

    def ask(self, question: Question, *, token: bool = True) -> Page:
        browser = self._browser(question.account)
        if question.method == "GET":
            return browser.get(question.path)
        values = {"csrf_token": self._token(question.account)} if token and question.account else {}
        # Signing out takes the cookie away; the session itself comes back with the database.
        cookies = dict(browser.client._cookies)
        page = Page(browser.client.open(question.path, method=question.method, data=values))
        if page.status < 400:
            self.put_back()
        browser.client._cookies = cookies
        return page

    def _browser(self, account: Account | None) -> Browser:
        return self.world.sessions[account.label] if account else Browser(self.world.app)

    def _token(self, account: Account) -> str:
        if account.label not in self.tokens:
            found = TOKEN.search(self._browser(account).get("/account").text)
            assert found, account.label
            self.tokens[account.label] = found[1]
        return self.tokens[account.label]


def _wrong_answers(asker: Asker, questions: list[Question]) -> list[str]:
    wrong = []
    for question in questions:
        page = asker.ask(question)
        if page.status not in question.expected or (question.account is None and not _sent_to_sign_in(page, question)):
            wrong.append(f"{question}: {page.status} {page.location}, expected {sorted(question.expected)}")
            print(wrong[-1])
    return wrong


def _sent_to_sign_in(page: Page, question: Question) -> bool:
    return question.expected != frozenset({303}) or page.location.startswith(("/login", "/"))


@pytest.fixture
def asker(world: World, put_back: Callable[[], None]) -> Asker:
    return Asker(world, put_back)


def test_nobody_gets_in_who_does_not_belong(world, asker):
    assert _wrong_answers(asker, _drawn(list(_questions(world)), SAMPLE_SIZE)) == []


@pytest.mark.slow
def test_nobody_gets_in_who_does_not_belong_at_all(world, asker):
    """WHOLE=1 asks every question, some twelve thousand."""
    questions = [each for each in _questions(world) if each.endpoint.startswith(os.environ.get("ONLY", ""))]
    size = len(questions) if os.environ.get("WHOLE") else LARGE_SAMPLE_SIZE

    assert _wrong_answers(asker, _drawn(questions, size)) == []


def _staff_posts(world: World) -> list[Question]:
    answered = frozenset({200, 204, 303, 409, 422})
    posts = [q for q in _questions(world) if q.method != "GET" and q.account and q.expected == answered]
    return list({question.endpoint: question for question in posts}.values())


def test_a_form_of_another_site_changes_nothing(world, asker):
    """Without the token of the session a staff form is refused, from elsewhere and from nowhere."""
    accepted = [str(q) for q in _staff_posts(world) if asker.ask(q, token=False).status not in (403, 422)]

    assert accepted == []


def _sample_without(world: World, kind: int) -> list[Question]:
    """Questions to be refused with this status."""
    refused = [q for q in _questions(world) if q.expected == frozenset({kind}) and q.method == "GET"]
    return _drawn(refused, 12)


def test_the_matrix_sees_when_the_door_is_not_kept(world, asker, monkeypatch):
    kept = [each for each in world.app.before_request_funcs[None] if each is not guard.keep_door]
    monkeypatch.setitem(world.app.before_request_funcs, None, kept)

    assert _wrong_answers(asker, _sample_without(world, 403)) != []


def test_the_matrix_sees_when_permissions_are_not_asked(world, asker, monkeypatch):
    monkeypatch.setattr(guard, "_keep_out", lambda permissions: None)

    assert _wrong_answers(asker, _sample_without(world, 403)) != []
    assert _wrong_answers(asker, [q for q in _sample_without(world, 303) if q.account is None]) != []


def test_the_matrix_sees_when_rows_are_not_limited(world, asker, monkeypatch):
    monkeypatch.setattr(scope, "criterion", lambda viewer, model: None)

    assert _wrong_answers(asker, _sample_without(world, 404)) != []


def test_the_matrix_sees_when_tokens_are_not_asked(world, asker, monkeypatch):
    monkeypatch.setattr(guard.csrf, "protect", lambda: None)

    assert any(asker.ask(question, token=False).status not in (403, 422) for question in _staff_posts(world))
