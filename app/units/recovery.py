"""The recovery code on a slip: it follows from the link's secret, so that nothing but digests needs to be stored.

Ten symbols, 50 bits. Its digest is bound to the link: a copy of the table cannot be searched for it.
"""

import hashlib
import hmac

from flask import current_app

from app.codes import read_spelled, spell

SYMBOLS = 10
HALF = SYMBOLS // 2


def recovery_code(token: str) -> str:
    """The code that belongs to a link's secret, as it is printed: XXXXX-XXXXX."""
    key = str(current_app.secret_key).encode()
    code = spell(int.from_bytes(hmac.digest(key, b"recovery\0" + token.encode(), "sha256")), SYMBOLS)
    return f"{code[:HALF]}-{code[HALF:]}"


def recovery_digest(token: str, code: str) -> str:
    """What is stored of a recovery code, however it was typed."""
    return hashlib.sha256(f"{token}\0{read_spelled(code)}".encode()).hexdigest()


def fits(stored: str | None, token: str, typed: str) -> bool:
    """Whether the code that somebody typed is the one on the slip with this link."""
    return stored is not None and hmac.compare_digest(stored, recovery_digest(token, typed))
