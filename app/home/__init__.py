"""The front door: enter a code, sign in, what we keep and why."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Wire the chapter in."""
    from app.home import public_views

    app.register_blueprint(public_views.bp)
