"""The plan of the house, as far as imports cannot show it; the rest is import-linter's (pyproject.toml)."""

import ast
import re
import statistics

import pytest
from jinja2 import Environment

from app.access.policy import Role
from tests.whole_app.sources import Module, calls, modules, nodes, scoped_classes, screen_templates, templates

LONGEST_FILE = 400
LONGEST_FUNCTION = 60
CLOCKS = {"datetime.now", "datetime.utcnow", "datetime.today", "date.today", "time.time", "time.localtime"}
RAW_SQL = ("session.connection", "engine.connect", "engine.begin", "engine.raw_connection", ".exec_driver_sql")
# The table, the accounts' pages, the demo's accounts, and the links with which managers and team members open one.
NAMES_ROLES = ("access/policy.py", "access/actions.py", "admin/", "demo/")
NAMES_ROLES += ("units/actions/links.py", "zones/actions/links.py")
BANNED = {"data", "info", "item", "helper", "util", "process", "handle", "utils", "helpers"}
LOGS = {"log", "logger", "logging"}
LEVELS = {"debug", "info", "warning", "error", "exception", "critical", "log"}


def _found(module: Module, node: ast.AST, what: str) -> str:
    return f"app/{module.path}:{node.lineno} {what}"  # type: ignore[attr-defined]


def test_only_the_clock_asks_what_time_it_is():
    asks = [
        _found(module, call, name)
        for module in modules()
        for name, call in calls(module.tree)
        if any(name == clock or name.endswith(f".{clock}") for clock in CLOCKS) and module.path != "clock.py"
    ]

    assert asks == []


def _imports_sql_text(module: Module) -> bool:
    return any(
        isinstance(node, ast.ImportFrom)
        and node.module == "sqlalchemy"
        and "text" in {name.name for name in node.names}
        for node in nodes(module.tree)
    )


def test_chapters_write_no_sql_by_hand():
    """Only what stands in a `hot_path.py` may; a model may use `text` for the condition of an index."""
    rooms = [module for module in modules() if module.chapter and module.room not in ("hot_path", "models")]
    by_hand = [_found(module, module.tree.body[0], "text()") for module in rooms if _imports_sql_text(module)]
    raw = [_found(m, call, name) for m in rooms for name, call in calls(m.tree) if name.endswith(RAW_SQL)]

    assert by_hand + raw == []


def test_no_row_that_belongs_to_somebody_is_fetched_by_its_id_alone():
    scoped = scoped_classes()
    fetched = [
        _found(module, call, ast.unparse(call))
        for module in modules()
        for name, call in calls(module.tree)
        if name.endswith(("session.get", "session.get_one"))
        if call.args and ast.unparse(call.args[0]).rpartition(".")[2] in scoped
    ]

    assert "Unit" in scoped
    assert fetched == []


def _names_a_role(node: ast.AST) -> bool:
    match node:
        case ast.Attribute(value=ast.Name(id="Role"), attr=name):
            return name in Role.__members__
        case ast.Compare(left=left, comparators=others):
            sides = (left, *others)
            asked = any(isinstance(side, ast.Attribute) and side.attr == "role" for side in sides)
            return asked and any(isinstance(part, ast.Constant) for side in sides for part in ast.walk(side))
    return False


def test_roles_are_named_where_their_permissions_are_and_nowhere_else():
    named = [
        _found(module, node, ast.unparse(node))
        for module in modules()
        if not module.path.startswith(NAMES_ROLES)
        for node in nodes(module.tree)
        if _names_a_role(node)
    ]
    asked = [path for path, text in templates() if re.search(r"\.role(\.value)?\s*(==|!=|in\b)\s*[\"'\[(]", text)]

    assert named + asked == []


FORBIDDEN_IN_TEMPLATES = {
    "unescaped": r"\|\s*safe\b|autoescape\s+false",
    "inline style": r"""\sstyle\s*=|<style\b""",
    "inline script": r"<script(?![^>]*\bsrc=)",
    "event attribute": r"""\s(on[a-z]+|hx-on[:\w-]*)\s*=\s*["']""",
    "javascript address": r"javascript:",
    "evaluated by htmx": r"""hx-(vals|vars|headers)\s*=\s*["']\s*js:""",
}


@pytest.mark.parametrize("pattern", FORBIDDEN_IN_TEMPLATES.values(), ids=FORBIDDEN_IN_TEMPLATES.keys())
def test_templates_hold_nothing_that_the_browser_must_not_run(pattern):
    assert [path for path, text in screen_templates() if re.search(pattern, text, re.IGNORECASE)] == []


@pytest.mark.parametrize("path", [path for path, _text in templates()])
def test_every_template_compiles(path):
    text = dict(templates())[path]

    assert Environment(extensions=["jinja2.ext.i18n"]).parse(text).body or not text.strip()


def test_no_text_becomes_markup_unless_it_is_a_constant():
    made = [
        _found(module, call, ast.unparse(call))
        for module in modules()
        for name, call in calls(module.tree)
        if name.rpartition(".")[2] == "Markup" and not all(isinstance(arg, ast.Constant) for arg in call.args)
    ]

    assert [place for place in made if not place.startswith("app/documents/")] == []


def test_logs_get_their_arguments_lazily():
    """An f-string in a log call formats people into the sentence before anybody can look at what it names."""
    eager = [
        _found(module, call, ast.unparse(call))
        for module in modules()
        for name, call in calls(module.tree)
        if name.partition(".")[0] in LOGS and name.rpartition(".")[2] in LEVELS and call.args
        if not (isinstance(call.args[0], ast.Constant) and isinstance(call.args[0].value, str))
    ]

    assert eager == []


def test_nothing_is_printed():
    assert [
        _found(m, call, "print") for m in modules() for name, call in calls(m.tree) if name in ("print", "pprint")
    ] == []


def _given_names(tree: ast.AST) -> list[tuple[ast.AST, str]]:
    found: list[tuple[ast.AST, str]] = []
    for node in nodes(tree):
        match node:
            case (
                ast.Name(id=name, ctx=ast.Store())
                | ast.FunctionDef(name=name)
                | ast.ClassDef(name=name)
                | ast.arg(arg=name)
            ):
                found.append((node, name))
    return found


def test_names_say_something():
    empty = [
        _found(module, node, name)
        for module in modules()
        for node, name in _given_names(module.tree)
        if name.lower() in BANNED
    ]
    files = [module.path for module in modules() if module.path.rpartition("/")[2].removesuffix(".py") in BANNED]

    assert empty + files == []


def test_nothing_is_left_for_later():
    later = re.compile(r"\b(TODO|FIXME|XXX|HACK|raise NotImplementedError)\b")
    everywhere = [(module.path, module.text) for module in modules()] + list(templates())

    assert [path for path, text in everywhere if later.search(text)] == []


def test_views_do_not_catch():
    """Expected refusals are answered by the chapter's table, everything else is a bug and stays loud."""
    views = [
        (module, node)
        for module in modules()
        if module.room in ("views", "public_views")
        for node in nodes(module.tree)
        if isinstance(node, ast.FunctionDef) and node.decorator_list
    ]

    assert [_found(m, node, "try") for m, view in views for node in ast.walk(view) if isinstance(node, ast.Try)] == []


def test_files_stay_short():
    lengths = {module.path: module.text.count("\n") for module in modules()}
    print(f"90th percentile of file lengths: {statistics.quantiles(lengths.values(), n=10)[-1]:.0f} lines")

    assert {path: length for path, length in lengths.items() if length > LONGEST_FILE} == {}


def test_functions_stay_short():
    functions = [
        (module, node, node.end_lineno - node.lineno)
        for module in modules()
        for node in nodes(module.tree)
        if isinstance(node, ast.FunctionDef)
    ]
    print(
        f"90th percentile of function lengths: {statistics.quantiles([n for *_, n in functions], n=10)[-1]:.0f} lines"
    )

    assert [_found(m, node, node.name) for m, node, length in functions if length > LONGEST_FUNCTION] == []
