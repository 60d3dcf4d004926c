"""The addresses that stand on a poster."""

from flask import current_app


def short_url(code: str) -> str:
    """Upper case throughout: QR codes pack such addresses tighter, so their squares are larger on the wall."""
    return f"{current_app.config['BASE_URL']}/Q/{code}".upper()


def verify_url(code: str) -> str:
    """Where anybody sees whether a poster is genuine; printed at its foot."""
    return f"{current_app.config['BASE_URL']}/verify/{code}"


def tag_text(code: str) -> str:
    """The same address as the QR code's, as it is written onto an NFC tag; there is room for the usual spelling."""
    return f"{current_app.config['BASE_URL']}/q/{code}"
