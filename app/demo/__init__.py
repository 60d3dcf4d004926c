"""A believable province; each chapter brings its part, nobody imports it."""

from flask import Flask

from app.config import Environment


def init_app(app: Flask) -> None:
    """Wire the chapter in; the story goes on by itself in development only."""
    from app.demo import cli

    app.cli.add_command(cli.cli)
    app.cli.add_command(cli.prepare_command)
    if app.config["PORTAL_ENV"] is Environment.DEVELOPMENT:
        from app.demo import jobs  # noqa: F401
