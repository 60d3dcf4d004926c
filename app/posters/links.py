"""The address that a poster's QR holds."""

from flask import current_app


def short_url(code: str) -> str:
    """Upper case throughout: QR codes pack such addresses tighter, so their squares are larger on the wall."""
    return f"{current_app.config['BASE_URL']}/Q/{code}".upper()
