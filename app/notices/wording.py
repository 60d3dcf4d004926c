"""The words of messages: text with a few named places, and nothing else, so that no citizen can be named in one."""

import re
from collections.abc import Collection, Mapping
from enum import StrEnum

PLACE = re.compile(r"\{([a-z_]+)\}")


class Variable(StrEnum):
    """All that a message can name. None of it is about a citizen; a value is a word of ours, a body, a day, a count."""

    BODY = "body"
    BODIES = "bodies"
    COUNT = "count"
    LETTER = "letter"
    REPLACED = "replaced"
    TITLE = "title"
    PERIOD = "period"
    DEADLINE = "deadline"
    ASKS = "asks"
    LINK = "link"
    CODE = "code"
    MINUTES = "minutes"
    MONTH = "month"
    SPENT = "spent"
    BUDGET = "budget"


Values = Mapping[Variable, str]


def unknown_places(text: str, known: Collection[Variable]) -> list[str]:
    """Names between braces that a message of this kind cannot fill, in order."""
    return [name for name in PLACE.findall(text) if name not in {variable.value for variable in known}]


def fill(text: str, values: Values) -> str:
    """The text with its places filled; what has no value stays as it stands (a code until the moment it is sent)."""
    known = {variable.value: value for variable, value in values.items()}
    return PLACE.sub(lambda place: known.get(place[1], place[0]), text)
