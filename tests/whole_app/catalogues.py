"""The wording of the portal: what the code says (messages with their files), and what the catalogues make of it."""

from functools import cache
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po

from tests.whole_app.sources import APP, ROOT

KEYWORDS = {**DEFAULT_KEYWORDS, "_l": None}


@cache
def wording() -> dict[str, frozenset[str]]:
    """Every message of the code with the files, below `app/`, in which it stands."""
    with (ROOT / "babel.cfg").open() as mapping:
        methods, options = parse_mapping_cfg(mapping)
    found: dict[str, set[str]] = {}
    extracted = extract_from_dir(ROOT, methods, options, keywords=KEYWORDS, directory_filter=_is_ours)
    for path, _line, message, _comments, _context in extracted:
        found.setdefault(message[0] if isinstance(message, tuple) else message, set()).add(path.removeprefix("app/"))
    return {message: frozenset(paths) for message, paths in found.items()}


def _is_ours(directory: str) -> bool:
    path = Path(directory)
    return path in (ROOT, APP) or APP in path.parents


@cache
def catalogue(language: str) -> Catalog:
    """The catalogue as it stands in the repository; compiled ones are made from it."""
    with (APP / "translations" / language / "LC_MESSAGES" / "messages.po").open("rb") as file:
        return read_po(file, locale=language)


def entries(language: str) -> dict[str, Message]:
    """Its messages by what they translate."""
    messages = [message for message in catalogue(language) if message.id]
    return {message.id if isinstance(message.id, str) else message.id[0]: message for message in messages}


def forms(message: Message) -> list[str]:
    """The translations of a message: one, or one for every plural form."""
    return [message.string] if isinstance(message.string, str) else list(message.string)
