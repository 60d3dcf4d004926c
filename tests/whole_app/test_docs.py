"""What docs/ says stands in the code, and what the code offers stands in docs/."""

import ast
import csv
import re
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import click
import pytest
from flask import Flask
from sqlalchemy import Column, LargeBinary

from app import CHAPTERS, config, jobs, settings
from app.access.policy import Role
from app.db import Base
from app.declarations.settings import RETENTION_DAYS
from app.door import Permission
from script.role_table import PAGE, page
from tests.whole_app.sources import APP, ROOT, modules, templates

DOCS = ROOT / "docs"
RUNBOOK = DOCS / "runbook.md"
INVENTORY = DOCS / "data-inventory.csv"
WRITTEN = (ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted(DOCS.rglob("*.md")))

# Tables whose rows citizens cause: here nothing of a person stands unsealed, and everything ends with its day.
CITIZENS = frozenset({"submission", "declaration", "visit", "trip_visit", "passenger_list"})
# Sealed under the key of the case, which dies some time after its end.
ISOLATED = frozenset({"follow_up", "daily_report"})
# What is kept as long as a list, not as long as a day.
LISTS = {"household": "zones.kept_days"}
# Says nothing of whom: counted, and shown at the gate, where it must not cost a key.
PLAIN = frozenset({("declaration", "risk")})
NAMES_SOMEBODY = re.compile(r"full_name|head_name|manager_name|signer|phone|email|address$|id_number|birth|username")
# Commands that come with Flask and Flask-Migrate.
FLASKS = frozenset({"db", "shell", "run", "routes"})


def _inventory() -> list[dict[str, str]]:
    with INVENTORY.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _columns() -> dict[tuple[str, str], Column[object]]:
    for path in APP.glob("**/models.py"):
        import_module(".".join(("app", *path.relative_to(APP).with_suffix("").parts)))
    tables = Base.metadata.sorted_tables
    return {(table.name, column.name): column for table in tables for column in table.columns}


def test_the_inventory_lists_every_column_once_and_no_other():
    listed = [(row["table"], row["column"]) for row in _inventory()]

    assert sorted(listed) == sorted(_columns())


def test_every_line_of_the_inventory_says_what_for_on_which_basis_and_how_long():
    empty = [row for row in _inventory() if not all(row.values())]
    unknown = [row for row in _inventory() if row["personal"] not in ("none", "official", "personal", "sensitive")]

    assert empty + unknown == []


def test_what_citizens_say_of_themselves_is_sealed():
    columns = _columns()
    plain = [
        place
        for row in _inventory()
        if row["personal"] in ("personal", "sensitive") and (place := (row["table"], row["column"])) not in PLAIN
        if not isinstance(columns[place].type, LargeBinary)
    ]

    assert plain == []


def test_citizens_stand_in_their_own_tables_only_and_every_sealed_column_is_known_as_such():
    said = {(row["table"], row["column"]): row["personal"] for row in _inventory()}
    personal = {table for (table, _), kind in said.items() if kind in ("personal", "sensitive")}
    sealed = {place for place, column in _columns().items() if isinstance(column.type, LargeBinary)}

    assert personal == CITIZENS | ISOLATED | set(LISTS)
    assert [place for place in sealed if place[0] in personal and said[place] not in ("personal", "sensitive")] == []


def test_a_column_that_names_somebody_is_not_called_impersonal():
    named = [
        (row["table"], row["column"])
        for row in _inventory()
        if NAMES_SOMEBODY.search(row["column"]) and row["personal"] == "none"
    ]

    # The address of a building, printed on its poster.
    assert named == [("unit", "address")]


def test_what_citizens_send_is_kept_as_long_as_the_setting_says(inside):
    kept = {row["kept_days"] for row in _inventory() if row["table"] in CITIZENS}

    listed = [row for row in _inventory() if row["table"] in LISTS and row["personal"] == "personal"]
    of_lists = {row["table"]: row["kept_days"] for row in listed}

    assert kept == {str(settings.value(RETENTION_DAYS))}
    assert of_lists == {table: str(settings.value(key)) for table, key in LISTS.items()}


def test_the_table_of_roles_is_the_policys():
    assert PAGE.read_text(encoding="utf-8") == page(), "run script/docs"


@pytest.mark.parametrize("name", [each.value for each in (*Permission, *Role)])
def test_every_permission_and_role_stands_in_the_table(name):
    assert f"`{name}`" in PAGE.read_text(encoding="utf-8")


def _variables() -> Iterator[str]:
    """What `config.py` reads: every upper-case word that it passes on or looks up."""
    tree = ast.parse(Path(config.__file__).read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        match node:
            case ast.Call(args=[ast.Name(id="environ"), ast.Constant(value=str(name)), *_]):
                yield name
            case ast.Call(
                func=ast.Attribute(value=ast.Name(id="environ"), attr="get"), args=[ast.Constant(value=str(name)), *_]
            ):
                yield name


def test_every_variable_of_the_environment_stands_in_readme_and_runbook():
    read = {*_variables(), *re.findall(r'whole_number\("(\w+)"', (ROOT / "script/serve.py").read_text())}
    missing = [
        (path.name, name)
        for path in (ROOT / "README.md", RUNBOOK)
        for name in sorted(read)
        if f"`{name}`" not in path.read_text(encoding="utf-8")
    ]

    assert {"DATABASE_URL", "SECRET_KEY", "DATA_KEYS", "PORT", "WORKERS"} <= read
    assert missing == []


def _commands(group: click.Group, *names: str) -> Iterator[str]:
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from _commands(command, *names, name)
        else:
            yield " ".join((*names, name))


def _own_commands(app: Flask) -> set[str]:
    return {name for name in _commands(app.cli) if name.split()[0] not in FLASKS}


def test_every_command_stands_in_the_runbook_and_no_other(app):
    written = RUNBOOK.read_text(encoding="utf-8")
    named = set(re.findall(r"flask ([a-z][a-z-]*(?: [a-z][a-z-]*)?)", written))
    known = _own_commands(app)
    missing = [name for name in sorted(known) if f"flask {name}" not in written]
    stale = [name for name in sorted(named) if not {name, name.split()[0]} & known and name.split()[0] not in FLASKS]

    assert "retention run" in known
    assert missing + stale == []


def _words_of_tables(path: Path) -> set[str]:
    """What stands between backticks in the rows of a page's tables."""
    rows = [line for line in path.read_text(encoding="utf-8").splitlines() if line.startswith("| `")]
    return {word for row in rows for word in re.findall(r"`([a-z][\w.-]+)`", row)}


def test_every_job_stands_in_the_runbook(app):
    names = {each.name for each in jobs.jobs()}

    assert "erase-elapsed-days" in names
    assert names - _words_of_tables(RUNBOOK) == set()


def test_every_setting_of_the_province_stands_in_the_runbook_and_no_other(app):
    keys = {each.key for each in settings.defined()}
    written = {word for word in _words_of_tables(RUNBOOK) if word.partition(".")[0] in CHAPTERS and "." in word}

    assert RETENTION_DAYS in keys
    assert written == keys


def test_every_chapter_stands_in_the_story_in_order():
    story = re.findall(r"^\| `(\w+)` \|", (DOCS / "architecture.md").read_text(encoding="utf-8"), re.MULTILINE)

    assert story == list(CHAPTERS)


def test_every_word_of_the_glossary_is_a_word_of_the_code():
    rows = re.findall(r"^\| [^|]+ \| ([^|]+) \|", (DOCS / "glossary.md").read_text(encoding="utf-8"), re.MULTILINE)
    words = {word.rpartition(".")[2] for row in rows[1:] for word in re.findall(r"`([^`]+)`", row)}
    texts = [module.text for module in modules()] + [text for _, text in templates()]

    assert len(words) > 40
    assert sorted(words - {word for text in texts for word in re.findall(r"\w+", text)}) == []


PATH = re.compile(r"`((?:app|tests|script|docs|assets|migrations)/[\w./-]+)`")
LINK = re.compile(r"\]\((?!https?:)([^)#]+)[^)]*\)|(?:src|href)=\"(?!https?:)([^\"]+)\"")


@pytest.mark.parametrize("path", WRITTEN, ids=[path.relative_to(ROOT).as_posix() for path in WRITTEN])
def test_files_that_the_docs_name_exist(path):
    text = path.read_text(encoding="utf-8")
    named = [ROOT / name for name in PATH.findall(text) if not name.startswith("app/web/static")]
    linked = [path.parent / (link or source) for link, source in LINK.findall(text)]

    assert [str(each) for each in (*named, *linked) if not each.exists()] == []


def test_pictures_are_small_enough_for_a_slow_line():
    sizes = {path.name: path.stat().st_size for path in (DOCS / "pictures").iterdir()}

    assert sizes
    assert {name: size for name, size in sizes.items() if size >= 150_000} == {}
