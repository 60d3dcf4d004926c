"""Every word on the screen goes through the catalogues; English is complete, Khmer covers what citizens see."""

import ast
import re
from collections.abc import Iterator
from fnmatch import fnmatch

import pytest

from tests.whole_app.catalogues import catalogue, entries, forms, wording
from tests.whole_app.sources import Module, modules, nodes, screen_templates

CITIZENS = (
    "**/templates/**/public_*.html",
    "**/templates/**/public/*.html",
    "**/public_*.py",
    "web/templates/layouts/page.html",
    "web/templates/layouts/citizen.html",
    "web/templates/errors/*.html",
    "web/templates/components/ui.html",
    "web/errors.py",
    "web/forms.py",
    # Not what the health department edits, `declarations/rulebook/`.
    "declarations/[!r]*.py",
    "visits/*.py",
    "visits/templates/**",
    "units/labels.py",
    "units/fields.py",
    "home/**",
)
PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]|%%")
VIETNAMESE = re.compile(r"\w*[ăâđêôơưàáảãạằắẳẵặầấẩẫậèéẻẽẹềếểễệìíỉĩịòóỏõọồốổỗộờớởỡợùúủũụừứửữựỳýỷỹỵ]\w*", re.IGNORECASE)
KHMER = re.compile("[\u1780-\u17ff]")
# Names stay as they are in every language.
NAMES = {
    "Kiên",
    "Phú",
    "Quốc",
    "Hà",
    "Tiên",
    "Rạch",
    "Giá",
    "Thành",
    "Hải",
    "Lương",
    "Châu",
    "Tiếng",
    "Việt",
    "Đông",
    "Dương",
}


def is_for_citizens(path: str) -> bool:
    """Whether what stands in the file, a path below `app/`, is read by citizens."""
    return any(fnmatch(path, pattern.replace("**/", "*")) for pattern in CITIZENS)


def _citizens_wording() -> list[str]:
    return sorted(message for message, paths in wording().items() if any(map(is_for_citizens, paths)))


def _is_done(language: str, message: str) -> bool:
    entry = entries(language).get(message)
    return entry is not None and not entry.fuzzy and all(forms(entry))


@pytest.mark.slow
def test_english_is_complete():
    assert [message for message in sorted(wording()) if not _is_done("en", message)] == []


@pytest.mark.slow
def test_khmer_is_complete_where_citizens_read():
    assert [message for message in _citizens_wording() if not _is_done("km", message)] == []


@pytest.mark.slow
@pytest.mark.parametrize("language", ["en", "km"])
def test_no_translation_is_left_of_wording_that_is_gone(language):
    """script/translations brings the catalogues up to date."""
    assert sorted(set(entries(language)) - set(wording())) == []
    assert sorted(set(wording()) - set(entries(language))) == []


@pytest.mark.parametrize("language", ["en", "km"])
def test_no_translation_is_a_guess(language):
    assert [message.id for message in catalogue(language) if message.id and message.fuzzy] == []


def _placeholders(text: str) -> set[str]:
    return {match[0] for match in PLACEHOLDER.finditer(text)}


@pytest.mark.parametrize("language", ["en", "km"])
def test_a_translation_keeps_every_placeholder(language):
    """A missing one hides a figure, a strange one is an error on the page."""
    unequal = [
        (source, form)
        for source, message in entries(language).items()
        for form in forms(message)
        if form and _placeholders(form) != _placeholders(source)
    ]

    assert unequal == []


def test_english_has_no_vietnamese_but_names():
    strange = [
        (source, left)
        for source, message in entries("en").items()
        for form in forms(message)
        if (left := set(VIETNAMESE.findall(PLACEHOLDER.sub("", form))) - NAMES)
    ]

    assert strange == []


def test_khmer_is_written_in_khmer():
    """A message of letters must have some Khmer ones; signs, figures and abbreviations may stay."""
    copied = [
        (source, form)
        for source, message in entries("km").items()
        for form in forms(message)
        if form and VIETNAMESE.search(PLACEHOLDER.sub("", source)) and not KHMER.search(form)
    ]

    assert copied == []


# What is written for paper in Vietnamese only, for the console, or is itself content: names, places, the letter.
NOT_ON_SCREEN = (
    # Headings of a file, compared and not shown translated.
    "follow_ups/case_rows",
    "admin/reading.py",
    "documents/",
    "demo/",
    "areas/actions",
    "organisations/bodies.py",
    "notices/segments.py",
    "posters/wording.py",
    "text/",
    "units/rules.py",
    "web/languages.py",
)
# The report is an official document, in Vietnamese in every language of the screen.
DOCUMENT = ("reports/annex", "reports/document", "reports/figures", "reports/paper", "reports/rules", "reports/wording")
DOCUMENT += ("reports/word", "briefings/wording", "briefings/paper", "inspections/paper", "inspections/wording")
DOCUMENT += ("correspondence/rules", "correspondence/sources", "correspondence/word", "correspondence/queries")
DOCUMENT_TEMPLATES = {
    "reports/templates/reports/show.html",
    "briefings/templates/briefings/show.html",
    "correspondence/templates/correspondence/show.html",
}
NOT_ON_SCREEN_ROOMS = {"cli", "jobs", "models", "settings"}
MARKS = {"_", "_l", "gettext", "ngettext", "lazy_gettext", "lazy_ngettext"}


def _unmarked(module: Module) -> Iterator[str]:
    """Vietnamese constants that go through no catalogue; docstrings and legal bases (`basis=`) are not wording."""
    marked = {
        id(part)
        for node in nodes(module.tree)
        if (isinstance(node, ast.Call) and ast.unparse(node.func).rpartition(".")[2] in MARKS)
        or (isinstance(node, ast.keyword) and node.arg == "basis")
        or (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant))
        for part in ast.walk(node)
    }
    for node in nodes(module.tree):
        is_text = isinstance(node, ast.Constant) and isinstance(node.value, str) and len(node.value) > 1
        if is_text and id(node) not in marked and VIETNAMESE.search(node.value):
            yield f"app/{module.path}:{node.lineno} {node.value[:60]}"


def test_no_sentence_of_the_code_bypasses_the_catalogues():
    screens = [
        m for m in modules() if not m.path.startswith(NOT_ON_SCREEN + DOCUMENT) and m.room not in NOT_ON_SCREEN_ROOMS
    ]

    assert [text for module in screens for text in _unmarked(module)] == []


JINJA = re.compile(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}|<!--.*?-->", re.DOTALL)


def test_no_sentence_of_a_template_bypasses_the_catalogues():
    found = {path: VIETNAMESE.findall(JINJA.sub("", text)) for path, text in screen_templates()}

    assert {path: words for path, words in found.items() if words and path not in DOCUMENT_TEMPLATES} == {}
