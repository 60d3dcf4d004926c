"""A list as a few plain lines, to be pasted into a chat."""

from collections.abc import Sequence

from flask_babel import gettext as _

from app.notices.rules import shared_lines


def shared_text(title: str, lines: Sequence[str], *, beyond: int = 0) -> str:
    """Title and lines of a list in the reader's language, with room left for the link: nine lines at most.

    `beyond` lines of the list stand on other pages.
    """
    return "\n".join(shared_lines(title, lines, more=_("… và {n} mục nữa"), beyond=beyond))
