"""The staff pages' main navigation and the panels of a page, each registered by the chapter that has it."""

import enum
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from flask import Flask, request, url_for
from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from app.door import Permission, viewer
from app.web.pages import asked


def _always(_row: Any) -> bool:
    return True


class Room(enum.Enum):
    """Where the links of the main navigation stand together; links without a room stand by themselves, first."""

    UNITS = "units"
    HEALTH = "health"
    DIRECTION = "direction"
    RESULTS = "results"
    OFFICE = "office"


ROOM_LABELS: Mapping[Room, LazyString] = {
    Room.UNITS: _l("Đơn vị"),
    Room.HEALTH: _l("Phòng, chống dịch"),
    Room.DIRECTION: _l("Chỉ đạo"),
    Room.RESULTS: _l("Theo dõi"),
    Room.OFFICE: _l("Quản trị"),
}
# So many links are read at a glance; more are put into rooms.
AT_A_GLANCE = 7


@dataclass(frozen=True)
class Entry:
    """A link of the main navigation, shown to who holds the permission; `badge` draws what is new there, by itself."""

    endpoint: str
    label: LazyString
    permission: Permission
    order: int
    badge: str = ""
    room: Room | None = None


@dataclass(frozen=True)
class Link:
    """A link as it is drawn: of an entry, or of a room, which leads to the first of its entries."""

    label: LazyString
    address: str
    is_current: bool
    badge: str = ""


@dataclass(frozen=True)
class Menu:
    """The navigation of a page: the first row, and below it what stands in the room where the page is."""

    first: Sequence[Link]
    second: Sequence[Link]
    room: LazyString | None


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


def menu() -> Menu:
    """What this viewer may open, in rooms where it is too much for one row."""
    mine = entries()
    addresses = {entry.endpoint: url_for(entry.endpoint) for entry in mine}
    here = _here(mine, addresses)

    def link(entry: Entry) -> Link:
        return Link(entry.label, addresses[entry.endpoint], entry is here, entry.badge)

    if len(mine) <= AT_A_GLANCE:
        return Menu([link(entry) for entry in mine], [], None)
    rooms = {room: [link(entry) for entry in mine if entry.room is room] for room in Room}
    first = [link(entry) for entry in mine if entry.room is None]
    first += [_room_link(room, inside) for room, inside in rooms.items() if inside]
    room = here.room if here else None
    if room is None or len(rooms[room]) == 1:
        return Menu(first, [], None)
    return Menu(first, rooms[room], ROOM_LABELS[room])


def _here(mine: Sequence[Entry], addresses: Mapping[str, str]) -> Entry | None:
    """To which entry the page shown belongs: its address begins with the entry's, or its blueprint is the same."""
    path, blueprint = f"{request.path}/", (request.endpoint or "").partition(".")[0]
    above = [entry for entry in mine if path.startswith(f"{addresses[entry.endpoint].rstrip('/')}/")]
    same = [entry for entry in mine if entry.endpoint.partition(".")[0] == blueprint]
    return max(above, key=lambda entry: len(addresses[entry.endpoint]), default=same[0] if same else None)


def _room_link(room: Room, inside: Sequence[Link]) -> Link:
    """A room with one entry is that entry."""
    if len(inside) == 1:
        return inside[0]
    return Link(ROOM_LABELS[room], inside[0].address, any(link.is_current for link in inside))


def panels(page: str, row: Any) -> Sequence[Panel]:
    """The panels of a row's page that this viewer may open, in order."""
    mine = (each for each in _panels if each.page == page and viewer().can(each.permission) and each.applies(row))
    return sorted(mine, key=lambda panel: panel.order)


def init_app(app: Flask) -> None:
    app.jinja_env.globals.update(nav_menu=menu, nav_switches=switches)
    app.jinja_env.globals.update(panels=panels, page_tools=tools)
