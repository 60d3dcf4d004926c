"""Row ids in addresses: never larger than a column holds, so that a silly one finds nothing."""

from flask import Flask
from werkzeug.routing import IntegerConverter, Map

LARGEST_ID = 2**31 - 1


class RowId(IntegerConverter):
    """`<int:…>` of every route."""

    def __init__(self, map: Map, fixed_digits: int = 0, min: int | None = None, max: int | None = None) -> None:
        super().__init__(map, fixed_digits, min=min, max=LARGEST_ID if max is None else max)


def row_id(text: str) -> int:
    """The id in a question of an address (`?organisation=7`), for `request.args.get(…, type=row_id)`."""
    number = int(text)
    if not 0 <= number <= LARGEST_ID:
        raise ValueError(text)
    return number


def id_in(typed: str) -> int | None:
    """The id in what an address or a form says; None where it is none."""
    return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 10 else None


def init_app(app: Flask) -> None:
    app.url_map.converters["int"] = RowId
