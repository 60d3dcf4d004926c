"""Addresses of the browser's files: hashed names from the manifest that `script/setup` writes, served by WhiteNoise."""

import json
import re
from pathlib import Path
from wsgiref.headers import Headers

from flask import Flask
from whitenoise import WhiteNoise

from app.web.headers import HSTS, STATIC_HEADERS

STATIC = Path(__file__).parent / "static"
PREFIX = "/static/"
HASHED = re.compile(r"\.[0-9a-f]{8,}\.\w+$")


class AssetsMissing(Exception):
    """The browser's files were not built; run script/setup."""


def asset_url(name: str) -> str:
    """The address of a built file by its plain name (`staff.css`). Raises AssetsMissing."""
    return PREFIX + _manifest()[name]


def read_asset(name: str) -> bytes:
    """The content of a built file, for a view that serves it at an address of its own. Raises AssetsMissing."""
    return (STATIC / _manifest()[name]).read_bytes()


_read: dict[str, str] = {}


def _manifest() -> dict[str, str]:
    if not _read:
        path = STATIC / "manifest.json"
        if not path.exists():
            raise AssetsMissing("app/web/static/manifest.json is missing: run script/setup")
        _read.update(json.loads(path.read_text(encoding="utf-8")))
    return _read


def _add_headers(headers: Headers, path: str, url: str) -> None:
    for name, value in STATIC_HEADERS.items():
        headers[name] = value


def _add_secure_headers(headers: Headers, path: str, url: str) -> None:
    _add_headers(headers, path, url)
    headers["Strict-Transport-Security"] = HSTS


def init_app(app: Flask) -> None:
    app.jinja_env.globals["asset_url"] = asset_url
    app.wsgi_app = WhiteNoise(  # type: ignore[method-assign]
        app.wsgi_app,
        root=str(STATIC),
        prefix=PREFIX,
        immutable_file_test=lambda path, url: bool(HASHED.search(url)),
        add_headers_function=_add_secure_headers if app.config["SESSION_COOKIE_SECURE"] else _add_headers,
    )
