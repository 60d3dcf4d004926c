"""A phone that remembers its owner: one sealed cookie, made only when asked for, gone when the data it copies are.

The server keeps nothing: the cookie is encrypted and authenticated under a key derived from SECRET_KEY.
"""

import base64
import json
import secrets
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from flask import current_app, request
from werkzeug.http import dump_cookie
from werkzeug.wrappers import Response as AnyResponse

from app import settings
from app.clock import now
from app.declarations.catalogue import catalogue
from app.declarations.rules import FormKind, RiskLevel, may_reuse
from app.declarations.settings import RETENTION_DAYS, VALID_HOURS

COOKIE = "known"
LONGEST_COOKIE = 3800
# Two a day for two weeks fit beside the longest address.
MOST_VISITS = 28
_CONTEXT = b"remembered phone, version 1"
_NONCE_BYTES = 12


@dataclass(frozen=True)
class Declared:
    """Where an earlier declaration lies and what became of it, without its answers."""

    day: date
    id: str
    risk: RiskLevel
    form_version: int
    sent_at: datetime
    form: FormKind = FormKind.GENERAL

    @property
    def key(self) -> tuple[date, str]:
        """Of its row."""
        return self.day, self.id

    def is_reusable(self, at: datetime) -> bool:
        """Whether an entry at this moment may go by it."""
        hours = settings.value(VALID_HOURS)
        is_in_use = catalogue().is_in_use(self.form, self.form_version)
        return may_reuse(self.risk, self.sent_at, is_in_use=is_in_use, at=at, valid_hours=hours)


@dataclass(frozen=True)
class Remembered:
    """The owner of a phone, his last declaration, the receipt of his last entry and those of some before it."""

    person: Mapping[str, Any]
    declared: Declared
    receipt: str
    earlier: Sequence[str] = ()

    @property
    def receipts(self) -> Sequence[str]:
        """Of this phone's visits, the last one first."""
        return [self.receipt, *self.earlier]

    def after(self, known: "Remembered | None") -> "Remembered":
        """The same with the visits that the phone kept before, if they are this person's."""
        if known is None or known.person["full_name"] != self.person["full_name"]:
            return self
        before = [each for each in known.receipts if each != self.receipt]
        return replace(self, earlier=before[:MOST_VISITS])


def read() -> Remembered | None:
    """Whom this phone remembers, if it does and the time has not come to forget."""
    cookie = request.cookies.get(COOKIE)
    return _opened(cookie) if cookie else None


def remember(response: AnyResponse, remembered: Remembered) -> None:
    """Let the phone keep this; what does not fit into a cookie is not kept."""
    if cookie := cookie_of(remembered, secure=request.is_secure):
        response.headers.add("Set-Cookie", cookie)


def cookie_of(remembered: Remembered, *, secure: bool) -> str | None:
    """What lets the phone keep this; None when it does not fit."""
    days = settings.value(RETENTION_DAYS)
    sealed = _sealed(remembered, until=now() + timedelta(days))
    if len(sealed) > LONGEST_COOKIE:
        return None
    return dump_cookie(COOKIE, sealed, max_age=days * 86400, httponly=True, samesite="Lax", secure=secure)


def forget(response: AnyResponse) -> None:
    """Let the phone forget."""
    response.delete_cookie(COOKIE, httponly=True, samesite="Lax", secure=request.is_secure)


def _sealed(remembered: Remembered, *, until: datetime) -> str:
    content = {"until": until.timestamp(), **asdict(remembered)}
    packed = zlib.compress(json.dumps(content, ensure_ascii=False, default=_as_text).encode())
    nonce = secrets.token_bytes(_NONCE_BYTES)
    sealed = nonce + _cipher(current_app.secret_key).encrypt(nonce, packed, _CONTEXT)
    return base64.urlsafe_b64encode(sealed).decode()


def _opened(cookie: str) -> Remembered | None:
    try:
        sealed = base64.urlsafe_b64decode(cookie)
        packed = _cipher(current_app.secret_key).decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], _CONTEXT)
    except (ValueError, InvalidTag):
        return None
    content = json.loads(zlib.decompress(packed))
    if content["until"] <= now().timestamp():
        return None
    earlier = content.get("earlier", ())
    return Remembered(content["person"], _declared(content["declared"]), content["receipt"], tuple(earlier))


def _declared(content: Mapping[str, Any]) -> Declared:
    return Declared(
        day=date.fromisoformat(content["day"]),
        id=content["id"],
        risk=RiskLevel(content["risk"]),
        form_version=content["form_version"],
        sent_at=datetime.fromisoformat(content["sent_at"]),
        form=FormKind(content.get("form", FormKind.GENERAL)),
    )


def _as_text(value: date) -> str:
    return value.isoformat()


@lru_cache(maxsize=4)
def _cipher(secret: str) -> AESGCM:
    return AESGCM(HKDF(SHA256(), 32, salt=None, info=_CONTEXT).derive(secret.encode()))
