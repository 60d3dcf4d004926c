"""How often one address may do a thing; generous, because a whole office or a carrier shares one address."""

from flask import Flask, request
from flask_limiter import Limiter

from app.web.counters import ProcessMemory


def caller() -> str:
    """The address that a limit is counted for."""
    return request.remote_addr or "unknown"


def caller_at_row() -> str:
    """The address together with the row of the URL: a crowd at one gate does not slow the next one."""
    values = "/".join(str(value) for value in (request.view_args or {}).values())
    return f"{caller()}|{values}"


limiter = Limiter(key_func=caller)


def init_app(app: Flask) -> None:
    app.config.setdefault("RATELIMIT_STORAGE_URI", app.config["REDIS_URL"] or f"{ProcessMemory.STORAGE_SCHEME[0]}://")
    app.config.setdefault("RATELIMIT_HEADERS_ENABLED", False)
    limiter.init_app(app)
