"""What citizens send: the national form, its judgement, and the promise that a form sent twice is one record."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Wire the chapter in."""
    from app.declarations import models, settings  # noqa: F401
    from app.declarations.choices import Places

    app.extensions["declaration_places"] = Places()
