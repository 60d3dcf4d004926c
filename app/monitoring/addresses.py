"""Where the hundreds of cells of a page lead: what they have in common is addressed once."""

from collections.abc import Callable
from functools import cache
from typing import Any
from urllib.parse import quote, quote_plus

from flask import request, url_for

from app.directives.rules import MeasureKey, Period
from app.monitoring.periods import Chosen, days_of
from app.monitoring.queries import Line, has_rows
from app.monitoring.rules import Node
from app.web.pages import asked


def rows_address(by: str, period: Period, node: Node | None, *, is_limited: bool) -> Callable[..., str]:
    """Makes the address of the rows behind a figure of the page or of one of its lines; empty where none are shown.

    `node`: whose page it is; `is_limited`: whether its own figures are of this body alone.
    """

    @cache
    def of_measure(measure: MeasureKey, show: str | None, endpoint: str) -> str:
        where: dict[str, Any] = {"measure": measure.value, "show": show, **days_of(period)}
        return url_for(endpoint, **where)

    def address(
        measure: MeasureKey, line: Line | None = None, show: str | None = None, endpoint: str = "monitoring.rows"
    ) -> str:
        if not has_rows(measure):
            return ""
        meant, common = line.node if line else node, of_measure(measure, show, endpoint)
        if meant and by == "place":
            return f"{common}&area={quote_plus(meant.code)}"
        if meant and (line or is_limited):
            return f"{common}&body={meant.id}{'&own=1' if line and line.is_own else ''}"
        return common

    return address


def arrears_address(period: Period, **narrowed: str) -> dict[str, Any]:
    """Of the rows of what heads owe: words for `url_for`."""
    return {"measure": MeasureKey.LEAD.value, **days_of(period), "show": "missing", "open": "1", **narrowed}


def sort_address(chosen: Chosen) -> Callable[[str, str | None], str]:
    """Makes the address of this page in another order."""
    gone = ("page", "from", "to", "period")
    keep = {name: value for name, value in {**asked(), **(request.view_args or {})}.items() if name not in gone}

    @cache
    def address(name: str, direction: str | None) -> str:
        where: dict[str, Any] = {**keep, **chosen.args, "sort": name, "dir": direction}
        return url_for(request.endpoint or "", **where)

    return address


def node_address(by: str, chosen: Chosen) -> Callable[[Node], str]:
    """Makes the address of the page of a body or place, of the same days."""
    endpoint, name = ("monitoring.area", "code") if by == "place" else ("monitoring.body", "organisation_id")
    where: dict[str, Any] = {name: 0, **chosen.args}
    path, mark, query = url_for(endpoint, **where).partition("?")
    above = path.removesuffix("0")
    return lambda node: f"{above}{quote(node.code) if by == 'place' else node.id}{mark}{query}"
