"""What a page must be, whoever looks at it: one title, one heading, labels, unique ids, links that lead somewhere."""

import re
from collections import Counter
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urljoin, urlsplit

import html5lib

NAMELESS_INPUTS = {"hidden", "submit", "button", "image", "reset"}
LANDMARKS = {"nav", "aside", "form", "section"}


def faults(text: str) -> Iterator[str]:
    """Everything that is wrong with the page, in words."""
    parser = html5lib.HTMLParser(namespaceHTMLElements=False)
    tree = parser.parse(text)
    yield from (f"HTML: {code} at line {position[0]} {more}" for position, code, more in parser.errors)
    if "<!DOCTYPE html>" not in text[:40]:
        yield "no doctype"
    yield from _outline(tree)
    yield from _ids(tree)
    yield from _labels(tree)
    yield from _landmarks(tree)
    yield from _mistakes_of_hands(tree, text)


def _outline(tree: Any) -> Iterator[str]:
    headings = ["".join(each.itertext()).strip() for each in tree.iter("h1")]
    if len(headings) != 1 or not headings[0]:
        yield f"{len(headings)} h1: {headings}"
    title = "".join(tree.find("head/title").itertext()).strip() if tree.find("head/title") is not None else ""
    if not title or title.startswith("–"):
        yield f"title {title!r}"
    if not tree.get("lang"):
        yield "no language"
    if len(list(tree.iter("main"))) != 1:
        yield "not one main"


def _ids(tree: Any) -> Iterator[str]:
    found = Counter(element.get("id") for element in tree.iter() if isinstance(element.tag, str) and element.get("id"))
    yield from (f"id {name} {count} times" for name, count in found.items() if count > 1)
    for element in tree.iter():
        for attribute in ("for", "aria-labelledby", "aria-describedby", "aria-controls"):
            for name in (element.get(attribute) or "").split() if isinstance(element.tag, str) else ():
                if name not in found:
                    yield f"{attribute} names {name}, which is not there"


def _labels(tree: Any) -> Iterator[str]:
    labelled = {label.get("for") for label in tree.iter("label") if "".join(label.itertext()).strip()}
    wrapped = {id(each) for label in tree.iter("label") for each in label.iter()}
    for tag in ("input", "select", "textarea"):
        for field in tree.iter(tag):
            if field.get("type") in NAMELESS_INPUTS or id(field) in wrapped:
                continue
            if not (field.get("id") in labelled or field.get("aria-label") or field.get("aria-labelledby")):
                yield f"{tag} {field.get('name')} has no label"
    for tag in ("a", "button"):
        for element in tree.iter(tag):
            if not ("".join(element.itertext()).strip() or element.get("aria-label") or _picture(element)):
                yield f"{tag} without words: {dict(element.attrib)}"
    for picture in tree.iter("img"):
        if picture.get("alt") is None:
            yield f"picture without alt: {picture.get('src')}"


def _picture(element: Any) -> bool:
    return any(picture.get("alt") for picture in element.iter("img"))


def _landmarks(tree: Any) -> Iterator[str]:
    """Two of a kind must have different names; one table header at least in every table."""
    for tag in LANDMARKS:
        named = [each.get("aria-label") or each.get("aria-labelledby") for each in tree.iter(tag)]
        twice = [name for name, count in Counter(filter(None, named)).items() if count > 1]
        yield from (f"two {tag} are called {name}" for name in twice)
        if tag == "nav" and len(named) > 1 and None in named:
            yield "a nav among others has no name"
    for table in tree.iter("table"):
        if not list(table.iter("th")):
            yield "a table without headers"


def _mistakes_of_hands(tree: Any, text: str) -> Iterator[str]:
    for element in tree.iter():
        for name in element.attrib if isinstance(element.tag, str) else ():
            if name == "style" or name.startswith("on"):
                yield f"{element.tag} has {name}"
    yield from ("script without src" for each in tree.iter("script") if not each.get("src"))
    yield from (f"form posts without novalidate: {form.get('action')}" for form in tree.iter("form") if _bubbles(form))
    visible = " ".join("".join(part.itertext()) for part in tree.iter("body"))
    yield from (
        f"left over: {mark}"
        for mark in re.findall(r"\bNone\b|\bUndefined\b|%\(\w+\)s|\{\{|\}\}|Enum\w*\.\w+|<\w+\.\w+ object", visible)
    )


def _bubbles(form: Any) -> bool:
    return form.get("method", "get").lower() == "post" and form.get("novalidate") is None


class _Links(HTMLParser):
    """Collects addresses; many times quicker than a tree, on pages whose HTML is judged elsewhere."""

    def __init__(self) -> None:
        super().__init__()
        self.found: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.found |= {given[name] or "" for name in ("href", "hx-get", "src") if name in given}
        if tag == "form" and (given.get("method") or "get").lower() == "get":
            self.found.add(given.get("action") or "")


def links(text: str, path: str) -> set[str]:
    """Own addresses that the page leads to, by link, by htmx, by its forms that are read with GET, and its files."""
    collector = _Links()
    collector.feed(text)
    wanted = [each for each in collector.found if each and not each.startswith("#")]
    absolute = {urlsplit(urljoin(f"http://localhost{path}", each)) for each in wanted}
    ours = [each for each in absolute if each.netloc == "localhost" and each.scheme == "http"]
    return {each._replace(scheme="", netloc="", fragment="").geturl() for each in ours}


def broken_anchors(text: str) -> list[str]:
    """Links to places in the page that are not there."""
    tree = html5lib.parse(text, namespaceHTMLElements=False)
    ids = {element.get("id") for element in tree.iter() if isinstance(element.tag, str)}
    return [
        a.get("href") for a in tree.iter("a") if (a.get("href") or "").startswith("#") and a.get("href")[1:] not in ids
    ]
