"""Every place that reads rows on nobody's behalf stands, with its reason, in unscoped_uses.txt."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from tests.whole_app.sources import Module, modules

UNREADABLE = "(not a plain sentence)"
LIST = Path(__file__).with_name("unscoped_uses.txt")


def _uses(module: Module) -> Iterator[str]:
    yield from _below(module.tree, module.path, "")


def _below(node: ast.AST, path: str, function: str) -> Iterator[str]:
    for child in ast.iter_child_nodes(node):
        inner = child.name if isinstance(child, ast.FunctionDef | ast.ClassDef) else function
        if isinstance(child, ast.Call) and ast.unparse(child.func).rpartition(".")[2] == "unscoped":
            yield f"{path}:{function}:{_reason(child, path)}"
        yield from _below(child, path, inner)


def _reason(call: ast.Call, path: str) -> str:
    match [keyword.value for keyword in call.keywords if keyword.arg == "because"]:
        case [ast.Constant(value=str(reason))]:
            return reason
        case [ast.Name(id=name)]:
            return _constants(path.partition("/")[0]).get(name, UNREADABLE)
    return UNREADABLE


def _constants(chapter: str) -> dict[str, str]:
    """Sentences that the chapter gives a name because several of its files say them."""
    return {
        target.id: node.value.value
        for module in modules()
        if module.chapter == chapter
        for node in module.tree.body
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)
        for target in node.targets
        if isinstance(target, ast.Name)
    }


def test_what_is_read_on_nobodys_behalf_is_known_and_says_why():
    used = sorted({use for module in modules() if module.path != "access/scope.py" for use in _uses(module)})
    known = [line for line in LIST.read_text().splitlines() if line and not line.startswith("#")]

    assert used == known
    assert not [use for use in used if use.endswith(UNREADABLE)]


def test_nobody_marks_a_statement_as_unscoped_by_himself():
    """The execution option is the scope hook's own; only `unscoped` may set it."""
    own = re.compile(
        r"unscoped_because|scope_covered|scope\.(BECAUSE|COVERED)|access\.scope import .*\b(BECAUSE|COVERED)"
    )

    assert [module.path for module in modules() if module.path != "access/scope.py" and own.search(module.text)] == []
