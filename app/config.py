"""Settings of the installation, read once from the environment; a bad value stops the start."""

import base64
import binascii
from collections.abc import Mapping
from enum import StrEnum
from itertools import pairwise
from pathlib import Path
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parent.parent
INSTANCE = ROOT / "instance"
SECRET_CHARACTERS = 32
DATA_KEY_BYTES = 32
BODY_LIMIT_BYTES = 2 * 1024 * 1024
FORM_LIMIT_BYTES = 256 * 1024
FEWEST_DIFFERENT = 10
# Words of six letters and more: shorter ones turn up in random keys by chance.
EXAMPLES = ("changeme", "change-me", "change_me", "secret", "example", "development", "insecure", "password")
MOST_PROXIES = 10
LOCAL = frozenset({"localhost", "127.0.0.1", "::1"})


class Environment(StrEnum):
    DEVELOPMENT = "development"
    PRODUCTION = "production"
    TESTING = "testing"


class BadSetting(Exception):
    """A variable of the environment is missing or cannot be used; says which and why, never its value."""


def read(environ: Mapping[str, str]) -> dict[str, object]:
    """Flask's configuration from the environment. Raises BadSetting naming the variable."""
    environment = _environment(environ)
    base_url = _base_url(environ)
    data_keys = _data_keys(environ)
    if environment is Environment.PRODUCTION:
        _refuse_examples(data_keys)
    return {
        "PORTAL_ENV": environment,
        "TESTING": environment is Environment.TESTING,
        "SQLALCHEMY_DATABASE_URI": _database_url(environ),
        "SECRET_KEY": _secret_key(environ),
        "DATA_KEYS": data_keys,
        "KEY_STORE": Path(environ.get("KEY_STORE") or INSTANCE / "keys"),
        "BASE_URL": base_url,
        "TRUSTED_PROXIES": _whole_number(environ, "TRUSTED_PROXIES", 0, most=MOST_PROXIES),
        "REDIS_URL": _redis_url(environ),
        "SHARED_COUNTS": environ.get("SHARED_COUNTS") or None,
        "LOG_FORMAT": _one_of(environ, "LOG_FORMAT", ("text", "json")),
        **_mail(environ),
        "SMS_GATEWAY_URL": _gateway_url(environ, "SMS_GATEWAY_URL"),
        "SMS_GATEWAY_URL_2": _gateway_url(environ, "SMS_GATEWAY_URL_2"),
        "ZALO_GATEWAY_URL": _gateway_url(environ, "ZALO_GATEWAY_URL"),
        "MAX_CONTENT_LENGTH": BODY_LIMIT_BYTES,
        "MAX_FORM_PARTS": 500,
        "SESSION_COOKIE_NAME": "portal",
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_SECURE": base_url.startswith("https:"),
        # The signed token lives as long as the session that holds it; the session ends in our own table.
        "WTF_CSRF_TIME_LIMIT": None,
        "WTF_CSRF_CHECK_DEFAULT": False,
    }


def _environment(environ: Mapping[str, str]) -> Environment:
    return Environment(_one_of(environ, "PORTAL_ENV", tuple(Environment)))


def _one_of(environ: Mapping[str, str], name: str, allowed: tuple[str, ...]) -> str:
    value = environ.get(name) or allowed[0]
    if value not in allowed:
        raise BadSetting(f"{name} must be one of: {', '.join(allowed)}")
    return value


def _whole_number(environ: Mapping[str, str], name: str, default: int, *, most: int) -> int:
    value = environ.get(name) or str(default)
    if not value.isdecimal() or len(value) > len(str(most)) or int(value) > most:
        raise BadSetting(f"{name} must be a whole number from 0 to {most}")
    return int(value)


def _redis_url(environ: Mapping[str, str]) -> str | None:
    url = environ.get("REDIS_URL") or None
    if url and not url.startswith(("redis://", "rediss://", "unix://")):
        raise BadSetting("REDIS_URL must begin with redis:// or rediss://")
    return url


def _mail(environ: Mapping[str, str]) -> dict[str, object]:
    """Where e-mail is handed over, and in whose name; nothing when the installation sends none."""
    url, sender = environ.get("MAIL_URL") or None, environ.get("MAIL_FROM", "")
    if url and (not url.startswith(("smtp://", "smtps://")) or not _has_host(url)):
        raise BadSetting("MAIL_URL must look like smtp://user:password@mail.example.vn:587 or smtps://…")
    if url and ("@" not in sender or not sender.isprintable()):
        raise BadSetting("MAIL_FROM must be the address from which e-mail is sent, since MAIL_URL is set")
    return {"MAIL_URL": url, "MAIL_FROM": sender}


def _gateway_url(environ: Mapping[str, str], name: str) -> str | None:
    """A gateway over HTTP, user and secret before the @; in the clear only on this machine."""
    url = environ.get(name) or None
    if url and not (url.startswith(("http://", "https://")) and _has_host(url) and url.isascii()):
        raise BadSetting(f"{name} must look like https://user:secret@gateway.example.vn/path")
    if url and url.startswith("http://") and urlsplit(url).hostname not in LOCAL:
        raise BadSetting(f"{name} must begin with https://: secrets and phone numbers pass through it")
    return url


def _has_host(url: str) -> bool:
    try:
        parts = urlsplit(url)
        return bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False


def _database_url(environ: Mapping[str, str]) -> str:
    url = environ.get("DATABASE_URL") or f"sqlite:///{INSTANCE / 'portal.db'}"
    if not url.startswith(("sqlite:", "postgresql+psycopg:")):
        raise BadSetting("DATABASE_URL must begin with sqlite: or postgresql+psycopg:")
    return url


def _secret_key(environ: Mapping[str, str]) -> str:
    key = environ.get("SECRET_KEY", "")
    if not key:
        raise BadSetting("SECRET_KEY is missing; script/setup writes one to .env in development")
    if len(key) < SECRET_CHARACTERS or len(set(key)) < FEWEST_DIFFERENT or _is_example(key):
        raise BadSetting(f"SECRET_KEY must be {SECRET_CHARACTERS} or more random characters, not an example")
    return key


def _is_example(key: str) -> bool:
    return key.lower().startswith(("dev-", "dev_", "test-")) or any(word in key.lower() for word in EXAMPLES)


def _data_keys(environ: Mapping[str, str]) -> list[bytes]:
    names = [part.strip() for part in environ.get("DATA_KEYS", "").split(",") if part.strip()]
    if not names:
        raise BadSetting("DATA_KEYS is missing; script/setup writes one to .env in development")
    return [_data_key(name) for name in names]


def _data_key(text: str) -> bytes:
    try:
        key = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError) as error:
        raise BadSetting("DATA_KEYS must be url-safe base64") from error
    if len(key) != DATA_KEY_BYTES or len(set(key)) < FEWEST_DIFFERENT:
        raise BadSetting(f"DATA_KEYS: each key must be {DATA_KEY_BYTES} random bytes")
    return key


def _refuse_examples(keys: list[bytes]) -> None:
    """Bytes that count up or down are what documentation and tests show."""
    for key in keys:
        if len({(after - before) % 256 for before, after in pairwise(key)}) == 1:
            raise BadSetting("DATA_KEYS must be random, not an example")


def _base_url(environ: Mapping[str, str]) -> str:
    url = environ.get("BASE_URL") or f"http://127.0.0.1:{environ.get('PORT') or 8000}"
    if not _is_origin(url):
        raise BadSetting("BASE_URL must look like https://portal.example.vn, without a path")
    return url.rstrip("/")


def _is_origin(url: str) -> bool:
    try:
        parts = urlsplit(url)
        named = bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False
    rest = parts.path.strip("/") or parts.query or parts.fragment or parts.username is not None
    return parts.scheme in ("http", "https") and named and not rest and url.isascii() and url.isprintable()
