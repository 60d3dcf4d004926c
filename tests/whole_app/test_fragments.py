"""A fragment is a block of its page: the block's name is the id of the element that it draws."""

import ast
import re
from collections.abc import Iterator
from typing import NamedTuple

import pytest

from tests.browser_client import Browser, Page
from tests.whole_app.sources import APP, Module, calls, modules, nodes, templates
from tests.whole_app.world import World

pytestmark = pytest.mark.slow

HTMX = {"HX-Request": "true"}
MAKERS = ("render", "fragment_or_see_other")


class Fragment(NamedTuple):
    """A call of `render` that names a block: where it stands, the template, the block."""

    place: str
    template: str
    block: str


def _strings(node: ast.expr | None, module: Module) -> list[str]:
    """The constants that an argument may be: itself, either side of a condition, or a constant of the module."""
    match node:
        case ast.Constant(value=str(text)):
            return [text]
        case ast.IfExp(body=body, orelse=other):
            return _strings(body, module) + _strings(other, module)
        case ast.Name(id=name):
            named = [
                each.value
                for each in nodes(module.tree)
                if isinstance(each, ast.Assign) and any(isinstance(t, ast.Name) and t.id == name for t in each.targets)
            ]
            return [text for value in named for text in _strings(value, module)]
    return []


def _fragments() -> Iterator[Fragment]:
    for module in modules():
        # Walked at every collection: only where such a call may stand.
        if not any(maker in module.text for maker in MAKERS):
            continue
        for name, call in calls(module.tree):
            if name.rpartition(".")[2] not in MAKERS:
                continue
            given = {keyword.arg: keyword.value for keyword in call.keywords}
            asked = call.args[1] if len(call.args) > 1 else given.get("fragment")
            if asked is None or (isinstance(asked, ast.Constant) and asked.value is None):
                continue
            place = f"app/{module.path}:{call.lineno}"
            found = [(t, b) for t in _strings(call.args[0], module) for b in _strings(asked, module)]
            yield from (Fragment(place, *each) for each in found or [("?", "?")])


FRAGMENTS = list(_fragments())
TEXTS = {path.partition("templates/")[2]: text for path, text in templates()}


def test_there_are_fragments():
    assert len(FRAGMENTS) > 2


@pytest.mark.parametrize("fragment", FRAGMENTS, ids=str)
def test_a_fragment_is_a_block_whose_element_has_its_name(fragment):
    text = TEXTS[fragment.template]
    block = re.search(rf"{{%-?\s*block {fragment.block}\b.*?%}}(.*)", text, re.DOTALL)

    assert block, f"{fragment.template} has no block {fragment.block}"
    element = re.search(r"<\w+[^>]*>", re.sub(r"\{[%#].*?[%#]\}", "", block[1]))
    assert element, f"block {fragment.block} draws no element"
    assert f'id="{fragment.block}"' in element[0]


def test_what_htmx_replaces_is_there_to_be_replaced():
    """`hx-target="#x"` names an element of its own template or of one that includes it."""
    targets = [
        (path, name)
        for path, text in TEXTS.items()
        for name in re.findall(r"hx-target=[\"']#([\w-]+)[\"']", text)
        if f'id="{name}"' not in text and f"block {name}" not in text
    ]

    assert targets == []


def test_forms_inside_pages_of_htmx_do_not_run_what_people_typed():
    """Lists that show names typed by others stand under `hx-disable`: an injected `hx-get` must stay text."""
    open_lists = [
        path
        for path, text in TEXTS.items()
        if "hx-get" in text and "{% for" in text and "hx-disable" not in text and not path.startswith("components/")
    ]

    assert sorted(open_lists) == []


def _addresses(world: World) -> dict[str, set[str]]:
    """GET addresses that can be opened without knowing more, and the blocks with which their file answers htmx."""
    known = {"unit_id": world.units["Dương Đông's"], "organisation_id": world.bodies["district-911"]}
    urls, found = world.app.url_map.bind("localhost"), {}
    for rule in world.app.url_map.iter_rules():
        view = world.app.view_functions[rule.endpoint]
        place = f"app/{view.__code__.co_filename.removeprefix(f'{APP}/')}:"
        blocks = {fragment.block for fragment in FRAGMENTS if fragment.place.startswith(place)}
        if blocks and "GET" in (rule.methods or ()) and set(rule.arguments) <= set(known):
            found[urls.build(rule.endpoint, {name: known[name] for name in rule.arguments})] = blocks
    return found


def _answer(world: World, path: str) -> tuple[Browser, Page] | None:
    """What htmx gets, and who got it: one of those who between them may open every page."""
    for label in ("province officer", "manager", "administrator"):
        page = world.sessions[label].get(path, headers=HTMX)
        if page.status == 200 and page.response.mimetype == "text/html":
            return world.sessions[label], page
    return None


def _found_wrong(browser: Browser, path: str, block: str) -> Iterator[str]:
    page = browser.get(path)
    if "<html" not in page.text or f'id="{block}"' not in page.text:
        yield f"{path} is no page with the element {block}"
    if "HX-Request" not in page.response.headers.get("Vary", ""):
        yield f"{path} does not say that its answer varies"
    for header in ("HX-Boosted", "HX-History-Restore-Request"):
        if "<html" not in browser.get(path, headers={**HTMX, header: "true"}).text:
            yield f"{path} is no page for {header}"


def test_htmx_gets_the_block_and_everybody_else_the_page(world):
    seen, wrong = set(), []
    for path, blocks in _addresses(world).items():
        answer = _answer(world, path)
        drawn = re.match(r'\s*<\w+[^>]*?\bid="(\w+)"', answer[1].text) if answer else None
        if answer and drawn and drawn[1] in blocks:
            seen.add(drawn[1])
            wrong += _found_wrong(answer[0], path, drawn[1])

    assert len(seen) > 3, seen
    assert wrong == []
