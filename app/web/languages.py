"""The three languages: Vietnamese, the source of all wording, English and Khmer."""

from functools import cached_property, lru_cache
from typing import Any

from babel import Locale
from flask import Blueprint, Flask, abort, g, has_app_context, has_request_context, redirect, request
from flask_babel import Babel, Domain, get_locale
from werkzeug.datastructures import LanguageAccept
from werkzeug.http import parse_accept_header
from werkzeug.wrappers import Response

from app.door import public
from app.web.destinations import own_path

LANGUAGES = {"vi": "Tiếng Việt", "en": "English", "km": "ភាសាខ្មែរ"}
COOKIE = "lang"
COOKIE_DAYS = 365
bp = Blueprint("languages", __name__)


def choose_language() -> str:
    """Of the request: `?lang=`, else the cookie, else what the browser prefers, else Vietnamese, as in commands."""
    if not has_request_context():
        return "vi"
    for wish in (request.args.get("lang"), request.cookies.get(COOKIE)):
        if wish in LANGUAGES:
            return wish
    return preferred(request.headers.get("Accept-Language", ""))


@lru_cache(maxsize=1024)
def preferred(header: str) -> str:
    """The language that a browser with this Accept-Language prefers."""
    # What a browser names first, and does not weigh, it wants most.
    first = header.partition(",")[0]
    if (wish := first.partition("-")[0].strip().lower()) in LANGUAGES and ";" not in first:
        return wish
    # In the browser's order, whatever the country: Werkzeug's best match takes `en` before `km-KH`.
    accepted = parse_accept_header(header, LanguageAccept)
    wishes = (wish.partition("-")[0].lower() for wish, quality in accepted if quality > 0)
    return next((wish for wish in wishes if wish in LANGUAGES), "vi")


def language() -> str:
    """The language in which the current page is written."""
    locale = get_locale()
    return locale.language if locale else "vi"


@bp.get("/lang/<code>")
@public
def choose(code: str) -> Response:
    """Remember the language on this device and go back to the page that the reader came from."""
    if code not in LANGUAGES:
        abort(404)
    response = redirect(own_path(request.args.get("next")) or "/", 303)
    _remember(response, code, max_age=COOKIE_DAYS * 86400)
    return response


def _remember(response: Response, code: str, *, max_age: int | None) -> None:
    response.set_cookie(COOKIE, code, max_age=max_age, httponly=True, samesite="Lax", secure=request.is_secure)


def _keep_wished(response: Response) -> Response:
    """Whoever came by a link with `?lang=` and chose nothing else goes on in that language until the browser closes."""
    wish = request.args.get("lang")
    if wish in LANGUAGES and COOKIE not in request.cookies and response.mimetype == "text/html":
        _remember(response, wish, max_age=None)
    return response


class _Catalogs(Domain):  # type: ignore[misc]
    """The words of a language, looked up once a page instead of once a word: a page has hundreds."""

    def get_translations(self) -> Any:
        page: Any = getattr(g, "_flask_babel", None) if has_app_context() else None
        locale, words = getattr(page, "words", (None, None))
        if locale is None or locale is not page.babel_locale:
            words = super().get_translations()
            page = getattr(g, "_flask_babel", None) if has_app_context() else None
            if page is not None:
                page.words = page.babel_locale, words
        return words


class _Babel(Babel):  # type: ignore[misc]
    @cached_property
    def domain_instance(self) -> Domain:
        """What looks words up."""
        return _Catalogs(domain=self.domain)


def init_app(app: Flask) -> None:
    # Given the locale itself, Babel does not read its name anew with every request.
    locales = {code: Locale.parse(code) for code in LANGUAGES}
    _Babel(
        app,
        default_locale="vi",
        locale_selector=lambda: locales[choose_language()],
        default_translation_directories="translations",
    )
    app.register_blueprint(bp)
    app.after_request(_keep_wished)
    app.jinja_env.globals.update(LANGUAGES=LANGUAGES, language=language)
