"""The source of the portal as the tests of this folder read it: syntax trees of its modules, text of its templates."""

import ast
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import NamedTuple

from app import CHAPTERS
from app.db import Base

ROOT = Path(__file__).resolve().parents[2]
APP = ROOT / "app"
PAPER = ("documents/",)


class Module(NamedTuple):
    """A Python file of `app/`: its path below `app/` and its text."""

    path: str
    text: str

    @property
    def tree(self) -> ast.Module:
        """Its syntax tree, made when somebody first asks."""
        return _tree(self)

    @property
    def chapter(self) -> str:
        """The chapter that the file belongs to, or an empty string in the foundation."""
        first = self.path.partition("/")[0]
        return first if first in CHAPTERS else ""

    @property
    def room(self) -> str:
        """What kind of file it is in its chapter: views, queries, rules…; of a package its folder's name."""
        return self.path.split("/")[1].removesuffix(".py") if self.chapter else ""


@cache
def modules() -> tuple[Module, ...]:
    """Every Python file of the app."""
    found = [(path, path.read_text()) for path in sorted(APP.rglob("*.py"))]
    return tuple(Module(path.relative_to(APP).as_posix(), text) for path, text in found)


@cache
def _tree(module: Module) -> ast.Module:
    return ast.parse(module.text)


@cache
def templates() -> tuple[tuple[str, str], ...]:
    """Path below `app/` and text of every template."""
    return tuple(
        (path.relative_to(APP).as_posix(), path.read_text()) for path in sorted(APP.glob("**/templates/**/*.*"))
    )


def screen_templates() -> Iterator[tuple[str, str]]:
    """The templates that browsers see; those for paper have their styles inside."""
    for path, text in templates():
        if not path.startswith(PAPER) and 'extends "documents/' not in text and "paper" not in Path(path).name:
            yield path, text


@cache
def nodes(tree: ast.AST) -> tuple[ast.AST, ...]:
    """Every node below `tree`, walked once for all tests that ask."""
    return tuple(ast.walk(tree))


@cache
def calls(tree: ast.AST) -> tuple[tuple[str, ast.Call], ...]:
    """Every call below `tree` with what is called, as it is written: `datetime.now`, `log.info`."""
    return tuple((ast.unparse(node.func), node) for node in nodes(tree) if isinstance(node, ast.Call))


def scoped_classes() -> frozenset[str]:
    """Names of the classes whose rows belong to somebody."""
    for chapter in CHAPTERS:
        if (APP / chapter / "models.py").exists() or (APP / chapter / "models").exists():
            import_module(f"app.{chapter}.models")
    return frozenset(each.class_.__name__ for each in Base.registry.mappers if hasattr(each.class_, "__scope__"))
