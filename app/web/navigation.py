"""The staff pages' main navigation and the panels of a page, each registered by the chapter that has it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from flask import Flask, request, url_for
from flask_babel import LazyString

from app.door import Permission, viewer
from app.web.pages import asked


def _always(_row: Any) -> bool:
    return True


@dataclass(frozen=True)
class Entry:
    """A link of the main navigation, shown to who holds the permission; `badge` draws what is new there, by itself."""

    endpoint: str
    label: LazyString
    permission: Permission
    order: int
    badge: str = ""


@dataclass(frozen=True)
class Panel:
    """A part of another chapter's page, loaded by itself from `endpoint`, which takes the page's row id.

    `applies` says of the page's row whether it has such a part.
    """

    page: str
    name: str
    endpoint: str
    label: LazyString
    permission: Permission
    order: int
    applies: Callable[[Any], bool] = _always


@dataclass(frozen=True)
class Tool:
    """Something to do with what a page lists: a link below it, which takes along what the page's address says.

    `page` is the page's endpoint; `args` are added to the address of `endpoint`.
    """

    page: str
    endpoint: str
    label: LazyString
    permission: Permission
    args: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Switch:
    """One of several things between which the viewer moves on every page."""

    label: str
    address: str
    is_current: bool


Switches = Callable[[], Sequence[Switch]]
_switches: list[Switches] = []
_entries: list[Entry] = []
_panels: list[Panel] = []
_tools: list[Tool] = []


def add_entry(entry: Entry) -> None:
    """Put a link into the main navigation; registering it again changes nothing."""
    if entry.endpoint not in {each.endpoint for each in _entries}:
        _entries.append(entry)


def add_panel(panel: Panel) -> None:
    """Put a panel on a page; registering it again changes nothing."""
    if (panel.page, panel.name) not in {(each.page, each.name) for each in _panels}:
        _panels.append(panel)


def add_tool(tool: Tool) -> None:
    """Put a link below a page; registering it again changes nothing."""
    if tool not in _tools:
        _tools.append(tool)


def tools() -> Sequence[tuple[LazyString, str]]:
    """What this viewer may do with what the page lists: words and addresses."""
    mine = (each for each in _tools if each.page == request.endpoint and viewer().can(each.permission))
    about = {**asked(), **(request.view_args or {})}
    return [(each.label, url_for(each.endpoint, **{**about, **each.args})) for each in mine]


def add_switches(source: Switches) -> None:
    """Put what `source` says above every page; saying it again changes nothing."""
    if source not in _switches:
        _switches.append(source)


def switches() -> Sequence[Switch]:
    """Between what this viewer may move, mostly nothing."""
    return [switch for source in _switches for switch in source()]


def entries() -> Sequence[Entry]:
    """What this viewer may open, in order."""
    return sorted((entry for entry in _entries if viewer().can(entry.permission)), key=lambda entry: entry.order)


def panels(page: str, row: Any) -> Sequence[Panel]:
    """The panels of a row's page that this viewer may open, in order."""
    mine = (each for each in _panels if each.page == page and viewer().can(each.permission) and each.applies(row))
    return sorted(mine, key=lambda panel: panel.order)


def is_current(endpoint: str) -> bool:
    """Whether the page shown belongs to the entry (same blueprint)."""
    return (request.endpoint or "").partition(".")[0] == endpoint.partition(".")[0]


def init_app(app: Flask) -> None:
    app.jinja_env.globals.update(nav_entries=entries, nav_is_current=is_current, nav_switches=switches)
    app.jinja_env.globals.update(panels=panels, page_tools=tools)
