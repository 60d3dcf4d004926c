"""A list as a few plain lines, to be pasted into a chat."""

from collections.abc import Sequence

from flask_babel import gettext as _

from app.notices.rules import shared_lines
from app.web.destinations import own_path
from app.web.filters import number
from app.web.sheets import CHAT


def shared_text(title: str, lines: Sequence[str], *, beyond: int = 0, is_more: bool = False) -> str:
    """Title and lines of a list in the reader's language, with room left for the link: nine lines at most.

    `beyond` lines of the list stand on other pages, or more than that.
    """
    more = _("… và hơn {n} mục nữa") if is_more else _("… và {n} mục nữa")
    return "\n".join(shared_lines(title, lines, more=more, beyond=beyond, write=number))


def page_of(address: str) -> str | None:
    """The page of the list whose lines stand at this address of ours, with what it asks for."""
    path, mark, query = (own_path(address) or "").partition("?")
    return f"{path.removesuffix(f'.{CHAT}')}{mark}{query}" if path.endswith(f".{CHAT}") else None
