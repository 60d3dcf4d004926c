"""Addresses as they stand in messages, which are read away from the portal."""

from flask import current_app

SHORT = "/l/"


def absolute(path: str) -> str:
    """One of our own paths with the portal's address before it."""
    return f"{current_app.config['BASE_URL']}{path}"


def short_url(code: str) -> str:
    """What stands in a chat for a longer path."""
    return absolute(f"{SHORT}{code}")
