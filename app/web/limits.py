"""How often one address may do a thing; generous, because a whole office or a carrier shares one address."""

import math
from functools import lru_cache
from typing import TypeVar

from flask import Flask, request
from flask_babel import LazyString
from flask_babel import lazy_gettext as _l
from flask_limiter import Limiter
from limits import RateLimitItem
from werkzeug.exceptions import TooManyRequests
from werkzeug.wrappers import Response as BaseResponse

from app import clock
from app.web.counters import ProcessMemory
from app.web.shared_counters import SharedMemory, holds_counts

_KEYS = "\0"
Answer = TypeVar("Answer", bound=BaseResponse)


def caller() -> str:
    """The address that a limit is counted for."""
    return request.remote_addr or "unknown"


def caller_at_row() -> str:
    """The address together with the row of the URL: a crowd at one gate does not slow the next one."""
    values = "/".join(str(value) for value in (request.view_args or {}).values())
    return f"{caller()}|{values}"


limiter = Limiter(key_func=caller)


def over_limit(limit: RateLimitItem, *keys: str) -> int:
    """Count one more; 0 when it is taken, else after how many seconds the next one is."""
    begin, end, lasting = _around(limit)
    # As the library counts in fixed windows; it would put the ends of every key together anew.
    count = limiter.limiter.storage.incr(f"{begin}{'/'.join(keys)}{end}", lasting, 1)
    return 0 if count <= limit.amount else seconds_left(limit, *keys)


@lru_cache(maxsize=32)
def _around(limit: RateLimitItem) -> tuple[str, str, int]:
    """What a limit writes before and behind the keys, and how many seconds it counts."""
    begin, _, end = limit.key_for(_KEYS).partition(_KEYS)
    return begin, end, limit.get_expiry()


def seconds_left(limit: RateLimitItem, *keys: str) -> int:
    """After how many seconds the count begins anew; at least one."""
    ends_at = limiter.limiter.get_window_stats(limit, *keys).reset_time
    return max(1, math.ceil(ends_at - clock.now().timestamp()))


def count_or_refuse(limit: RateLimitItem, *keys: str) -> None:
    """Count one more; one too many answers 429 with a page from which what was typed can be sent again."""
    if wait := over_limit(limit, *keys):
        raise TooManyRequests(retry_after=wait)


def wait_advice(seconds: int) -> LazyString:
    """What to do who is told to wait."""
    return _l(
        "Nhiều lượt gửi quá. Hãy đợi %(n)s giây rồi bấm gửi lại; những gì đã nhập còn nguyên. "
        "Nếu đang đứng ở cổng, hãy gặp người kiểm soát.",
        n=seconds,
    )


def waiting(response: Answer, seconds: int) -> Answer:
    """The answer, telling browsers and machines when to come again."""
    response.headers["Retry-After"] = str(seconds)
    return response


def storage_of(app: Flask) -> str:
    """Where to count: for all servers, for the workers of this one, or each process for itself."""
    if url := app.config["REDIS_URL"]:
        return str(url)
    path = app.config["SHARED_COUNTS"]
    if path and holds_counts(path):
        return f"{SharedMemory.STORAGE_SCHEME[0]}://{path}"
    return f"{ProcessMemory.STORAGE_SCHEME[0]}://"


def init_app(app: Flask) -> None:
    app.config.setdefault("RATELIMIT_STORAGE_URI", storage_of(app))
    app.config.setdefault("RATELIMIT_HEADERS_ENABLED", False)
    # Views count for themselves. The hooks that the extension would put around every request look for limits of whole
    # blueprints and of the application; there are none, and looking costs a tenth of a citizen's form.
    app.extensions["limiter"] = {limiter}
    limiter.init_app(app)
