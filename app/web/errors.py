"""Pages for what goes wrong, in the reader's language, each saying what to do next."""

import logging
from collections.abc import Mapping
from typing import Any

from flask import Flask, Response, current_app, make_response, render_template, request
from flask_babel import LazyString
from flask_babel import lazy_gettext as _l
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException, RequestEntityTooLarge, TooManyRequests

from app.door import Absent
from app.logs import place_of
from app.web.limits import wait_advice
from app.web.stamps import FIELD, StampRefused

log = logging.getLogger(__name__)
# After which the same request may well be taken.
RETRY_SECONDS: Mapping[int, int] = {429: 60, 503: 5}
# What SQLite says of our own mistakes; everything else it says is a busy, full or broken database.
BUGS = ("no such", "readonly", "syntax error")

# status: what happened, what to do next
WORDS: Mapping[int, tuple[LazyString, LazyString]] = {
    400: (_l("Yêu cầu không đọc được"), _l("Hãy quay lại trang trước và thử lại.")),
    401: (_l("Ông/bà cần đăng nhập"), _l("Hãy đăng nhập rồi thử lại.")),
    403: (_l("Ông/bà không có quyền xem trang này"), _l("Nếu cần quyền, hãy liên hệ quản trị của cơ quan mình.")),
    404: (_l("Không tìm thấy trang"), _l("Hãy kiểm tra lại địa chỉ hoặc mã đã nhập, hoặc về trang chủ.")),
    405: (_l("Yêu cầu không đọc được"), _l("Hãy quay lại trang trước và thử lại.")),
    409: (
        _l("Chưa thực hiện được"),
        _l("Nội dung đã thay đổi trong lúc ông/bà thao tác. Hãy mở lại trang và thử lại."),
    ),
    410: (_l("Mã này không còn dùng"), _l("Hãy quét mã mới dán tại cổng.")),
    413: (_l("Nội dung gửi lên quá lớn"), _l("Hãy rút ngắn nội dung hoặc chọn tệp nhỏ hơn rồi gửi lại.")),
    415: (_l("Yêu cầu không đọc được"), _l("Hãy quay lại trang trước và thử lại.")),
    422: (_l("Chưa gửi được"), _l("Trang đã mở quá lâu. Những gì đã nhập còn nguyên, hãy bấm gửi lại.")),
    429: (_l("Gửi quá nhiều lần"), _l("Hãy đợi một phút rồi thử lại. Nếu đang đứng ở cổng, hãy gặp người kiểm soát.")),
    500: (
        _l("Hệ thống gặp lỗi"),
        _l("Lỗi đã được ghi lại. Hãy thử lại sau ít phút; những gì đã gửi thành công không bị mất."),
    ),
    503: (
        _l("Chưa lưu, xin bấm lại"),
        _l("Hệ thống đang bận nên chưa lưu. Những gì đã nhập còn nguyên, hãy bấm gửi lại."),
    ),
}


def _page(
    status: int, *, heading: Any = None, advice: Any = None, resend: bool = False, purpose: str | None = None
) -> Response:
    words = WORDS.get(status) or WORDS[500 if status >= 500 else 400]
    html = render_template(
        "errors/error.html",
        status=status,
        heading=heading or words[0],
        advice=advice or words[1],
        resend=resend,
        fields=kept_fields(fresh_stamp=purpose is not None) if resend else [],
        purpose=purpose,
    )
    response = make_response(html, status)
    if status in RETRY_SECONDS:
        response.headers["Retry-After"] = str(RETRY_SECONDS[status])
    return response


def kept_fields(*, fresh_stamp: bool = False) -> list[tuple[str, str]]:
    """What was typed, to be sent again with one button; passwords are typed anew.

    A good stamp is kept: it makes one record of what may have been stored although the answer was lost.
    """
    made_anew = {"csrf_token", FIELD} if fresh_stamp else {"csrf_token"}
    sent = request.form.items(multi=True)
    return [(name, value) for name, value in sent if name not in made_anew and "password" not in name]


def _http(error: HTTPException) -> Response:
    if error.response is not None:
        return error.response  # type: ignore[return-value]
    response = _answer(error)
    for name, value in error.get_headers(None):
        if name not in ("Content-Type", "Content-Length"):
            response.headers[name] = value
    return response


def _answer(error: HTTPException) -> Response:
    match error:
        case TooManyRequests():
            return _waiting(error)
        case RequestEntityTooLarge():
            return _page(413, advice=_size_advice())
    return _page(error.code or 500)


def _size_advice() -> LazyString | None:
    """How large a file the view takes; None where it takes none."""
    limit_bytes = getattr(current_app.view_functions.get(request.endpoint or ""), "file_limit_bytes", 0)
    return limit_bytes and _l(
        "Tệp gửi lên lớn nhất được %(n)s MB. Hãy quay lại trang trước, chọn tệp nhỏ hơn hoặc chia thành nhiều tệp.",
        n=limit_bytes // 1_000_000,
    )


def _waiting(error: TooManyRequests) -> Response:
    """How long to wait; what was sent is kept and goes again by one button."""
    is_known = isinstance(error.retry_after, int)
    advice = wait_advice(error.retry_after) if is_known else None  # type: ignore[arg-type]
    return _page(429, advice=advice, resend=request.method == "POST")


def _bug(error: Exception) -> Response:
    log.error("bug at %s: %s", request.endpoint, place_of(error))
    return _page(500)


def _busy(error: OperationalError) -> Response:
    if any(word in str(error.orig) for word in BUGS):
        if current_app.testing:
            raise error
        return _bug(error)
    log.warning("database busy or away at %s", request.endpoint)
    return _page(503, resend=request.method == "POST")


def _conflict(error: Exception) -> Response:
    log.info("conflict at %s", request.endpoint)
    return _page(409)


def _absent(error: Absent) -> Response:
    return _page(404)


def _stale_form(error: CSRFError) -> Response:
    same_site = request.headers.get("Sec-Fetch-Site", "same-origin") == "same-origin"
    return _page(422, resend=True) if same_site else _page(403)


def _stale_stamp(error: StampRefused) -> Response:
    return _page(422, resend=True, purpose=error.purpose)


def register_refusals(app: Flask, refusals: Mapping[type[Exception], LazyString]) -> None:
    """Let a chapter's expected refusals answer 409 with a sentence of their own."""
    for kind, sentence in refusals.items():
        app.register_error_handler(kind, _refusal(sentence))


def _refusal(sentence: LazyString) -> Any:
    return lambda error: _page(409, advice=sentence)


def init_app(app: Flask) -> None:
    app.register_error_handler(CSRFError, _stale_form)
    app.register_error_handler(StampRefused, _stale_stamp)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Absent, _absent)
    app.register_error_handler(OperationalError, _busy)
    app.register_error_handler(IntegrityError, _conflict)
    app.register_error_handler(StaleDataError, _conflict)
    if not app.config["TESTING"]:
        app.register_error_handler(Exception, _bug)
