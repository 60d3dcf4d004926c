"""A list as a file: by the address of the page with `.xlsx` or `.csv` behind the path, filtered alike."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from flask import Blueprint, Response
from flask.blueprints import BlueprintSetupState

from app.clock import local_day
from app.documents import sheets
from app.web.short import Columns, Counted

View = TypeVar("View", bound=Callable[..., Any])
FILES = ("csv", "xlsx")
PICTURE, CHAT = "png", "chat"
# What an officer takes of a list; what everybody may read has its files.
LISTS = (*FILES, PICTURE, CHAT)


@dataclass(frozen=True)
class Sheet:
    """A table with its name and the plain name of its file; rows may come one by one.

    `short` says what of it may be told in a chat; a list without it has a card of its own, or none.
    """

    name: str
    file_name: str
    header: Sequence[str]
    rows: Iterable[Sequence[object]]
    short: Columns | Counted | None = None


Answer = Callable[[Sheet], Response]
_others: dict[str, Answer] = {}


def add_form(suffix: str, answer: Answer) -> None:
    """Let `answer` make what stands at the address of a list with this suffix."""
    _others[suffix] = answer


def file_of(bp: Blueprint, path: str, suffixes: Sequence[str] = LISTS) -> Callable[[View], View]:
    """Route a view, which is given `suffix`, to the files of the list at `path`; stands where `bp.get` stands.

    The prefix of a blueprint can otherwise not be continued without a slash.
    """

    def route(view: View) -> View:
        def add(state: BlueprintSetupState) -> None:
            rule = f"{state.url_prefix or ''}{path}.<any({', '.join(suffixes)}):suffix>"
            state.app.add_url_rule(rule, f"{bp.name}.{view.__name__}", view, methods=["GET"])

        bp.record(add)
        return view

    return route


def answer_sheet(sheet: Sheet, suffix: str) -> Response:
    """The table as a file to keep, dated today, or in the form that a chapter added for this suffix."""
    if suffix in _others:
        return _others[suffix](sheet)
    if suffix == "csv":
        content, kind = sheets.csv_file(sheet.header, sheet.rows), sheets.CSV
    else:
        content, kind = sheets.xlsx(sheet.name, sheet.header, sheet.rows), sheets.XLSX
    name = f"{sheet.file_name}-{local_day():%Y-%m-%d}.{suffix}"
    return answer_file(content, kind, name)


def answer_file(content: bytes, mimetype: str, name: str) -> Response:
    """A file to keep under this plain name."""
    return _answer("attachment", content, mimetype, name)


def show_file(content: bytes, mimetype: str, name: str) -> Response:
    """A file that the browser shows, and keeps under this plain name if asked to."""
    return _answer("inline", content, mimetype, name)


def _answer(disposition: str, content: bytes, mimetype: str, name: str) -> Response:
    response = Response(content, mimetype=mimetype)
    response.headers.set("Content-Disposition", disposition, filename=name)
    return response
